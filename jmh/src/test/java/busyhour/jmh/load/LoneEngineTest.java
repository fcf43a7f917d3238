package busyhour.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.histogram.BucketHistogram;
import busyhour.jmh.load.LoneEngine.Second;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoneEngineTest {

    private static List<Second> seconds(int... calls) {
        final List<Second> seconds = new ArrayList<>();
        for (int i = 0; i < calls.length; i++) {
            seconds.add(new Second(i, calls[i], 1, 1, new BucketHistogram()));
        }
        return seconds;
    }

    @Test
    void shouldTakeTheSecondsWithAllCallsUpWithoutTheirEdges() {
        assertThat(LoneEngine.steady(seconds(0, 200, 500, 500, 500, 500, 500, 300, 0))).extracting(Second::second).containsExactly(4, 5);
    }

    @Test
    void shouldFindNothingSteadyInAShortRunOrWithoutCalls() {
        assertThat(LoneEngine.steady(seconds(0, 500, 500, 500, 0))).isEmpty();
        assertThat(LoneEngine.steady(seconds(0, 0, 0, 0, 0, 0, 0))).isEmpty();
        assertThat(LoneEngine.steady(seconds())).isEmpty();
    }
}
