package busyhour.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ITU-T Q.24, the column of AT&amp;T, whose limits are the widest. */
class DtmfDetectorTest {

    private static final int MS = 8; // samples
    private static final String ALL = "0123456789*#ABCD";

    private final StringBuilder heard = new StringBuilder();
    private final StringBuilder durations = new StringBuilder();
    private final DtmfDetector detector = new DtmfDetector((event, durationMs) -> {
        heard.append((char) Dtmf.digit(event));
        durations.append(durationMs).append(' ');
    });

    /** A line on which tones and noise can be put; 16-bit samples. */
    private static final class Line {
        private final double[] samples;
        private int at;

        Line(final int lengthMs) {
            samples = new double[lengthMs * MS];
        }

        Line pause(final int ms) {
            at += ms * MS;
            return this;
        }

        Line tone(final double lowHz, final double highHz, final double lowDbm0, final double highDbm0, final int lengthSamples) {
            for (int i = 0; i < lengthSamples; i++, at++) {
                samples[at] += DtmfTones.amplitude(lowDbm0) * Math.sin(2 * Math.PI * lowHz * i / 8_000 + 1)
                        + DtmfTones.amplitude(highDbm0) * Math.sin(2 * Math.PI * highHz * i / 8_000 + 2);
            }
            return this;
        }

        Line digit(final int digit, final int ms) {
            final int event = Dtmf.event(digit);
            return tone(Dtmf.lowHz(event), Dtmf.highHz(event), -10, -8, ms * MS);
        }

        Line noise(final double dbm0, final long seed) {
            final Random random = new Random(seed);
            for (int i = 0; i < samples.length; i++) {
                samples[i] += random.nextGaussian() * DtmfTones.amplitude(dbm0) / Math.sqrt(2);
            }
            return this;
        }

        short[] pcm() {
            final short[] pcm = new short[samples.length];
            for (int i = 0; i < pcm.length; i++) {
                pcm[i] = (short) Math.clamp(Math.round(samples[i]), -32_768, 32_767);
            }
            return pcm;
        }
    }

    private String hear(final Line line) {
        return hear(line.pcm(), AudioCodec.PCMU, 160);
    }

    private String hear(final short[] pcm, final AudioCodec codec, final int payloadLength) {
        heard.setLength(0);
        durations.setLength(0);
        detector.reset();
        final UnsafeBuffer coded = new UnsafeBuffer(new byte[pcm.length]);
        for (int i = 0; i < pcm.length; i++) {
            coded.putByte(i, codec == AudioCodec.PCMA ? G711.encodeALaw(pcm[i]) : G711.encodeMuLaw(pcm[i]));
        }
        for (int at = 0; at < pcm.length; at += payloadLength) {
            detector.onPayload(codec, coded, at, Math.min(payloadLength, pcm.length - at));
        }
        detector.onSilence();
        return heard.toString();
    }

