package busyhour.codec.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.codec.ffmpeg.MediaCache;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the decoder counts: on whole clips, on what browsers sent, and on streams with frames taken out. */
class VideoDecoderTest {

    private static final int FPS = 10;

    private static EncodedVideo video(final VideoCodec codec) {
        return new VideoStore(name -> new byte[0], MediaCache.none(), VideoStore.Progress.NONE)
                .video(null, VideoEncoding.of(codec, 320, 180, FPS, 80_000, 2_000));
    }

    @ParameterizedTest
    @MethodSource("busyhour.codec.video.VideoVectors#h264Clips")
    void shouldDecodeEveryFrameOfAnH264Clip(final String clip) throws IOException {
        decodeAll(clip, VideoCodec.H264, VideoVectors.accessUnits(VideoVectors.octets(clip)));
    }

    @ParameterizedTest
    @MethodSource("busyhour.codec.video.VideoVectors#vp8Clips")
    void shouldDecodeEveryFrameOfAVp8Clip(final String clip) throws IOException {
        decodeAll(clip, VideoCodec.VP8, VideoVectors.ivfFrames(VideoVectors.octets(clip)));
    }

    private static void decodeAll(final String clip, final VideoCodec codec, final List<byte[]> frames) throws IOException {
        try (VideoDecoder decoder = new VideoDecoder(codec)) {
            for (final byte[] frame : frames) {
                assertThat(decoder.decode(new UnsafeBuffer(frame), 0, frame.length)).isTrue();
            }
            decoder.flush();
            assertThat(decoder.decodedFrames()).isEqualTo(VideoVectors.expected(clip).path("decoded_frames").asInt());
            assertThat(decoder.errors()).isZero();
            assertThat(decoder.width()).isEqualTo(VideoVectors.expected(clip).path("width").asInt());
            assertThat(decoder.height()).isEqualTo(VideoVectors.expected(clip).path("height").asInt());
        }
    }

    /** H.264 tells by frame_num that a frame is missing; with VP8 whoever follows the sequence numbers must say so. */
    @ParameterizedTest
    @EnumSource(VideoCodec.class)
    void shouldCountFramesAfterALostOneUntilAKeyFrame(final VideoCodec codec) {
        final EncodedVideo video = video(codec);
        final FrameAssembler assembler = new FrameAssembler(codec);
        final int lost = 25;
        final int keyFrame = video.nextKeyFrame(lost);
        try (VideoDecoder decoder = new VideoDecoder(codec)) {
            for (int frame = 0; frame < video.frameCount(); frame++) {
                if (frame == lost) {
                    if (codec == VideoCodec.VP8) {
                        decoder.frameLost();
                    }
                    continue;
                }
                VideoStoreTest.assemble(video, frame, assembler);
                assertThat(decoder.decode(assembler.buffer(), 0, assembler.length())).as("frame %d", frame)
                        .isEqualTo(frame < lost || frame >= keyFrame);
            }
            assertThat(decoder.errors()).isEqualTo(keyFrame - lost - 1);
        }
    }

    @ParameterizedTest
    @EnumSource(VideoCodec.class)
    void shouldCountEverythingBeforeTheFirstKeyFrame(final VideoCodec codec) {
        final EncodedVideo video = video(codec);
        final FrameAssembler assembler = new FrameAssembler(codec);
        try (VideoDecoder decoder = new VideoDecoder(codec)) {
            for (int frame = 15; frame < 30; frame++) {
                VideoStoreTest.assemble(video, frame, assembler);
                decoder.decode(assembler.buffer(), 0, assembler.length());
            }
            assertThat(decoder.errors()).isEqualTo(5);
            assertThat(decoder.width()).isEqualTo(320);
        }
    }

    @ParameterizedTest
    @EnumSource(VideoCodec.class)
    void shouldCountSpoiltFramesAndGoOn(final VideoCodec codec) {
        final EncodedVideo video = video(codec);
        final FrameAssembler assembler = new FrameAssembler(codec);
        try (VideoDecoder decoder = new VideoDecoder(codec)) {
            for (int frame = 0; frame < 60; frame++) {
                VideoStoreTest.assemble(video, frame, assembler);
                final int length = frame == 25 ? 12 : assembler.length();
                decoder.decode(assembler.buffer(), 0, length);
            }
            assertThat(decoder.errors()).isPositive();
            assertThat(decoder.decodedFrames()).isGreaterThan(50);
        }
    }

