package busyhour.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpeechSignalTest {

    private final short[] samples = SpeechSignal.samples();

    @Test
    void shouldBeTheSameEachTime() {
        assertThat(SpeechSignal.samples()).isEqualTo(samples);
        assertThat(samples).hasSize(12 * 8_000);
    }

    @Test
    void shouldSpeakAtItsNominalLevelAndPauseAtTheBackground() {
        double active = 0;
        int activeFrames = 0;
        double rest = 0;
        int restFrames = 0;
        for (int frame = 0; frame < samples.length / 160; frame++) {
            final double level = levelDbov(frame * 160, 160);
            final double power = Math.pow(10, level / 10);
            if (level > -45) {
                active += power;
                activeFrames++;
            } else {
                rest += power;
                restFrames++;
            }
        }
        assertThat(10 * Math.log10(active / activeFrames)).isBetween(-27.0, -25.0);
        assertThat(10 * Math.log10(rest / restFrames)).isBetween(-57.0, -48.0);
        assertThat((double) activeFrames / (activeFrames + restFrames)).as("activity").isBetween(0.5, 0.85);
    }

    @Test
    void shouldNeitherClipNorClickWhereTheLoopCloses() {
        int peak = 0;
        for (final short sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        assertThat(peak).isBetween(4_000, 32_000);
        assertThat(Math.abs(samples[samples.length - 1] - samples[0])).isLessThan(300);
        assertThat(levelDbov(0, 800)).isLessThan(-50);
        assertThat(levelDbov(samples.length - 800, 800)).isLessThan(-50);
    }

    private double levelDbov(int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return 10 * Math.log10(Math.max(1e-9, sum / count / 32_768 / 32_768));
    }
}
