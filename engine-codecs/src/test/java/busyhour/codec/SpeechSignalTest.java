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

    @Test
    void shouldSpeakTheSameWordsAtEachRateAndFillTheBand() {
        final short[] wide = SpeechSignal.samples(16_000, 1);
        final short[] full = SpeechSignal.samples(48_000, 1);
        assertThat(wide).hasSize(12 * 16_000);
        assertThat(full).hasSize(12 * 48_000);
        double sameTurns = 0;
        for (int frame = 0; frame < 600; frame++) {
            final boolean narrowSpeaks = levelDbov(frame * 160, 160) > -45;
            sameTurns += narrowSpeaks == level(full, frame * 960, 960) > -45 ? 1 : 0;
        }
        assertThat(sameTurns / 600).isGreaterThan(0.97);
        assertThat(above4kHzDb(wide)).as("share of what a narrowband codec loses").isBetween(-30.0, -3.0);
        assertThat(above4kHzDb(full)).isBetween(-30.0, -3.0);
    }

    @Test
    void shouldStandToTheLeft() {
        final short[] both = SpeechSignal.samples(48_000, 2);
        assertThat(both).hasSize(2 * 12 * 48_000);
        double left = 0;
        double right = 0;
        for (int i = 0; i < both.length; i += 2) {
            left += (double) both[i] * both[i];
            right += (double) both[i + 1] * both[i + 1];
        }
        assertThat(10 * Math.log10(right / left)).isBetween(-2.1, -1.8);
    }

    /** What is left after resampling to 8 kHz and back is below 4 kHz. */
    private static double above4kHzDb(final short[] samples) {
        final int rateHz = samples.length / 12;
        final short[] narrow = Resampler.resample(Resampler.resample(samples, rateHz, 8_000), 8_000, rateHz);
        double above = 0;
        double all = 0;
        for (int i = 0; i < narrow.length; i++) {
            above += (double) (samples[i] - narrow[i]) * (samples[i] - narrow[i]);
            all += (double) samples[i] * samples[i];
        }
        return 10 * Math.log10(above / all);
    }

    private static double level(final short[] of, final int from, final int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (double) of[i] * of[i];
        }
        return 10 * Math.log10(Math.max(1e-9, sum / count / 32_768 / 32_768));
    }

    private double levelDbov(int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return 10 * Math.log10(Math.max(1e-9, sum / count / 32_768 / 32_768));
    }
}
