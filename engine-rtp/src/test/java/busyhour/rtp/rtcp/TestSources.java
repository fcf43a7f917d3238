package busyhour.rtp.rtcp;

import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.SenderReportSource;
import java.nio.charset.StandardCharsets;

/** A send and a receive side whose figures a test sets. */
final class TestSources implements SenderReportSource, ReceptionReportSource {

    static final byte[] CNAME = "busyhour@127.0.0.1".getBytes(StandardCharsets.UTF_8);
    static final long EPOCH_OFFSET_NS = 1_700_000_000_500_000_000L;
    static final int CLOCK_HZ = 8_000;

    int ssrc = 0x1000_0001;
    long packets;
    long octets;
    int timestampAtZero = 160;

    boolean hasSource;
    int sourceSsrc;
    int extendedHighest;
    long expected;
    long received;
    int jitter;

    void start(final RtcpSession session) {
        start(session, 1, 0);
    }

    void start(final RtcpSession session, final long seed, final long nowNs) {
        session.start(this, this, CLOCK_HZ, CLOCK_HZ, CNAME, RtcpInterval.MIN_INTERVAL_NS, EPOCH_OFFSET_NS, seed, nowNs);
    }

    @Override
    public int ssrc() {
        return ssrc;
    }

    @Override
    public long reportPacketCount() {
        return packets;
    }

    @Override
    public long reportOctetCount() {
        return octets;
    }

    @Override
    public int rtpTimestampAt(final long nowNs) {
        return timestampAtZero + (int) (nowNs / 125_000);
    }

    @Override
    public boolean hasSource() {
        return hasSource;
    }

    @Override
    public int sourceSsrc() {
        return sourceSsrc;
    }

    @Override
    public int extendedHighestSequence() {
        return extendedHighest;
    }

    @Override
    public long packetsExpected() {
        return expected;
    }

    @Override
    public long packetsReceived() {
        return received;
    }

    @Override
    public int jitterTimestampUnits() {
        return jitter;
    }
}