    @Test
    void shouldNumberDigitsAsTelephoneEventsDo() {
        for (int event = 0; event < Dtmf.DIGITS; event++) {
            assertThat((char) Dtmf.digit(event)).isEqualTo(ALL.charAt(event));
            assertThat(Dtmf.event(ALL.charAt(event))).isEqualTo(event);
        }
        assertThat(Dtmf.event('c')).isEqualTo(14);
        assertThat(Dtmf.event('x')).isEqualTo(-1);
        assertThat(Dtmf.event(-1)).isEqualTo(-1);
        assertThat(Dtmf.lowHz(Dtmf.event('0'))).isEqualTo(941);
        assertThat(Dtmf.highHz(Dtmf.event('0'))).isEqualTo(1_336);
        assertThat(Dtmf.highHz(Dtmf.event('D'))).isEqualTo(1_633);
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 80, 160, 240, 480})
    void shouldHearAllDigitsOfOurOwnTonesAtAnyPacketTime(final int payloadLength) {
        for (final AudioCodec codec : List.of(AudioCodec.PCMU, AudioCodec.PCMA)) {
            final DtmfTones tones = DtmfTones.of(codec);
            final UnsafeBuffer coded = new UnsafeBuffer(new byte[16 * 160 * MS]);
            coded.setMemory(0, coded.capacity(), tones.silence());
            for (int event = 0; event < Dtmf.DIGITS; event++) {
                tones.copy(event, 7_700, 100 * MS, coded, event * 160 * MS); // over the seam of the loop
            }
            heard.setLength(0);
            durations.setLength(0);
            detector.reset();
            for (int at = 0; at < coded.capacity(); at += payloadLength) {
                detector.onPayload(codec, coded, at, Math.min(payloadLength, coded.capacity() - at));
            }
            assertThat(heard).as(codec.name()).hasToString(ALL);
            assertThat(durations.toString().split(" ")).isSubsetOf("90", "100", "110");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.015, 0, 0.015})
    void shouldTakeFrequenciesWithinTheTolerance(final double off) {
        for (int event = 0; event < Dtmf.DIGITS; event++) {
            final double low = Dtmf.lowHz(event) * (1 + off) + Math.signum(off) * 2;
            final double high = Dtmf.highHz(event) * (1 + off) + Math.signum(off) * 2;
            assertThat(hear(new Line(200).pause(33).tone(low, high, -10, -8, 60 * MS))).isEqualTo(ALL.substring(event, event + 1));
            assertThat(hear(new Line(200).pause(33).tone(low, Dtmf.highHz(event), -10, -8, 60 * MS))).hasSize(1);
            assertThat(hear(new Line(200).pause(33).tone(Dtmf.lowHz(event), high, -10, -8, 60 * MS))).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.035, 0.035})
    void shouldRefuseAFrequencyThatIsOff(final double off) {
        for (int event = 0; event < Dtmf.DIGITS; event++) {
            final double low = Dtmf.lowHz(event) * (1 + off);
            final double high = Dtmf.highHz(event) * (1 + off);
            for (int shift = 0; shift < 80; shift += 16) {
                final String what = ALL.charAt(event) + " shifted by " + shift;
                assertThat(hear(shifted(shift, low, high))).as(what + ", both").isEmpty();
                assertThat(hear(shifted(shift, low, Dtmf.highHz(event)))).as(what + ", low").isEmpty();
                assertThat(hear(shifted(shift, Dtmf.lowHz(event), high))).as(what + ", high").isEmpty();
            }
        }
    }

    private static Line shifted(final int shift, final double low, final double high) {
        final Line line = new Line(300).pause(20);
        line.at += shift;
        return line.tone(low, high, -10, -8, 100 * MS);
    }

    @ParameterizedTest
    @CsvSource({"-25,-25", "-3,-3", "-12,-8", "-8,-16", "-25,-21", "-17,-25"})
    void shouldTakeLevelsAndTwistWithinTheLimits(final double low, final double high) {
        for (int event = 0; event < Dtmf.DIGITS; event++) {
            assertThat(hear(new Line(200).pause(37).tone(Dtmf.lowHz(event), Dtmf.highHz(event), low, high, 60 * MS)))
                    .isEqualTo(ALL.substring(event, event + 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"-55,-55", "-36,-36", "-20,-8", "-8,-24", "-10,-90", "-90,-10"})
    void shouldRefuseWhatIsTooFaintOrTooUneven(final double low, final double high) {
        for (int event = 0; event < Dtmf.DIGITS; event++) {
            assertThat(hear(new Line(200).pause(37).tone(Dtmf.lowHz(event), Dtmf.highHz(event), low, high, 60 * MS))).isEmpty();
        }
    }

    @Test
    void shouldTake40MsAndRefuse23WhereverTheyLie() {
        for (int shift = 0; shift < 80; shift += 3) {
            for (int event = 0; event < Dtmf.DIGITS; event++) {
                final Line tone = new Line(200).pause(30);
                tone.at += shift;
                assertThat(hear(tone.tone(Dtmf.lowHz(event), Dtmf.highHz(event), -10, -8, 40 * MS))).as("40 ms").hasSize(1);
                final Line blip = new Line(200).pause(30);
                blip.at += shift;
                assertThat(hear(blip.tone(Dtmf.lowHz(event), Dtmf.highHz(event), -10, -8, 23 * MS))).as("23 ms").isEmpty();
            }
        }
    }

    @Test
    void shouldPartDigitsByAPauseOf40MsButNotByABreakOf10() {
        for (int shift = 0; shift < 80; shift += 3) {
            final Line paused = new Line(400).pause(30);
            paused.at += shift;
            assertThat(hear(paused.digit('7', 60).pause(40).digit('7', 60))).as("pause").isEqualTo("77");
            final Line broken = new Line(400).pause(30);
            broken.at += shift;
            assertThat(hear(broken.digit('7', 60).pause(10).digit('7', 60))).as("break").isEqualTo("7");
        }
        assertThat(hear(new Line(400).digit('1', 60).digit('9', 60))).as("without any pause").isEqualTo("19");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldHearDigitsThroughNoise15DbBelow(final long seed) {
        final Line line = new Line(16 * 120);
        for (int event = 0; event < Dtmf.DIGITS; event++) {
            line.digit(ALL.charAt(event), 60).pause(60);
        }
        assertThat(hear(line.noise(-25, seed))).isEqualTo(ALL);
    }

    @Test
    void shouldGoOnOverALostPacket() {
        final UnsafeBuffer coded = new UnsafeBuffer(new byte[160]);
        for (int packet = 0; packet < 6; packet++) {
            if (packet == 2) {
                detector.onGap();
            } else {
                DtmfTones.of(AudioCodec.PCMU).copy(Dtmf.event('5'), packet * 160, 160, coded, 0);
                detector.onPayload(AudioCodec.PCMU, coded, 0, 160);
            }
        }
        assertThat(heard).isEmpty();
        detector.onSilence();
        assertThat(heard).hasToString("5");
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void shouldHearTheVector(final AudioCodec codec) throws Exception {
        final Path folder = Path.of(System.getProperty("busyhour.root", ".."), "../shared/vectors/04-codecs/dtmf-inband");
        assumeTrue(Files.isDirectory(folder), "no tone vectors beside the project");
        final byte[] file = Files.readAllBytes(folder.resolve("dtmf_0-9starhashABCD_100_100.wav"));
        assertThat(hear(AudioFile.read("dtmf", file, 8_000, 1), codec, 160)).isEqualTo(ALL);
        assertThat(durations.toString().split(" ")).isSubsetOf("90", "100", "110");
    }

    @Test
    void shouldHearNothingInSpeechAndCallProgressTones() throws Exception {
        assertThat(hear(SpeechSignal.samples(), AudioCodec.PCMU, 160)).as("our own speech").isEmpty();
        for (final double[] tones : new double[][] {{350, 440}, {440, 480}, {480, 620}, {425, 425}, {950, 1_400}, {1_004, 2_100}}) {
            assertThat(hear(new Line(2_000).tone(tones[0], tones[1], -13, -13, 1_800 * MS))).isEmpty();
        }
        final Path folder = Path.of(System.getProperty("busyhour.root", ".."), "../shared/vectors/04-codecs/speech");
        assumeTrue(Files.isDirectory(folder), "no speech vectors beside the project");
        try (var files = Files.list(folder)) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".wav")).toList()) {
                assertThat(hear(AudioFile.read("speech", Files.readAllBytes(file), 8_000, 1), AudioCodec.PCMA, 160)).as(file.toString()).isEmpty();
            }
        }
    }
}
