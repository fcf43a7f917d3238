package busyhour.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CalibrateSystemTest {

    @Test
    @Timeout(60)
    void shouldPrintEachStepAndWhatACoreHolds() {
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        final int held = new Calibrate(new PrintStream(text, true, StandardCharsets.UTF_8), 0.5, true).run(400);
        final String printed = text.toString(StandardCharsets.UTF_8);
        assertThat(held).as(printed).isBetween(0, 400);
        assertThat(printed).containsPattern("\n +200 +[0-9]+ +[0-9.]+ +[0-9]+ +[0-9]+ +[0-9]+");
        assertThat(printed).containsPattern("one core holds about [0-9]+|does not hold 200 endpoints");
    }
}
