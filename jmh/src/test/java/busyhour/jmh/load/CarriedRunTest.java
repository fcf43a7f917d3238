package busyhour.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CarriedRunTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double PACKETS_PER_SECOND = 1_000;

    private static CarriedRun run(boolean overloaded, double busy, double p99Us, long drops, long seen, long missing, long missed) throws IOException {
        final ObjectNode result = (ObjectNode) JSON.readTree("""
                {"engine": {"overloaded": %s, "shardBusyRatio": %s, "sendLatenessUs": {"p99": %s, "p999": 2000}, "kernelDrops": %d},
                 "metrics": {"packets_lost": {"sum": 0}}}""".formatted(overloaded, busy, p99Us, drops));
        return new CarriedRun(result, new Gaps(10, seen, 10_000_000_000L, 0.99, 1, 1, 1, missing, missed), PACKETS_PER_SECOND);
    }

    @Test
    void shouldBeCleanWhenAllIsSeenAndNothingIsOverItsLimit() throws Exception {
        final CarriedRun run = run(false, 0.8, 1_000, 0, 10_000, 0, 0);
        assertThat(run.isClean()).isTrue();
        assertThat(run.isLimited()).isFalse();
        assertThat(run.saysWhatIsSo()).isTrue();
    }

    @Test
    void shouldTakeTheWordOfARunThatWasFull() throws Exception {
        assertThat(run(true, 0.81, 10, 0, 10_000, 0, 0).saysWhatIsSo()).isTrue();
        assertThat(run(true, 0.2, 1_001, 0, 10_000, 0, 0).saysWhatIsSo()).isTrue();
        assertThat(run(true, 0.2, 10, 1, 10_000, 0, 0).saysWhatIsSo()).isTrue();
        assertThat(run(true, 0.2, 10, 0, 9_980, 0, 0).saysWhatIsSo()).isTrue();
        assertThat(run(true, 0.2, 10, 0, 10_000, 1, 0).saysWhatIsSo()).isTrue();
    }

    @Test
    void shouldNotTakeTheWordOfARunThatSaysTooMuchOrTooLittle() throws Exception {
        assertThat(run(true, 0.5, 10, 0, 10_000, 0, 0).saysWhatIsSo()).isFalse();
        assertThat(run(false, 0.5, 10, 0, 10_000, 1, 0).saysWhatIsSo()).isFalse();
        assertThat(run(false, 0.5, 1_500, 0, 10_000, 0, 0).saysWhatIsSo()).isFalse();
        assertThat(run(false, 0.9, 10, 0, 10_000, 0, 0).saysWhatIsSo()).isFalse();
    }

    @Test
    void shouldNotBeCleanWhenTheCaptureSawLessThanThePlan() throws Exception {
        assertThat(run(false, 0.5, 10, 0, 9_989, 0, 0).isClean()).isFalse();
        assertThat(run(false, 0.5, 10, 0, 9_995, 0, 0).isClean()).isTrue();
        assertThat(run(false, 0.5, 10, 0, 10_000, 0, 5).isClean()).as("the capture itself lost some: nothing is known").isFalse();
        assertThat(run(true, 0.5, 10, 0, 10_000, 0, 0).isClean()).isFalse();
    }
}
