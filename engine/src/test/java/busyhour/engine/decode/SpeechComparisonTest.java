package busyhour.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import busyhour.engine.decode.SpeechComparison.Verdict;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with received speech is found, and nothing is found where nothing is. */
class SpeechComparisonTest {

    private static final int RATE_HZ = 8_000;
    private static final int STEP = RATE_HZ / 100;

    private final short[] speech = SpeechSignal.samples();
    private final EncodedTrack track = TrackEncoder.encode(speech, AudioCodec.PCMA, 20);
    private final List<SpeechReference> references = List.of(SpeechReference.of(track));

    /** The loop from a step on, for so many seconds. */
    private short[] loop(final int fromStep, final int seconds) {
        final short[] samples = new short[seconds * RATE_HZ];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = speech[(fromStep * STEP + i) % speech.length];
        }
        return samples;
    }

    private Verdict judge(final short[] samples) {
        return judge(samples, 0, 0);
    }

    private Verdict judge(final short[] samples, final int lostFromStep, final int lostSteps) {
        final Envelope envelope = new Envelope();
        for (int step = 0; step < samples.length / STEP; step++) {
            envelope.add(samples, step * STEP, STEP, RATE_HZ, step < lostFromStep || step >= lostFromStep + lostSteps);
        }
        return SpeechComparison.compare(envelope, references);
    }

    /** A step at which a word begins after silence. */
    private int onset() {
        for (int step = 20; step < references.getFirst().steps(); step++) {
            boolean silent = true;
            for (int back = 1; back <= 10; back++) {
                silent &= !references.getFirst().isSpeech(step - back);
            }
            if (silent && references.getFirst().isSpeech(step) && references.getFirst().isSpeech(step + 20)) {
                return step;
            }
        }
        throw new AssertionError("the built-in speech has no pause");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 123, 456})
    void shouldFindNothingWrongInWhatWasSent(final int before) {
        final Verdict verdict = judge(loop(onset() - 3 + references.getFirst().steps() * before, 20));
        assertThat(verdict.presence()).isEqualTo(100);
        assertThat(verdict.score()).isEqualTo(100);
        assertThat(verdict.levelDb()).isCloseTo(0, within(0.5));
        assertThat(verdict.dropouts()).isZero();
        assertThat(verdict.firstWordClippedMs()).isZero();
    }

    @Test
    void shouldMeasureADropOut() {
        final int onset = onset();
        int first = -1;
        for (int step = 300; first < 0; step++) { // 200 ms of unbroken speech
            boolean speechOnly = true;
            for (int i = 0; i < 20; i++) {
                speechOnly &= references.getFirst().isSpeech(onset + step + i);
            }
            first = speechOnly ? step : -1;
        }
        final Verdict verdict = judge(loop(onset, 20), first, 12);
        assertThat(verdict.dropouts()).isEqualTo(1);
        assertThat(verdict.dropoutMs()).isEqualTo(120);
        assertThat(verdict.presence()).isBetween(97.0, 99.5);
    }

    @Test
    void shouldMeasureHowMuchOfTheFirstWordIsMissing() {
        final int onset = onset();
        assertThat(judge(loop(onset + 15, 20)).firstWordClippedMs()).isEqualTo(150);
        assertThat(judge(loop(onset, 20), 0, 10).firstWordClippedMs()).isEqualTo(100);
    }

    @Test
    void shouldMeasureLevel() {
        final short[] quiet = loop(onset(), 20);
        for (int i = 0; i < quiet.length; i++) {
            quiet[i] /= 4;
        }
        final Verdict verdict = judge(quiet);
        assertThat(verdict.levelDb()).isCloseTo(-12, within(0.7));
        assertThat(verdict.presence()).isGreaterThan(98);
        assertThat(verdict.score()).isCloseTo(94, within(2.0));
    }

    @Test
    void shouldNotRecogniseSomethingElse() {
        final Random random = new Random(7);
        final short[] noise = new short[20 * RATE_HZ];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (random.nextGaussian() * 2_000);
        }
        assertThat(judge(noise).score()).isZero();
        assertThat(judge(new short[20 * RATE_HZ]).score()).isZero();
        final short[] backwards = loop(0, 20);
        for (int i = 0; i < backwards.length / 2; i++) {
            final short sample = backwards[i];
            backwards[i] = backwards[backwards.length - 1 - i];
            backwards[backwards.length - 1 - i] = sample;
        }
        assertThat(judge(backwards).score()).isZero();
    }

    @Test
    void shouldNotJudgeFromTooLittle() {
        assertThat(judge(loop(onset(), 1)).score()).isNaN();
        assertThat(SpeechComparison.compare(new Envelope(), references).score()).isNaN();
        assertThat(SpeechComparison.compare(new Envelope(), List.of()).score()).isNaN();
    }
}
