package busyhour.rtp.rtcp;

import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.SenderReportSource;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** RTCP of one media stream. Signatures first; the behaviour follows. */
public final class RtcpSession {

    /** Room that a written compound needs at most, with the longest CNAME. */
    public static final int MAX_LENGTH = 384;

    /** {@link #onCompound} took a compound that begins with a report. */
    public static final int COMPOUND = 0;
    /** {@link #onCompound} took a compound that begins with something else (RFC 5506). */
    public static final int REDUCED_SIZE = 1;

    private static UnsupportedOperationException missing() {
        return new UnsupportedOperationException("signature only");
    }

    /**
     * Begins a call's RTCP.
     *
     * @param sender             what we send; its SSRC is ours.
     * @param reception          what we receive.
     * @param sendClockRateHz    of our timestamps.
     * @param receiveClockRateHz of the peer's timestamps.
     * @param cname              canonical name in UTF-8, 1 to 255 octets; kept, not copied.
     * @param minIntervalNs      5 s by RFC 3550 6.2.
     * @param epochOffsetNs      wall clock (epoch) minus monotonic clock, the same for all streams of a CNAME.
     * @param seed               of the interval's randomisation.
     * @param nowNs              monotonic.
     */
    public void start(
            final SenderReportSource sender,
            final ReceptionReportSource reception,
            final int sendClockRateHz,
            final int receiveClockRateHz,
            final byte[] cname,
            final long minIntervalNs,
            final long epochOffsetNs,
            final long seed,
            final long nowNs) {
        throw missing();
    }

    /** When {@link #isDue} should be asked next, {@link Long#MAX_VALUE} when the session is not running. */
    public long nextReportNs() {
        throw missing();
    }

    /** Whether a report is to be sent now: timer reconsideration (6.3.6) may put it off. Early calls are harmless. */
    public boolean isDue(final long nowNs) {
        throw missing();
    }

    /** Writes SR or RR, with SDES. @return length. State moves on {@link #onSent} only. */
    public int writeReport(final MutableDirectBuffer buffer, final int offset, final long nowNs) {
        throw missing();
    }

    /** Writes SR or RR, SDES and BYE; {@link #onSent} then ends the session. @return length, 0 = none is allowed. */
    public int writeBye(final MutableDirectBuffer buffer, final int offset, final long nowNs) {
        throw missing();
    }

    /** What was written last left. */
    public void onSent(final long nowNs) {
        throw missing();
    }

    /** What was written last was refused: it stays due. */
    public void onRefused() {
        throw missing();
    }

    /** A datagram that is RTCP by port or by {@code RtpHeaderFlyweight.isRtcp}. @return outcome, negative = malformed. */
    public int onCompound(final DirectBuffer buffer, final int offset, final int length, final long arrivalNs) {
        throw missing();
    }
}
