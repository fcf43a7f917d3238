package busyhour.codec.video;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 7741 there and back, on clips whose packets were counted by other means. */
class Vp8PacketizerTest {

    @ParameterizedTest
    @MethodSource("busyhour.codec.video.VideoVectors#vp8Clips")
    void shouldMakeAsManyPacketsAsWereCounted(final String clip) throws IOException {
        final JsonNode expected = VideoVectors.expected(clip);
        final List<byte[]> frames = VideoVectors.ivfFrames(VideoVectors.octets(clip));
        for (final int maxPayload : new int[] {1_200, 1_400}) {
            final EncodedVideo video = VideoVectors.packetize(frames, VideoVectors.encoding(VideoCodec.VP8, 1, maxPayload));
            assertThat(video.packetCount())
                    .isEqualTo(expected.path("rtp_packets").path("max_payload_" + maxPayload + "_descriptor_4").asInt());
            for (int packet = 0; packet < video.packetCount(); packet++) {
                assertThat(video.packetLength(packet)).isLessThanOrEqualTo(maxPayload);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("busyhour.codec.video.VideoVectors#vp8Clips")
    void shouldComeBackOctetByOctet(final String clip) throws IOException {
        final JsonNode expected = VideoVectors.expected(clip);
        final List<byte[]> frames = VideoVectors.ivfFrames(VideoVectors.octets(clip));
        final EncodedVideo video = VideoVectors.packetize(frames, VideoVectors.encoding(VideoCodec.VP8, 1, 1_200));
        final FrameAssembler assembler = new FrameAssembler(VideoCodec.VP8);
        final Vp8Descriptor descriptor = new Vp8Descriptor();
        final List<Integer> keyFrames = new ArrayList<>();
        for (int frame = 0; frame < video.frameCount(); frame++) {
            assembler.begin();
            for (int packet = video.firstPacket(frame); packet < video.firstPacket(frame + 1); packet++) {
                final int offset = video.packetOffset(packet);
                assertThat(descriptor.wrap(video.buffer(), offset, video.packetLength(packet))).isEqualTo(Vp8Descriptor.OK);
                assertThat(descriptor.isFrameStart()).isEqualTo(packet == video.firstPacket(frame));
                assertThat(descriptor.pictureId()).isEqualTo(frame);
                assertThat(descriptor.hasWidePictureId()).isTrue();
                if (descriptor.isKeyFrame()) {
                    keyFrames.add(frame);
                    checkSize(expected, video, packet, descriptor.length());
                }
                assertThat(assembler.append(video.buffer(), offset, video.packetLength(packet))).isEqualTo(FrameAssembler.OK);
            }
            final byte[] back = new byte[assembler.length()];
            assembler.buffer().getBytes(0, back);
            assertThat(back).isEqualTo(frames.get(frame));
            assertThat(assembler.isComplete()).isTrue();
        }
        final List<Integer> expectedKeyFrames = new ArrayList<>();
        expected.path("key_frames").forEach(number -> expectedKeyFrames.add(number.asInt()));
        assertThat(keyFrames).isEqualTo(expectedKeyFrames);
    }

    private static void checkSize(final JsonNode expected, final EncodedVideo video, final int packet, final int descriptor) {
        final Vp8KeyFrameHeader header = new Vp8KeyFrameHeader();
        assertThat(header.parse(video.buffer(), video.packetOffset(packet) + descriptor, video.packetLength(packet) - descriptor))
                .isEqualTo(Vp8KeyFrameHeader.OK);
        assertThat(header.width()).isEqualTo(expected.path("width").asInt());
        assertThat(header.height()).isEqualTo(expected.path("height").asInt());
    }

    @Test
    void shouldLeaveTheMarkBitOfThePictureIdToStay() {
        final byte[] frame = new byte[10];
        final EncodedVideo video = VideoVectors.packetize(List.of(new byte[] {0, 0, 0, (byte) 0x9d, 1, 0x2a, 64, 0, 64, 0}, frame),
                VideoVectors.encoding(VideoCodec.VP8, 1, 1_200));
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[video.packetLength(0)]);
        copy.putBytes(0, video.buffer(), video.packetOffset(0), video.packetLength(0));
        copy.putShort(video.pictureIdOffset(), (short) (0x8000 | 0x7fff), java.nio.ByteOrder.BIG_ENDIAN);
        final Vp8Descriptor descriptor = new Vp8Descriptor();
        assertThat(descriptor.wrap(copy, 0, copy.capacity())).isEqualTo(Vp8Descriptor.OK);
        assertThat(descriptor.pictureId()).isEqualTo(0x7fff);
        assertThat(descriptor.length()).isEqualTo(4);
    }
}
