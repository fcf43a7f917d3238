package busyhour.codec.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6184 there and back, on clips whose packets were counted by other means. */
class H264PacketizerTest {

    private static final int[] MAX_PAYLOADS = {1_200, 1_400};

    @ParameterizedTest
    @MethodSource("busyhour.codec.video.VideoVectors#h264Clips")
    void shouldFindTheNalUnitsThatThereAre(final String clip) throws IOException {
        final JsonNode expected = VideoVectors.expected(clip);
        final List<byte[]> nalUnits = VideoVectors.nalUnits(VideoVectors.octets(clip));
        final Map<String, Integer> types = new TreeMap<>();
        long octets = 0;
        for (final byte[] nal : nalUnits) {
            types.merge(Integer.toString(H264Nal.type(nal[0])), 1, Integer::sum);
            octets += nal.length;
        }
        assertThat(nalUnits).hasSize(expected.path("nal_units").asInt());
        assertThat(octets).isEqualTo(expected.path("nal_payload_octets").asLong());
        expected.path("nal_types").properties()
                .forEach(entry -> assertThat(types).containsEntry(entry.getKey(), entry.getValue().asInt()));
    }

    @ParameterizedTest
    @MethodSource("busyhour.codec.video.VideoVectors#h264Clips")
    void shouldMakeAsManyPacketsAsWereCounted(final String clip) throws IOException {
        final JsonNode expected = VideoVectors.expected(clip);
        final H264Payload payload = new H264Payload();
        for (final int maxPayload : MAX_PAYLOADS) {
            final EncodedVideo video = VideoVectors.packetize(VideoVectors.accessUnits(VideoVectors.octets(clip)),
                    VideoVectors.encoding(VideoCodec.H264, 1, maxPayload));
            int unaggregated = 0;
            int fragmented = 0;
            int pictures = 0;
            for (int packet = 0; packet < video.packetCount(); packet++) {
                assertThat(video.packetLength(packet)).isLessThanOrEqualTo(maxPayload);
                assertThat(payload.wrap(video.buffer(), video.packetOffset(packet), video.packetLength(packet))).isEqualTo(H264Payload.OK);
                unaggregated += payload.nalCount();
                fragmented += payload.isFragment() && payload.isNalStart() ? 1 : 0;
                pictures += payload.isFirstSlice() ? 1 : 0;
            }
            final String key = Integer.toString(maxPayload);
            assertThat(unaggregated).isEqualTo(expected.path("rtp_packets_single_or_FU_A").path(key).asInt());
            assertThat(fragmented).isEqualTo(expected.path("fu_a_nals").path(key).asInt());
            assertThat(pictures).isEqualTo(expected.path("frames").asInt());
        }
    }

    @ParameterizedTest
    @MethodSource("busyhour.codec.video.VideoVectors#h264Clips")
    void shouldComeBackOctetByOctet(final String clip) throws IOException {
        final List<byte[]> units = VideoVectors.accessUnits(VideoVectors.octets(clip));
        final EncodedVideo video = VideoVectors.packetize(units, VideoVectors.encoding(VideoCodec.H264, 1, 1_200));
        final FrameAssembler assembler = new FrameAssembler(VideoCodec.H264);
        final H264Payload payload = new H264Payload();
        assertThat(video.frameCount()).isEqualTo(units.size());
        for (int frame = 0; frame < video.frameCount(); frame++) {
            assembler.begin();
            boolean isKeyFrame = false;
            for (int packet = video.firstPacket(frame); packet < video.firstPacket(frame + 1); packet++) {
                assertThat(assembler.append(video.buffer(), video.packetOffset(packet), video.packetLength(packet))).isEqualTo(FrameAssembler.OK);
                payload.wrap(video.buffer(), video.packetOffset(packet), video.packetLength(packet));
                isKeyFrame |= payload.isKeyFrame();
            }
            final byte[] back = new byte[assembler.length()];
            assembler.buffer().getBytes(0, back);
            assertThat(assembler.isComplete()).isTrue();
            assertThat(VideoVectors.nalUnits(back)).usingRecursiveComparison().isEqualTo(VideoVectors.nalUnits(units.get(frame)));
            assertThat(isKeyFrame).isEqualTo(video.isKeyFrame(frame));
        }
    }

