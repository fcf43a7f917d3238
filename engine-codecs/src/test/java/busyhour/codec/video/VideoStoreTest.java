package busyhour.codec.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import busyhour.codec.ffmpeg.MediaCache;
import busyhour.codec.ffmpeg.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in picture, encoded, cut into payloads, put together again and decoded. */
class VideoStoreTest {

    private static final VideoEncoding SMALL = VideoEncoding.of(VideoCodec.H264, 320, 180, 10, 80_000, 2_000);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "H264, 320,  180, 15,   120000, 2000, 1, 42c00c",
        "VP8,  320,  180, 15,   120000, 2000, 1, 0",
        "H264, 320,  180, 30,  2000000, 1000, 1, 42c014",
        "VP8,  320,  180, 30,  2000000, 1000, 1, 0",
        "H264, 320,  180,  5,    50000, 4000, 1, 42c00b",
        "VP8,  320,  180,  5,    50000, 4000, 1, 0",
        "H264, 320,  180, 20,   300000, 3000, 0, 42c00c",
        "H264, 426,  240, 24,   350000, 2500, 1, 42c015",
        "VP8,  426,  240, 24,   350000, 2500, 1, 0",
        "H264, 640,  360, 30,   500000, 2000, 1, 42c01e",
        "VP8,  640,  360, 30,   500000, 2000, 1, 0",
        "H264, 640,  360, 30,    80000, 2000, 1, 42c01e",
        "VP8,  640,  360, 30,    80000, 2000, 1, 0",
    })
    void shouldFillTheRateAndDecodeWithoutAnError(final VideoCodec codec, final int width, final int height, final int fps,
            final int bitrateBps, final int keyFrameIntervalMs, final int mode, final String profileLevelId) {
        final VideoEncoding encoding = new VideoEncoding(codec, width, height, fps, bitrateBps, keyFrameIntervalMs, mode, 1_200);
        check(encoding, Integer.parseInt(profileLevelId, 16));
    }

    @Tag("load")
    @ParameterizedTest
    @CsvSource({
        "H264, 1920, 1080, 30, 4000000, 1, 42c028",
        "H264, 1920, 1080, 30, 4000000, 0, 42c028",
        "VP8,  1920, 1080, 30, 4000000, 1, 0",
        "H264, 1280,  720, 30, 1500000, 0, 42c01f",
    })
    void shouldDoSoForLargePictures(final VideoCodec codec, final int width, final int height, final int fps, final int bitrateBps,
            final int mode, final String profileLevelId) {
        check(new VideoEncoding(codec, width, height, fps, bitrateBps, 2_000, mode, 1_200), Integer.parseInt(profileLevelId, 16));
    }

    private static void check(final VideoEncoding encoding, final int profileLevelId) {
        final EncodedVideo video = uncached().video(null, encoding);
        final int interval = encoding.keyFrameIntervalFrames();
        assertThat(video.profileLevelId()).isEqualTo(profileLevelId);
        assertThat(video.frameCount() % interval).as("whole key frame intervals").isZero();
        assertThat(video.durationMs()).isBetween(8_000L, 12_000L);
        assertThat(rateBps(video)).as("bit/s").isCloseTo(encoding.bitrateBps(), within(0.2 * encoding.bitrateBps()));
        final Picture picture = new Picture(encoding.width(), encoding.height());
        final FrameAssembler assembler = new FrameAssembler(encoding.codec());
        try (VideoDecoder decoder = new VideoDecoder(encoding.codec())) {
            for (int frame = 0; frame < video.frameCount(); frame++) {
                assertThat(video.isKeyFrame(frame)).as("frame %d is a key frame", frame).isEqualTo(frame % interval == 0);
                assertThat(video.nextKeyFrame(frame)).isEqualTo((frame + interval - 1) / interval * interval % video.frameCount());
                assemble(video, frame, assembler);
                assertThat(decoder.decode(assembler.buffer(), 0, assembler.length())).as("frame %d", frame).isTrue();
                assertThat(decoder.decodedFrames()).isEqualTo(frame + 1);
                assertThat(decoder.copyTo(picture)).isTrue();
                assertThat(FrameNumber.read(picture)).isEqualTo(frame);
            }
            decoder.flush();
            assertThat(decoder.decodedFrames()).isEqualTo(video.frameCount());
            assertThat(decoder.errors()).isZero();
            assertThat(decoder.width()).isEqualTo(encoding.width());
            assertThat(decoder.height()).isEqualTo(encoding.height());
        }
    }

    static void assemble(final EncodedVideo video, final int frame, final FrameAssembler assembler) {
        assembler.begin();
        for (int packet = video.firstPacket(frame); packet < video.firstPacket(frame + 1); packet++) {
            assertThat(video.packetLength(packet)).isLessThanOrEqualTo(video.encoding().maxPayload());
            assertThat(assembler.append(video.buffer(), video.packetOffset(packet), video.packetLength(packet))).isEqualTo(FrameAssembler.OK);
        }
        assertThat(assembler.isComplete()).isTrue();
    }

    static double rateBps(final EncodedVideo video) {
        final FrameAssembler assembler = new FrameAssembler(video.encoding().codec());
        long octets = 0;
        for (int frame = 0; frame < video.frameCount(); frame++) {
            assemble(video, frame, assembler);
            octets += assembler.length();
        }
        return octets * 8.0 * video.encoding().fps() / video.frameCount();
    }

    private static VideoStore uncached() {
        return new VideoStore(file -> new byte[0], MediaCache.none(), VideoStore.Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource({"H264", "VP8"})
    void shouldGoOnFromTheEndToTheBeginningAndFromAnyFrameToAKeyFrame(final VideoCodec codec) {
        final EncodedVideo video = uncached().video(null, VideoEncoding.of(codec, 320, 180, 10, 80_000, 2_000));
        final FrameAssembler assembler = new FrameAssembler(codec);
        try (VideoDecoder decoder = new VideoDecoder(codec)) {
            int frame = 60;
            for (int i = 0; i < 250; i++) {
                assemble(video, frame, assembler);
                assertThat(decoder.decode(assembler.buffer(), 0, assembler.length())).isTrue();
                frame = i % 7 == 6 ? video.nextKeyFrame(frame) : video.nextFrame(frame);
            }
            assertThat(decoder.errors()).isZero();
            assertThat(decoder.decodedFrames()).isEqualTo(250);
        }
    }

    @Test
    void shouldCountTimestampUnitsThatAddUpWhateverTheFrameRate() {
        final EncodedVideo video = uncached().video(null, VideoEncoding.of(VideoCodec.VP8, 64, 64, 7, 20_000, 1_000));
        long units = 0;
        for (int frame = 0; frame < video.frameCount(); frame++) {
            assertThat(video.timestampOffset(frame)).isEqualTo(units);
            units += video.timestampUnits(frame);
        }
        assertThat(units).isEqualTo(90_000L * video.frameCount() / 7);
    }

    @Test
    void shouldEncodeOnceAndKeepItOnDisk() throws Exception {
        final List<Integer> frames = new ArrayList<>();
        final MediaCache cache = MediaCache.in(directory, 1 << 24);
        final VideoStore first = new VideoStore(file -> new byte[0], cache, (file, encoding, done, of) -> {
            assertThat(file).isNull();
            assertThat(of).isEqualTo(100);
            frames.add(done);
        });
        final EncodedVideo encoded = first.video(null, SMALL);
        assertThat(first.video(null, SMALL)).isSameAs(encoded);
        assertThat(frames).hasSize(100).startsWith(1, 2).endsWith(100);

        final VideoStore later = new VideoStore(file -> new byte[0], cache, (file, encoding, done, of) -> frames.add(-1));
        final EncodedVideo read = later.video(null, SMALL);
        assertThat(frames).doesNotContain(-1);
        assertThat(EncodedVideoFile.write(read)).isEqualTo(EncodedVideoFile.write(encoded));
        assertThat(read.profileLevelId()).isEqualTo(encoded.profileLevelId());
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void shouldTakeNoCachedOctetsThatAreNotItsOwn() {
        final byte[] good = EncodedVideoFile.write(uncached().video(null, SMALL));
        assertThat(EncodedVideoFile.read(SMALL, good)).isNotNull();
        for (int length = 0; length < good.length; length += 1 + length / 20) {
            assertThat(EncodedVideoFile.read(SMALL, java.util.Arrays.copyOf(good, length))).as("%d octets", length).isNull();
        }
        final java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < 2_000; i++) {
            final byte[] spoilt = good.clone();
            spoilt[random.nextInt(700)] = (byte) random.nextInt();
            EncodedVideoFile.read(SMALL, spoilt);
        }
    }

    @Test
    void shouldEndWhenProgressSaysSo() {
        final VideoStore store = new VideoStore(file -> new byte[0], MediaCache.none(), (file, encoding, done, of) -> {
            if (done == 10) {
                throw new CancellationException();
            }
        });
        assertThatThrownBy(() -> store.video(null, SMALL)).isInstanceOf(CancellationException.class);
    }

    @Test
    void shouldSayWhatIsWrongWithAnEncoding() {
        assertThatThrownBy(() -> VideoEncoding.of(VideoCodec.VP8, 321, 180, 10, 80_000, 2_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("video width: found 321, expected an even number from 64 to 1920");
    }
}
