package busyhour.rtp.video;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.video.VideoCodec;
import busyhour.rtp.PcapReader;
import busyhour.rtp.Vectors;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.PacketOutcome;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Video of foreign stacks; expected figures follow from what tshark 4.0 shows of each packet. */
class VideoCapturesTest {

    private final VideoReceiveStream stream = new VideoReceiveStream(PlayoutMode.ADAPTIVE);

    @ParameterizedTest
    @CsvSource({
        "str0m-h264.pcap, H264, 126, 298, 3, 264, 4, 1, 307200", // one aggregate says that it is longer than it is
        "str0m-vp8.pcap, VP8, 96, 104, 0, 101, 0, 0, 43200",
        "mediastreamer-h264_one_nalu_per_frame.pcap, H264, 96, 102, 0, 41, 0, 0, 0"})
    void shouldFindTheFrames(final String file, final VideoCodec codec, final int payloadType, final int packets, final int lost,
            final int whole, final int incomplete, final int malformed, final int pixels) {
        stream.reset(codec, payloadType, -1, 20, 0);
        long nowNs = 0;
        long firstNs = -1;
        for (final PcapReader.Datagram datagram : PcapReader.read(Vectors.path("03-rtp-srtp/captures/" + file))) {
            firstNs = firstNs < 0 ? datagram.arrivalNs() : firstNs;
            nowNs = datagram.arrivalNs() - firstNs;
            final byte[] octets = datagram.payload();
            assertThat(stream.onPacket(new UnsafeBuffer(octets), 0, octets.length, nowNs)).isEqualTo(PacketOutcome.MEDIA);
        }
        stream.onSecond(nowNs + 1_000_000_000L);
        final VideoReceiveMetrics metrics = stream.metrics();
        assertThat(stream.network().packetsReceived()).isEqualTo(packets);
        assertThat(stream.quality().packetsLost()).isEqualTo(lost);
        assertThat(metrics.framesReceived()).isEqualTo(whole);
        assertThat(metrics.framesIncomplete()).isEqualTo(incomplete);
        assertThat(metrics.malformedPayloads()).isEqualTo(malformed);
        if (pixels > 0) {
            assertThat(metrics.resolutionMpix()).isEqualTo(pixels / 1e6);
        }
    }
}