    @Test
    void shouldAggregateParameterSetsAndFragmentWhatIsTooLong() throws IOException {
        final EncodedVideo video = VideoVectors.packetize(VideoVectors.accessUnits(VideoVectors.octets("testsrc2_180p_15fps_150f.h264")),
                VideoVectors.encoding(VideoCodec.H264, 1, 1_200));
        final H264Payload payload = new H264Payload();
        payload.wrap(video.buffer(), video.packetOffset(0), video.packetLength(0));
        assertThat(payload.packetType()).isEqualTo(H264Nal.STAP_A);
        assertThat(payload.nalCount()).isGreaterThanOrEqualTo(2);
        assertThat(payload.spsOffset()).isEqualTo(video.packetOffset(0) + 3);
        assertThat(payload.hasPps()).isTrue();
        assertThat(payload.hasSlice()).isFalse();
        final H264Sps sps = new H264Sps();
        assertThat(sps.parse(video.buffer(), payload.spsOffset(), payload.spsLength())).isEqualTo(H264Sps.OK);
        assertThat(sps.width()).isEqualTo(320);
        assertThat(sps.height()).isEqualTo(180);
        payload.wrap(video.buffer(), video.packetOffset(1), video.packetLength(1));
        assertThat(payload.packetType()).isEqualTo(H264Nal.FU_A);
        assertThat(payload.isNalStart()).isTrue();
        assertThat(payload.isNalEnd()).isFalse();
        assertThat(payload.isFirstSlice()).isTrue();
        assertThat(payload.isIntraSlice()).isTrue();
        assertThat(payload.isKeyFrame()).isTrue();
        assertThat(payload.isDisposable()).isFalse();
    }

    @Test
    void shouldMakeFragmentsOfNearlyEqualLength() {
        final byte[] unit = new byte[4 + 3_001];
        unit[3] = 1;
        unit[4] = 0x65;
        java.util.Arrays.fill(unit, 5, unit.length, (byte) 0x55);
        final EncodedVideo video = VideoVectors.packetize(List.of(unit), VideoVectors.encoding(VideoCodec.H264, 1, 1_200));
        final List<Integer> lengths = new ArrayList<>();
        for (int packet = 0; packet < video.packetCount(); packet++) {
            lengths.add(video.packetLength(packet));
        }
        assertThat(lengths).containsExactly(1_002, 1_002, 1_002);
    }

    @Test
    void shouldSendSingleNalUnitsOnlyInModeZero() throws IOException {
        final List<byte[]> units = VideoVectors.accessUnits(VideoVectors.octets("testsrc2_360p_slices_repeat_headers_aud.h264"));
        final EncodedVideo video = VideoVectors.packetize(units, VideoVectors.encoding(VideoCodec.H264, 0, 1_200));
        final H264Payload payload = new H264Payload();
        for (int packet = 0; packet < video.packetCount(); packet++) {
            payload.wrap(video.buffer(), video.packetOffset(packet), video.packetLength(packet));
            assertThat(payload.packetType()).isBetween(1, 23);
        }
        assertThat(video.packetCount()).isEqualTo(294);
    }

    @Test
    void shouldSayWhichNalUnitIsTooLongForModeZero() throws IOException {
        final List<byte[]> units = VideoVectors.accessUnits(VideoVectors.octets("testsrc2_180p_15fps_150f.h264"));
        assertThatThrownBy(() -> VideoVectors.packetize(units, VideoVectors.encoding(VideoCodec.H264, 0, 1_200)))
                .isInstanceOf(VideoException.class)
                .hasMessageContaining("octets, expected at most 1200 in packetization mode 0");
    }

    @Test
    void shouldRefuseWhatHoldsNoNalUnit() {
        final UnsafeBuffer nothing = new UnsafeBuffer(new byte[100]);
        final EncodedVideoBuilder video = new EncodedVideoBuilder(VideoVectors.encoding(VideoCodec.H264, 1, 1_200)).beginFrame(true);
        assertThatThrownBy(() -> new H264Packetizer(1, 1_200).packetize(nothing, 0, 100, video)).isInstanceOf(VideoException.class);
    }
}
