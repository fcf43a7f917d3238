package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.rtp.PcapReader;
import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RTCP of foreign stacks; expected figures are those of tshark 4.0. */
class RtcpCapturesTest {

    private static final String CAPTURES = "03-rtp-srtp/captures/";

    private final RtcpCompoundReader reader = new RtcpCompoundReader();
    private final ReportFlyweight report = new ReportFlyweight();
    private final ReportBlockFlyweight block = new ReportBlockFlyweight();
    private final SdesFlyweight sdes = new SdesFlyweight();

    private static List<PcapReader.Datagram> rtcp(final String file) {
        final List<PcapReader.Datagram> found = new ArrayList<>();
        for (final PcapReader.Datagram datagram : PcapReader.read(Vectors.path(CAPTURES + file))) {
            if (RtpHeaderFlyweight.isRtcp(new UnsafeBuffer(datagram.payload()), 0, datagram.payload().length)) {
                found.add(datagram);
            }
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({"ndpi-rtcp-compound.pcap, 5", "wireshark-rtp-protocol.pcap, 2", "wireshark-sip-over-tcp.pcap, 2"})
    void shouldFindAndAcceptTheCompounds(final String file, final int compounds) {
        final List<PcapReader.Datagram> found = rtcp(file);
        assertThat(found).hasSize(compounds);
        for (final PcapReader.Datagram datagram : found) {
            assertThat(reader.wrap(new UnsafeBuffer(datagram.payload()), 0, datagram.payload().length))
                    .isEqualTo(RtcpCompoundReader.COMPOUND);
            assertThat(reader.next() && reader.next()).isTrue();
            assertThat(reader.type()).isEqualTo(RtcpHeaderFlyweight.SOURCE_DESCRIPTION);
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void shouldReadTheReportsOfFreeSwitch() {
        final List<PcapReader.Datagram> found = rtcp("ndpi-rtcp-compound.pcap");
        final UnsafeBuffer first = new UnsafeBuffer(found.get(0).payload());
        reader.wrap(first, 0, first.capacity());
        reader.next();
        report.wrap(first, reader.packetOffset());
        assertThat(report.senderSsrc()).isEqualTo(0x5d931534);
        assertThat(report.ntpTime() >>> 32).isEqualTo(3_711_615_344L);
        assertThat(report.rtpTimestamp()).isEqualTo(32_000);
        assertThat(report.packetCount()).isEqualTo(200);
        reader.next();
        sdes.wrap(first, reader.packetOffset(), reader.packetLength());
        assertThat(sdes.nextItem()).isTrue();
        assertThat(first.getStringWithoutLengthUtf8(sdes.textOffset(), sdes.textLength())).isEqualTo("5d931534");
        assertThat(sdes.nextItem()).isTrue();
        assertThat(new String(found.get(0).payload(), sdes.textOffset(), sdes.textLength(), StandardCharsets.UTF_8))
                .startsWith("FreeSWITCH.org");
    }

    @Test
    void shouldComputeTheRoundTripOfFreeSwitch() {
        final List<PcapReader.Datagram> found = rtcp("ndpi-rtcp-compound.pcap");
        final UnsafeBuffer sent = new UnsafeBuffer(found.get(0).payload());
        final long sentNtp = report.wrap(sent, 0).ntpTime();
        final UnsafeBuffer answer = new UnsafeBuffer(found.get(3).payload());
        block.wrap(answer, report.wrap(answer, 0).blockOffset(0));
        assertThat(block.ssrc()).isEqualTo(0x5d931534);
        assertThat(block.lastSenderReport()).isEqualTo((int) 3_245_362_529L).isEqualTo(RtpArithmetic.ntpMiddle(sentNtp));
        assertThat(block.delaySinceLastSenderReport()).isEqualTo(263_452);
        assertThat(block.jitter()).isEqualTo(6);
        final RoundTrip roundTrip = new RoundTrip();
        roundTrip.start();
        roundTrip.onSenderReportSent(RtpArithmetic.ntpMiddle(sentNtp));
        final long betweenNs = found.get(3).arrivalNs() - found.get(0).arrivalNs();
        final int arrival = RtpArithmetic.ntpMiddle(sentNtp) + ReceptionReport.delayUnits(betweenNs);
        assertThat(roundTrip.onReportBlock(arrival, block.lastSenderReport(), block.delaySinceLastSenderReport()))
                .isTrue();
        // 4.028126 s between the two datagrams less 263452/65536 s that the peer held on to the report
        assertThat(roundTrip.latestMs()).isCloseTo(8.16, within(0.03));
    }
}