    @Test
    void shouldFollowTheSizeAndCloseTwice() {
        final VideoDecoder decoder = new VideoDecoder(VideoCodec.VP8);
        assertThat(decoder.width()).isZero();
        for (final int width : new int[] {160, 320}) {
            final byte[] frame = TestMedia.encoded(VideoCodec.VP8, width, 90, FPS, 1).getFirst();
            assertThat(decoder.decode(new UnsafeBuffer(frame), 0, frame.length)).isTrue();
            assertThat(decoder.width()).isEqualTo(width);
            assertThat(decoder.height()).isEqualTo(90);
        }
        decoder.close();
        decoder.close();
        assertThat(decoder.decode(new UnsafeBuffer(new byte[10]), 0, 10)).isFalse();
    }

    /** A header that asks for a picture of gigabytes is a fault, not an allocation. */
    @Test
    void shouldRefusePicturesThatNobodySends() {
        final byte[] frame = TestMedia.encoded(VideoCodec.VP8, 160, 90, FPS, 1).getFirst();
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        buffer.putShort(6, (short) 0x3fff, ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(8, (short) 0x3fff, ByteOrder.LITTLE_ENDIAN);
        try (VideoDecoder decoder = new VideoDecoder(VideoCodec.VP8)) {
            assertThat(decoder.decode(buffer, 0, frame.length)).isFalse();
            assertThat(decoder.decodedFrames()).isZero();
        }
    }

    @Test
    void shouldDecodeWhatABrowserSentAsVp8() throws IOException {
        final Received received = receive("str0m-vp8.pcap", VideoCodec.VP8);
        assertThat(received.frames).isEqualTo(101);
        assertThat(received.decoded).isEqualTo(101);
        assertThat(received.errors).isZero();
    }

    /** In this capture three packets are missing, and whoever made it cut off those of more than 1,000 octets. */
    @Test
    void shouldDecodeWhatABrowserSentAsH264() throws IOException {
        final Received received = receive("str0m-h264.pcap", VideoCodec.H264);
        assertThat(received.lost).isEqualTo(3);
        assertThat(received.frames).isEqualTo(268);
        assertThat(received.unexplainedErrors).isZero();
        assertThat(received.errors).isPositive();
        assertThat(received.decoded).isGreaterThan(250);
    }

    private static final class Received {
        private int frames;
        private int lost;
        private long decoded;
        private long errors;
        private int unexplainedErrors;
        private boolean isSpoilt;
    }

    /** Ethernet, IPv4 and UDP without options, then RTP with an extension; packets are in order. */
    private static Received receive(final String capture, final VideoCodec codec) throws IOException {
        final Path file = VideoVectors.ROOT.resolve("03-rtp-srtp/captures").resolve(capture);
        assumeTrue(Files.exists(file), "no vectors beside this tree: " + file);
        final UnsafeBuffer pcap = new UnsafeBuffer(Files.readAllBytes(file));
        final FrameAssembler assembler = new FrameAssembler(codec);
        final Received received = new Received();
        try (VideoDecoder decoder = new VideoDecoder(codec)) {
            int timestamp = 0;
            int sequence = -1;
            for (int at = 24; at < pcap.capacity(); at += 16 + pcap.getInt(at + 8, ByteOrder.LITTLE_ENDIAN)) {
                final int end = at + 16 + pcap.getInt(at + 8, ByteOrder.LITTLE_ENDIAN);
                final int rtp = at + 16 + 42;
                final int extension = rtp + 12;
                final int payload = extension + 4 + 4 * pcap.getShort(extension + 2, ByteOrder.BIG_ENDIAN);
                final int number = pcap.getShort(rtp + 2, ByteOrder.BIG_ENDIAN) & 0xffff;
                if (sequence < 0 || pcap.getInt(rtp + 4, ByteOrder.BIG_ENDIAN) != timestamp) {
                    decode(received, decoder, assembler);
                    timestamp = pcap.getInt(rtp + 4, ByteOrder.BIG_ENDIAN);
                    assembler.begin();
                    received.frames++;
                }
                if (sequence >= 0 && number != sequence + 1) {
                    received.isSpoilt = true;
                    received.lost += number - sequence - 1;
                    assembler.skip();
                }
                sequence = number;
                received.isSpoilt |= end - payload > 1_000;
                assembler.append(pcap, payload, end - payload);
            }
            decode(received, decoder, assembler);
            decoder.flush();
            received.decoded = decoder.decodedFrames();
            received.errors = decoder.errors();
        }
        return received;
    }

    private static void decode(final Received received, final VideoDecoder decoder, final FrameAssembler assembler) {
        if (received.frames == 0) {
            return;
        }
        if (!assembler.isComplete()) {
            decoder.frameLost();
        }
        if (assembler.length() > 0) {
            final boolean isRight = decoder.decode(assembler.buffer(), 0, assembler.length());
            received.unexplainedErrors += isRight || received.isSpoilt ? 0 : 1;
            received.isSpoilt &= !isRight;
        }
    }
}
