package busyhour.rtp.rtcp;

import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.SenderReportSource;
import busyhour.rtp.VoipReportSource;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * RTCP of one media stream (RFC 3550 6).
 * <p>
 * The shard asks {@link #isDue} at {@link #nextReportNs}, writes, sends and says {@link #onSent}; what was refused
 * stays due and is written anew. Reports are SR while we send, else RR; each carries the CNAME. Wall clock is the
 * monotonic clock plus an offset fixed at the start, so that a stepped clock harms neither reports nor round trip.
 * <p>
 * Made once for each endpoint and started anew for each call; counters begin at 0 with each start, and the last
 * figures stay readable after the end. One accessor for each RTCP metric of the catalogue; NaN when not measured.
 * One shard's thread; allocates nothing; malformed input is a code and a counter.
 */
public final class RtcpSession {

    /** Room that a written compound needs at most, with the longest CNAME. */
    public static final int MAX_LENGTH = 512 + FeedbackSource.MAX_LENGTH;

    /** G.711 with its headers: 5 % of it are for RTCP (6.2), when not configured. */
    public static final double DEFAULT_SESSION_BANDWIDTH_BPS = 80_000;

    private static final double RTCP_SHARE_OCTETS = 0.05 / 8;

    private final ReceptionReport receptionReport = new ReceptionReport();
    private final RoundTrip roundTrip = new RoundTrip();
    private final ExtendedReports extended = new ExtendedReports(roundTrip);
    private final RtcpReception received = new RtcpReception(receptionReport, roundTrip, extended);
    private final RtcpSending sending;

    private SenderReportSource sender;
    private ReceptionReportSource reception;
    private long feedbackSeed;
    private long epochOffsetNs;

    public RtcpSession() {
        this(DEFAULT_SESSION_BANDWIDTH_BPS);
    }

    /** @param sessionBandwidthBps of RTP with its headers: RTCP keeps within 5 % of it. */
    public RtcpSession(final double sessionBandwidthBps) {
        sending = new RtcpSending(sessionBandwidthBps * RTCP_SHARE_OCTETS, new ReportComposer(receptionReport, roundTrip, extended), received);
    }

    /**
     * Begins a call's RTCP.
     *
     * @param sendSource         what we send; its SSRC is ours.
     * @param receiveSource      what we receive.
     * @param sendClockRateHz    of our timestamps.
     * @param receiveClockRateHz of the peer's timestamps.
     * @param canonicalName      CNAME in UTF-8, 1 to 255 octets; kept, not copied.
     * @param minIntervalNs      {@link RtcpInterval#MIN_INTERVAL_NS} by RFC 3550 6.2.
     * @param wallOffsetNs       epoch time minus monotonic time, the same for all streams of a CNAME.
     * @param seed               of the interval's randomisation.
     * @param nowNs              monotonic.
     */
    public void start(
            final SenderReportSource sendSource,
            final ReceptionReportSource receiveSource,
            final int sendClockRateHz,
            final int receiveClockRateHz,
            final byte[] canonicalName,
            final long minIntervalNs,
            final long wallOffsetNs,
            final long seed,
            final long nowNs) {
        if (canonicalName.length < 1 || canonicalName.length > SdesFlyweight.MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException("CNAME of " + canonicalName.length + " octets, 1 to 255");
        }
        sender = sendSource;
        reception = receiveSource;
        epochOffsetNs = wallOffsetNs;
        received.start(sendClockRateHz, receiveClockRateHz, canonicalName);
        received.feedback(FeedbackListener.NONE);
        sending.start(sendSource, receiveSource, canonicalName, minIntervalNs, seed, nowNs);
        feedbackSeed = ~seed;
    }

    /**
     * After start, and again when terms change: feedback by RFC 4585.
     *
     * @param listener            what the peer asks of our sender.
     * @param source              what we ask of the peer; it is told of {@link FeedbackSource#onFeedbackSent}.
     * @param reducedSize         feedback goes without a report (RFC 5506); else behind one.
     * @param sessionBandwidthBps of RTP with its headers: feedback keeps within 5 % of it.
     */
    public void feedback(
            final FeedbackListener listener, final FeedbackSource source, final boolean reducedSize, final double sessionBandwidthBps) {
        received.feedback(listener);
        sending.feedback(source, reducedSize, sessionBandwidthBps, feedbackSeed);
    }

    /**
     * After the start: what extended reports (RFC 3611) say. They go out where agreed on, and toward a peer that sends some.
     *
     * @param source            how the call sounds, null where there is no voice.
     * @param voipMetrics       VoIP metrics were agreed on.
     * @param receiverRoundTrip receiver reference times were agreed on; they go out while we send no media.
     */
    public void extendedReports(final VoipReportSource source, final boolean voipMetrics, final boolean receiverRoundTrip) {
        extended.agree(source, voipMetrics, receiverRoundTrip);
    }

    /** Goes on after a BYE, for a new SSRC (8.2): the schedule begins anew, counters and figures stay. */
    public void resume(final long nowNs) {
        sending.resume(nowNs);
    }

    /**
     * Whether another source was found to use our SSRC since the last question: its CNAME is not ours (RFC 3550 8.2; an echo
     * has ours). Say BYE, give the sender another SSRC, {@link #resume}.
     */
    public boolean takeCollision() {
        return received.names().takeCollision();
    }

    /** Ends without a BYE: nothing is due any more. */
    public void stop() {
        sending.stop();
    }

    /**
     * When {@link #isDue} should be asked next, {@link Long#MAX_VALUE} when the session is not running. With feedback each received
     * packet of media may make it earlier.
     */
    public long nextReportNs() {
        return sending.nextNs();
    }

    /**
     * Whether a report or feedback is to be sent now; reconsideration (6.3.6) may put a report off. Asking early or twice is harmless.
     */
    public boolean isDue(final long nowNs) {
        return sending.isDue(nowNs);
    }

    /**
     * Writes SR or RR, with SDES, and feedback that is due behind them; or ahead of the next report feedback alone, where it may
     * stand alone (RFC 5506). State moves on {@link #onSent} only.
     *
     * @return length, at most {@link #MAX_LENGTH}.
     */
    public int writeReport(final MutableDirectBuffer buffer, final int offset, final long nowNs) {
        return sending.writeReport(buffer, offset, nowNs, ntpAt(nowNs));
    }

    /**
     * Writes SR or RR, SDES and BYE (6.6); {@link #onSent} then ends the session.
     *
     * @return length; 0 when the session is over, or when neither RTP nor RTCP was ever sent (6.3.7).
     */
    public int writeBye(final MutableDirectBuffer buffer, final int offset, final long nowNs) {
        return sending.writeBye(buffer, offset, nowNs, ntpAt(nowNs));
    }

    /** What was written last left. */
    public void onSent(final long nowNs) {
        sending.onSent(nowNs);
    }

    /** What was written last was refused: it stays due. */
    public void onRefused() {
        sending.onRefused();
    }

    /**
     * A datagram that is RTCP by its port or by {@code RtpHeaderFlyweight.isRtcp} (RFC 5761).
     *
     * @param arrivalNs monotonic.
     * @return a code of {@link RtcpCompoundReader}, negative when the datagram was malformed and nothing of it used.
     */
    public int onCompound(final DirectBuffer buffer, final int offset, final int length, final long arrivalNs) {
        final int ourSsrc = sender == null ? 0 : sender.ssrc(); // a stray datagram before the first call
        final int outcome = received.onCompound(buffer, offset, length, ourSsrc, arrivalNs, ntpAt(arrivalNs));
        if (outcome >= 0) {
            sending.onReceived(length);
            if (reception != null) {
                received.names().tell(reception);
            }
        }
        return outcome;
    }

    private long ntpAt(final long timeNs) {
        return RtpArithmetic.ntpFromEpochNs(timeNs + epochOffsetNs);
    }

    /** {@code rtt_ms}, both directions. */
    public double rttMs() {
        return roundTrip.latestMs();
    }

    /** {@code remote_jitter_ms}. */
    public double remoteJitterMs() {
        return received.peerReport().jitterMs();
    }

    /** {@code remote_packets_lost}. */
    public double remotePacketsLost() {
        return received.peerReport().packetsLost();
    }

    /** {@code remote_mos_lq}. */
    public double remoteMosLq() {
        return extended.mosLq();
    }

    /** {@code remote_mos_cq}. */
    public double remoteMosCq() {
        return extended.mosCq();
    }

    /** {@code remote_r_factor}. */
    public double remoteRFactor() {
        return extended.rFactor();
    }

    /** {@code fraction_lost} of the send side, percent. */
    public double remoteFractionLost() {
        return received.peerReport().fractionLostPercent();
    }

    /** {@code clock_drift_estimate}, ppm. */
    public double clockDriftEstimate() {
        return received.clockDriftPpm();
    }

    /** {@code rtcp_sr_rr_interval_ms} of the send side: between our last two. */
    public double sentReportIntervalMs() {
        return sending.reportIntervalMs();
    }

    /** {@code rtcp_sr_rr_interval_ms} of the receive side: between the peer's last two. */
    public double receivedReportIntervalMs() {
        return received.reportIntervalMs();
    }

    /** {@code rtcp_packets_sent}: compounds. */
    public long rtcpPacketsSent() {
        return sending.compounds();
    }

    /** {@code rtcp_packets_received}: valid compounds. */
    public long rtcpPacketsReceived() {
        return received.compounds();
    }

    /** Share of RTCP in {@code malformed_packets}. */
    public long malformedPackets() {
        return received.malformed();
    }

    /** Share of RTCP in {@code send_errors}. */
    public long sendErrors() {
        return sending.errors();
    }

    /** Whether the peer's last RTCP was a BYE. */
    public boolean peerLeft() {
        return received.peerLeft();
    }

    /** What arrived besides reports. */
    public RtcpReception received() {
        return received;
    }
}
