package busyhour.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.codec.AudioFile;
import busyhour.codec.AudioFileException;
import busyhour.codec.SpeechSignal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Media files of the formats that people have, and what is none. */
class MediaFileReaderTest {

    private static final Path VECTORS = Path.of(System.getProperty("busyhour.root", ".."), "../shared/vectors/04-codecs");
    private static final short[] SPEECH = SpeechSignal.samples(48_000, 1);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"libmp3lame, mp3, 44100", "libopus, opus, 48000", "libopus, ogg, 48000", "flac, flac, 48000", "aac, mp4, 44100",
        "aac, m4a, 48000", "aac, aac, 48000", "libopus, webm, 48000", "pcm_s16le, wav, 44100", "adpcm_ima_wav, wav, 48000",
        "pcm_s16be, aiff, 48000", "pcm_s16be, au, 16000", "aac, mov, 48000", "libmp3lame, mkv, 48000"})
    void shouldReadWhatPeopleHave(final String encoder, final String extension, final int rateHz) throws Exception {
        final short[] speech = SpeechSignal.samples(rateHz, 1);
        final byte[] content = MediaFiles.encode(speech, rateHz, encoder, extension, directory);
        for (final int wantedHz : new int[] {8_000, 16_000, 48_000}) {
            final short[] samples = MediaFileReader.read("made." + extension, content, wantedHz, 1);
            assertThat(samples.length / (double) wantedHz).as("seconds").isBetween(11.95, 12.15);
            assertThat(levelDbov(samples)).as("level").isBetween(-30.0, -26.0);
        }
        final short[] stereo = MediaFileReader.read("made." + extension, content, 48_000, 2);
        assertThat(stereo.length).isBetween(2 * 12 * 47_800, 2 * 12 * 48_600);
        assertThat(stereo[100_000]).isEqualTo(stereo[100_001]);
    }

    @Test
    void shouldKeepWhatIsAboveTelephony() throws Exception {
        final byte[] content = MediaFiles.encode(SPEECH, 48_000, "flac", "flac", directory);
        final short[] wide = MediaFileReader.read("x.flac", content, 48_000, 1);
        assertThat(Arrays.copyOf(wide, SPEECH.length)).isEqualTo(SPEECH);
    }

    @Test
    void shouldTakeTheSoundOfAVideoAndSayWhenThereIsNone() throws Exception {
        final byte[] video = vector("video/testsrc2_180p_15fps_150f.h264");
        assertThatThrownBy(() -> MediaFileReader.read("clip.h264", video, 8_000, 1))
                .isInstanceOf(AudioFileException.class)
                .hasMessage("clip.h264: found a media file (h264) without audio, expected a file with audio that ffmpeg reads "
                        + "(WAV, MP3, Opus, FLAC, AAC, MP4, WebM...)");
    }

    @ParameterizedTest
    @CsvSource({"'', an empty file", "'hello, world', text", "'#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n', text",
        "'ffconcat version 1.0\nfile /etc/hostname\n', text", "'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=audio 9 RTP/AVP 0\n', text",
        "'OggS\0\2', an Ogg file", "'RIFF\4\0\0\0AVI ', a RIFF file that is not WAVE", "'fLaC', a FLAC file"})
    void shouldSayWhatIsNoMedia(final String content, final String found) {
        assertThatThrownBy(() -> MediaFileReader.read("prompt", content.getBytes(StandardCharsets.ISO_8859_1), 8_000, 1))
                .isInstanceOf(AudioFileException.class).hasMessageStartingWith("prompt: found " + found);
    }

    @ParameterizedTest
    @CsvSource({"aac, mp4", "aac, mov", "flac, flac", "libopus, webm"})
    void shouldSayThatAFileWasCutOff(final String encoder, final String extension) throws Exception {
        final byte[] content = MediaFiles.encode(SPEECH, 48_000, encoder, extension, directory);
        final byte[] half = Arrays.copyOf(content, content.length / 2);
        assertThatThrownBy(() -> MediaFileReader.read("half." + extension, half, 8_000, 1))
                .isInstanceOf(AudioFileException.class).hasMessageStartingWith("half." + extension + ": found ");
    }

    @Test
    void shouldPlayWhatIsLeftOfAnOggWhoseLengthWasAtItsEnd() throws Exception {
        final byte[] content = MediaFiles.encode(SPEECH, 48_000, "libopus", "opus", directory);
        final short[] samples = MediaFileReader.read("half.opus", Arrays.copyOf(content, content.length / 2), 8_000, 1);
        assertThat(samples.length / 8_000.0).isBetween(4.5, 7.0);
    }

    @Test
    void shouldRefuseWhatIsBeyondTheLimits() throws Exception {
        final short[] tooLong = new short[(AudioFile.MAX_DURATION_SECONDS + 2) * 8_000];
        final byte[] content = MediaFiles.encode(tooLong, 8_000, "flac", "flac", directory);
        assertThatThrownBy(() -> MediaFileReader.read("long.flac", content, 8_000, 1)).hasMessageContaining("more than 600 s");
        assertThatThrownBy(() -> MediaFileReader.read("big.mp3", new byte[AudioFile.MAX_FILE_BYTES + 1], 8_000, 1))
                .hasMessageContaining("octets");
        final byte[] tooShort = MediaFiles.encode(new short[64], 8_000, "flac", "flac", directory);
        assertThatThrownBy(() -> MediaFileReader.read("short.flac", tooShort, 8_000, 1)).hasMessageContaining("at least 20 ms");
    }

    @ParameterizedTest
    @CsvSource({"libmp3lame, mp3, 44100", "libopus, ogg, 48000", "aac, mp4, 44100", "libopus, webm, 48000", "flac, flac, 48000"})
    void shouldLiveThroughDamage(final String encoder, final String extension, final int rateHz) throws Exception {
        final short[] speech = Arrays.copyOf(SpeechSignal.samples(rateHz, 1), 2 * rateHz);
        final byte[] content = MediaFiles.encode(speech, rateHz, encoder, extension, directory);
        final Random random = new Random(extension.hashCode());
        for (int round = 0; round < 60; round++) {
            final byte[] damaged = round % 3 == 0 ? Arrays.copyOf(content, random.nextInt(content.length)) : content.clone();
            for (int i = 0; i < 20 && damaged.length > 0; i++) {
                damaged[random.nextInt(round % 2 == 0 ? damaged.length : Math.min(damaged.length, 400))] = (byte) random.nextInt();
            }
            try {
                assertThat(MediaFileReader.read("x", damaged, 16_000, 1)).isNotEmpty();
            } catch (final AudioFileException e) {
                assertThat(e).as("round " + round).hasMessageStartingWith("x: found ");
            }
        }
    }

    private static byte[] vector(final String name) throws IOException {
        assumeTrue(Files.isDirectory(VECTORS), "no codec vectors beside the project");
        return Files.readAllBytes(VECTORS.resolve(name));
    }

    private static double levelDbov(final short[] samples) {
        double sum = 0;
        for (final short sample : samples) {
            sum += (double) sample * sample;
        }
        return 10 * Math.log10(sum / samples.length / 32_768 / 32_768);
    }
}
