package busyhour.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioFileTest {

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 16_000, 22_050, 44_100, 48_000})
    void shouldKeepATelephoneToneAtEachRate(int rateHz) throws Exception {
        final short[] samples = AudioFile.read("tone.wav", wav(tone(rateHz, 1_000), rateHz, 1), 8_000, 1);
        assertThat(samples.length).isBetween(15_998, 16_000);
        assertThat(distortionDb(samples, 1_000)).as("distortion").isLessThan(-60);
        assertThat(levelDb(samples)).isBetween(-0.1, 0.1);
    }

    @ParameterizedTest
    @ValueSource(ints = {5_000, 6_000, 7_000})
    void shouldNotFoldWhatATelephoneCannotCarry(int toneHz) throws Exception {
        final short[] samples = AudioFile.read("tone.wav", wav(tone(48_000, toneHz), 48_000, 1), 8_000, 1);
        assertThat(levelDb(samples)).as("level of the alias").isLessThan(-60);
    }

    @Test
    void shouldMixChannels() throws Exception {
        final short[] left = tone(8_000, 500);
        final short[] both = new short[2 * left.length];
        for (int i = 0; i < left.length; i++) {
            both[2 * i] = left[i];
            both[2 * i + 1] = (short) -left[i];
        }
        assertThat(AudioFile.read("stereo.wav", wav(both, 8_000, 2), 8_000, 1)).hasSize(16_000).containsOnly((short) 0);
    }

    @Test
    void shouldReadTheSpeechVectors() throws Exception {
        final Path speech = Path.of(System.getProperty("busyhour.root", ".."), "../shared/vectors/04-codecs/speech");
        assumeTrue(Files.isDirectory(speech), "no speech vectors beside the project");
        final short[] narrow = AudioFile.read("8k", Files.readAllBytes(speech.resolve("jfk_8k_mono.wav")), 8_000, 1);
        final short[] wide = AudioFile.read("48k", Files.readAllBytes(speech.resolve("jfk_48k_mono.wav")), 8_000, 1);
        assertThat(narrow).hasSize(88_000);
        assertThat(wide).hasSize(88_000);
        assertThat(correlation(narrow, wide)).isGreaterThan(0.97);
        final byte[] coded = Files.readAllBytes(speech.resolve("jfk_8k.pcma"));
        final EncodedTrack track = TrackEncoder.encode(narrow, AudioCodec.PCMA, 20);
        final short[] ours = new short[coded.length];
        final short[] theirs = new short[coded.length]; // another encoder, which rounds to the nearest code word
        for (int i = 0; i < coded.length; i++) {
            ours[i] = G711.decodeALaw(track.buffer().getByte(i));
            theirs[i] = G711.decodeALaw(coded[i]);
        }
        assertThat(correlation(ours, theirs)).isGreaterThan(0.999);
    }

    @Test
    void shouldSayWhatAFileIsThatIsNotAudio() throws IOException {
        assertFault("hello, world", "found text");
        assertFault("", "found an empty file");
        assertFault("ID3\u0004", "found an MP3 file");
        assertFault("OggS\0\2", "found an Ogg file");
        assertFault("RIFF\4\0\0\0AVI ", "found a RIFF file that is not WAVE");
        assertFault("RIFF\4\0\0\0WAVE", "WAV file");
        assertFault("RIFF\u0024\0\0\0WAVEfmt \20\0\0\0", "WAV file");
    }

    @Test
    void shouldSurviveEveryTruncationAndManyDamages() throws Exception {
        final byte[] wav = wav(new short[400], 8_000, 1);
        for (int length = 0; length < wav.length; length++) {
            readOrFault(Arrays.copyOf(wav, length));
        }
        final java.util.Random random = new java.util.Random(7);
        for (int round = 0; round < 2_000; round++) {
            final byte[] damaged = wav.clone();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(44)] = (byte) random.nextInt();
            }
            readOrFault(damaged);
        }
    }

    @Test
    void shouldRefuseFilesBeyondTheLimits() throws IOException {
        final byte[] tooLong = wav(new short[(AudioFile.MAX_DURATION_SECONDS + 1) * 8_000], 8_000, 1);
        assertThatThrownBy(() -> AudioFile.read("long.wav", tooLong, 8_000, 1)).hasMessageContaining("600 s");
        final byte[] tooShort = wav(new short[8], 8_000, 1);
        assertThatThrownBy(() -> AudioFile.read("short.wav", tooShort, 8_000, 1)).hasMessageContaining("8 samples");
    }

    @Test
    void shouldSayThatAFileWasCutOffUnlessItNeverToldItsLength() throws Exception {
        final byte[] wav = wav(tone(8_000, 400), 8_000, 1);
        final byte[] half = Arrays.copyOf(wav, wav.length / 2);
        assertThatThrownBy(() -> AudioFile.read("half.wav", half, 8_000, 1))
                .hasMessage("half.wav: found a truncated WAV file: 1.0 of 2.0 s, expected a whole file");
        Arrays.fill(half, 40, 44, (byte) 0xFF); // as written to a pipe
        assertThat(AudioFile.read("piped.wav", half, 8_000, 1).length).isBetween(7_900, 8_000);
    }

    private static void readOrFault(byte[] content) {
        try {
            assertThat(AudioFile.read("x.wav", content, 8_000, 1)).isNotEmpty();
        } catch (AudioFileException e) {
            assertThat(e).hasMessageStartingWith("x.wav: found ").hasMessageContaining(", expected ");
        }
    }

    private static void assertFault(String content, String found) {
        assertThatThrownBy(() -> AudioFile.read("prompt.wav", content.getBytes(StandardCharsets.ISO_8859_1), 8_000, 1))
                .isInstanceOf(AudioFileException.class)
                .hasMessageStartingWith("prompt.wav: ").hasMessageContaining(found).hasMessageContaining("expected a WAV file");
    }

    private static short[] tone(int rateHz, int toneHz) {
        final short[] samples = new short[2 * rateHz];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.round(16_000 * Math.sin(2 * Math.PI * toneHz * i / rateHz));
        }
        return samples;
    }

    private static byte[] wav(short[] samples, int rateHz, int channels) throws IOException {
        final byte[] octets = new byte[2 * samples.length];
        for (int i = 0; i < samples.length; i++) {
            octets[2 * i] = (byte) samples[i];
            octets[2 * i + 1] = (byte) (samples[i] >> 8);
        }
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        AudioSystem.write(new AudioInputStream(new ByteArrayInputStream(octets),
                new AudioFormat(rateHz, 16, channels, true, false), samples.length / channels), AudioFileFormat.Type.WAVE, out);
        return out.toByteArray();
    }

    /** Level against the tone's 16,000, decibels; the edges are left out. */
    private static double levelDb(short[] samples) {
        double sum = 0;
        for (int i = 500; i < samples.length - 500; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return 10 * Math.log10(Math.max(1e-9, sum / (samples.length - 1_000)) / (16_000.0 * 16_000 / 2));
    }

    private static double distortionDb(short[] samples, int toneHz) {
        double cosine = 0;
        double sine = 0;
        double sum = 0;
        final int count = samples.length - 1_000 - (samples.length - 1_000) % 8;
        for (int i = 500; i < 500 + count; i++) {
            cosine += samples[i] * Math.cos(2 * Math.PI * toneHz * i / 8_000);
            sine += samples[i] * Math.sin(2 * Math.PI * toneHz * i / 8_000);
            sum += (double) samples[i] * samples[i];
        }
        final double tone = 2 * (cosine * cosine + sine * sine) / count / count;
        return 10 * Math.log10(Math.max(1e-9, sum / count - tone) / tone);
    }

    private static double correlation(short[] a, short[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }
}
