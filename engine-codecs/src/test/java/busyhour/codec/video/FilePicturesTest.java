package busyhour.codec.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import busyhour.codec.ffmpeg.MediaCache;
import busyhour.codec.ffmpeg.Picture;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of files: each container, other rates and shapes, and what is no video. */
class FilePicturesTest {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final int FPS = 10;
    private static final int FRAMES = 30;

    @TempDir
    private Path directory;

    private byte[] file(final String kind) throws IOException {
        return switch (kind) {
            case "y4m" -> TestMedia.y4m(WIDTH, HEIGHT, FPS, FRAMES);
            case "h264" -> TestMedia.joined(TestMedia.encoded(VideoCodec.H264, WIDTH, HEIGHT, FPS, FRAMES));
            case "webm", "ivf" -> muxed(kind, VideoCodec.VP8);
            default -> muxed(kind, VideoCodec.H264);
        };
    }

    private byte[] muxed(final String format, final VideoCodec codec) throws IOException {
        return TestMedia.muxed(directory, format, codec, WIDTH, HEIGHT, FPS, TestMedia.encoded(codec, WIDTH, HEIGHT, FPS, FRAMES));
    }

    /** The numbers that are drawn into the pictures, in the order in which they come. */
    private static List<Integer> numbers(final byte[] content, final int fps) {
        final List<Integer> numbers = new ArrayList<>();
        final Picture picture = new Picture(WIDTH, HEIGHT);
        try (FilePictures pictures = new FilePictures("clip", content, fps)) {
            while (pictures.next(picture)) {
                numbers.add(FrameNumber.read(picture));
            }
            assertThat(pictures.expectedFrames()).isGreaterThanOrEqualTo(numbers.size());
        }
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"y4m", "webm", "ivf", "mp4", "matroska", "mpegts", "avi"})
    void shouldShowEachPictureOnce(final String kind) throws IOException {
        assertThat(numbers(file(kind), FPS)).isEqualTo(IntStream.range(0, FRAMES).boxed().toList());
    }

    /** This one does not say how fast it is: 25 pictures a second, then. */
    @Test
    void shouldShowEachPictureOfABareStream() throws IOException {
        assertThat(numbers(file("h264"), 25)).isEqualTo(IntStream.range(0, FRAMES).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"y4m", "mp4", "webm"})
    void shouldRepeatPicturesForAHigherRateAndLeaveOutForALower(final String kind) throws IOException {
        final byte[] content = file(kind);
        assertThat(numbers(content, 20)).isEqualTo(IntStream.range(0, 2 * FRAMES).mapToObj(i -> i / 2).toList());
        assertThat(numbers(content, 5)).isEqualTo(IntStream.range(0, FRAMES / 2).mapToObj(i -> 2 * i).toList());
    }

    @Test
    void shouldKeepTheShapeWithBlackBeside() throws IOException {
        final Picture picture = new Picture(640, 640);
        try (FilePictures pictures = new FilePictures("clip.y4m", file("y4m"), FPS)) {
            assertThat(pictures.next(picture)).isTrue();
        }
        assertThat(picture.luma()[100 * 640 + 320] & 0xff).isEqualTo(16);
        assertThat(picture.luma()[540 * 640 + 320] & 0xff).isEqualTo(16);
        assertThat(picture.chromaU()[50 * 320 + 160] & 0xff).isEqualTo(128);
        assertThat(picture.luma()[320 * 640 + 5] & 0xff).isGreaterThan(60);
    }

    static Stream<String> clips() throws IOException {
        return Stream.concat(VideoVectors.h264Clips(), VideoVectors.vp8Clips());
    }

    @ParameterizedTest
    @MethodSource("clips")
    void shouldReadEveryClip(final String clip) throws IOException {
        final JsonNode expected = VideoVectors.expected(clip);
        final String[] rate = expected.path("frame_rate").asText().split("/");
        final int fps = Integer.parseInt(rate[0]) / Integer.parseInt(rate[1]);
        final Picture picture = new Picture(176, 144);
        int count = 0;
        try (FilePictures pictures = new FilePictures(clip, VideoVectors.octets(clip), fps)) {
            while (pictures.next(picture)) {
                count++;
            }
        }
        assertThat(count).isEqualTo(expected.path("decoded_frames").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "webm"})
    void shouldEncodeAFileAtItsRate(final String kind) throws IOException {
        final byte[] content = file(kind);
        final VideoEncoding encoding = VideoEncoding.of(VideoCodec.VP8, 160, 90, 15, 40_000, 1_000);
        final EncodedVideo video = new VideoStore(name -> content, MediaCache.none(), VideoStore.Progress.NONE).video("clip." + kind, encoding);
        assertThat(video.frameCount()).isEqualTo(45);
        assertThat(video.isKeyFrame(0)).isTrue();
        assertThat(video.isKeyFrame(15)).isTrue();
        assertThat(VideoStoreTest.rateBps(video)).isCloseTo(40_000, within(8_000.0));
    }

    @Test
    void shouldSayThatAFileIsNoVideo() throws IOException {
        refuse("notes.txt", "Not a video at all, just some words.\n".repeat(100).getBytes(StandardCharsets.UTF_8), "notes.txt: found ");
        refuse("empty.mp4", new byte[0], "empty.mp4: found ");
        refuse("zeros.ivf", new byte[100_000], "zeros.ivf: found ");
        final byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        refuse("noise.webm", noise, "noise.webm: found ");
        refuse("list.m3u8", "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/clip.ts\n".getBytes(StandardCharsets.UTF_8), "list.m3u8: found ");
        refuse("speech.wav", wav(8_000), "speech.wav: found a wav file without video, expected a video file");
    }

    /** Y4M says nothing of its length: what there is of it is whole. */
    @ParameterizedTest
    @ValueSource(strings = {"mp4", "webm", "ivf", "avi"})
    void shouldSayThatAFileIsTruncated(final String kind) throws IOException {
        final byte[] whole = file(kind);
        refuse("cut." + kind, Arrays.copyOf(whole, whole.length / 10), "cut." + kind + ": found ");
    }

    @Test
    void shouldSayThatAPictureOrAFileIsTooLarge() throws IOException {
        final byte[] header = "YUV4MPEG2 W16000 H16000 F30:1 Ip A1:1 C420jpeg\nFRAME\n".getBytes(StandardCharsets.US_ASCII);
        refuse("huge.y4m", Arrays.copyOf(header, 100_000), "huge.y4m: found ");
        refuse("large.mp4", new byte[FilePictures.MAX_FILE_OCTETS + 1], "expected at most 67108864");
    }

    /** Whatever is broken in a file, there are pictures or one fault, and never anything else. */
    @ParameterizedTest
    @ValueSource(strings = {"mp4", "webm", "ivf", "h264", "y4m"})
    void shouldSurviveSpoiltFiles(final String kind) throws IOException {
        final byte[] whole = file(kind);
        final Picture picture = new Picture(64, 64);
        final Random random = new Random(42);
        for (int i = 0; i < 20; i++) {
            final byte[] spoilt = Arrays.copyOf(whole, i % 4 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int j = 0; j < 1 + i && spoilt.length > 0; j++) {
                spoilt[random.nextInt(i % 2 == 0 ? spoilt.length : Math.min(500, spoilt.length))] = (byte) random.nextInt();
            }
            try (FilePictures pictures = new FilePictures("spoilt", spoilt, FPS)) {
                int count = 0;
                while (count < 100 && pictures.next(picture)) {
                    count++;
                }
            } catch (final VideoException e) {
                assertThat(e).hasMessageStartingWith("spoilt: found ");
            }
        }
    }

    private static byte[] wav(final int samples) throws IOException {
        final javax.sound.sampled.AudioFormat format = new javax.sound.sampled.AudioFormat(8_000, 16, 1, true, false);
        final java.io.ByteArrayOutputStream file = new java.io.ByteArrayOutputStream();
        javax.sound.sampled.AudioSystem.write(
                new javax.sound.sampled.AudioInputStream(new java.io.ByteArrayInputStream(new byte[2 * samples]), format, samples),
                javax.sound.sampled.AudioFileFormat.Type.WAVE, file);
        return file.toByteArray();
    }

    private static void refuse(final String name, final byte[] content, final String message) {
        assertThatThrownBy(() -> {
            final Picture picture = new Picture(64, 64);
            try (FilePictures pictures = new FilePictures(name, content, FPS)) {
                while (pictures.next(picture)) {
                    assertThat(picture.luma()).isNotEmpty();
                }
            }
        }).isInstanceOf(VideoException.class).hasMessageContaining(message);
    }
}
