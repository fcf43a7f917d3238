package busyhour.rtp.rtcp;

import busyhour.rtp.RtpArithmetic;
import org.agrona.DirectBuffer;

/** The reading half of a session: validates compounds, keeps what the peer reports, counts the rest. */
public final class RtcpReception {

    private static final double NS_PER_MS = 1e6;

    private final RtcpCompoundReader reader = new RtcpCompoundReader();
    private final ReportFlyweight report = new ReportFlyweight();
    private final ReportBlockFlyweight block = new ReportBlockFlyweight();
    private final ByeFlyweight bye = new ByeFlyweight();
    private final PeerNames names = new PeerNames();
    private final PeerClock peerClock = new PeerClock();
    private final ExtendedReports extended;
    private final ReceptionReport receptionReport;
    private final RoundTrip roundTrip;
    private final PeerReport peerReport = new PeerReport();
    private final ClockDrift clockDrift = new ClockDrift();

    private final FeedbackReader feedbackReader = new FeedbackReader();
    private FeedbackListener feedbackListener = FeedbackListener.NONE;
    private int ourClockRateHz;
    private boolean peerKnown;
    private int peerSsrc;
    private boolean peerLeft;
    private long lastReportNs;
    private double reportIntervalMs = Double.NaN;
    private long compounds;
    private long malformed;
    private long reducedSize;
    private long implausible;
    private long feedback;
    private long malformedFeedback;
    private long applicationPackets;
    private long ownSsrcReports;

    RtcpReception(final ReceptionReport receptionReport, final RoundTrip roundTrip, final ExtendedReports extended) {
        this.receptionReport = receptionReport;
        this.roundTrip = roundTrip;
        this.extended = extended;
    }

    void start(final int sendClockRateHz, final int receiveClockRateHz, final byte[] canonicalName) {
        ourClockRateHz = sendClockRateHz;
        names.start(canonicalName);
        peerClock.start();
        peerReport.start();
        clockDrift.start(receiveClockRateHz);
        peerKnown = false;
        peerLeft = false;
        reportIntervalMs = Double.NaN;
        compounds = 0;
        malformed = 0;
        reducedSize = 0;
        implausible = 0;
        feedback = 0;
        malformedFeedback = 0;
        extended.start();
        applicationPackets = 0;
        ownSsrcReports = 0;
    }

    void feedback(final FeedbackListener listener) {
        feedbackListener = listener;
    }

    int onCompound(
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final int ourSsrc,
            final long arrivalNs,
            final long arrivalNtp) {
        final int outcome = reader.wrap(buffer, offset, length);
        if (outcome < 0) {
            malformed++;
            return outcome;
        }
        compounds++;
        if (outcome == RtcpCompoundReader.REDUCED_SIZE) {
            reducedSize++;
        }
        while (reader.next()) {
            switch (reader.type()) {
                case RtcpHeaderFlyweight.SENDER_REPORT, RtcpHeaderFlyweight.RECEIVER_REPORT ->
                        onReport(report.wrap(buffer, reader.packetOffset()), buffer, ourSsrc, arrivalNs, arrivalNtp);
                case RtcpHeaderFlyweight.GOODBYE ->
                        onBye(bye.wrap(buffer, reader.packetOffset(), reader.packetLength()));
                case RtcpHeaderFlyweight.RTPFB, RtcpHeaderFlyweight.PSFB -> onFeedback(buffer, ourSsrc, arrivalNs);
                case RtcpHeaderFlyweight.EXTENDED_REPORT -> extended.onPacket(buffer, reader.packetOffset(), reader.packetLength(),
                        ourSsrc, arrivalNs, RtpArithmetic.ntpMiddle(arrivalNtp));
                case RtcpHeaderFlyweight.APPLICATION -> applicationPackets++;
                case RtcpHeaderFlyweight.SOURCE_DESCRIPTION ->
                        names.onNames(buffer, reader.packetOffset(), reader.packetLength(), ourSsrc);
                default -> { } // unknown types are walked over
            }
        }
        return outcome;
    }

    private void onFeedback(final DirectBuffer buffer, final int ourSsrc, final long arrivalNs) {
        feedback++;
        if (!feedbackReader.read(buffer, reader.packetOffset(), reader.packetLength(), ourSsrc, feedbackListener, arrivalNs)) {
            malformedFeedback++;
        }
    }

    private void onReport(
            final ReportFlyweight received,
            final DirectBuffer buffer,
            final int ourSsrc,
            final long arrivalNs,
            final long arrivalNtp) {
        final int ssrc = received.senderSsrc();
        if (ssrc == ourSsrc) {
            ownSsrcReports++;
            return; // an echo of our own words is no peer's report: its round trip would count the way twice
        }
        if (peerKnown && ssrc == peerSsrc) {
            reportIntervalMs = (arrivalNs - lastReportNs) / NS_PER_MS;
        }
        peerKnown = true;
        peerSsrc = ssrc;
        peerLeft = false;
        lastReportNs = arrivalNs;
        if (received.isSenderReport()) {
            receptionReport.onSenderReport(ssrc, RtpArithmetic.ntpMiddle(received.ntpTime()), arrivalNs);
            clockDrift.onSenderReport(ssrc, received.ntpTime(), received.rtpTimestamp());
            peerClock.onSenderReport(ssrc, received.ntpTime(), received.rtpTimestamp());
            names.onSenderReport(ssrc, received.ntpTime(), received.rtpTimestamp(), arrivalNs, arrivalNtp);
        }
        for (int i = 0; i < received.blockCount(); i++) {
            block.wrap(buffer, received.blockOffset(i));
            if (block.ssrc() == ourSsrc) {
                peerReport.onReportBlock(block, ourClockRateHz);
                if (!roundTrip.onReportBlock(RtpArithmetic.ntpMiddle(arrivalNtp),
                        block.lastSenderReport(), block.delaySinceLastSenderReport())) {
                    implausible++;
                }
            }
        }
    }

    /** The names that came, and what follows from them. */
    PeerNames names() {
        return names;
    }

    private void onBye(final ByeFlyweight received) {
        for (int i = 0; i < received.sourceCount(); i++) {
            if (peerKnown && received.ssrc(i) == peerSsrc) {
                peerLeft = true;
            }
        }
    }

    boolean peerKnown() {
        return peerKnown;
    }

    boolean peerLeft() {
        return peerLeft;
    }

    PeerReport peerReport() {
        return peerReport;
    }

    double clockDriftPpm() {
        return clockDrift.ppm();
    }

    double reportIntervalMs() {
        return reportIntervalMs;
    }

    long compounds() {
        return compounds;
    }

    long malformed() {
        return malformed;
    }

    /** How the peer's timestamps stand to its wall clock. */
    public PeerClock peerClock() {
        return peerClock;
    }

    /** Compounds that did not begin with a report (RFC 5506). */
    public long reducedSize() {
        return reducedSize;
    }

    /** Report blocks whose LSR or DLSR contradicts what we sent. */
    public long implausible() {
        return implausible + extended.implausible();
    }

    /** RTPFB and PSFB packets (RFC 4585). */
    public long feedback() {
        return feedback;
    }

    /** Of them, those whose items do not fit into them: not used. */
    public long malformedFeedback() {
        return malformedFeedback;
    }

    /** XR packets (RFC 3611). */
    public long extendedReports() {
        return extended.received();
    }

    /** XR packets or blocks in them that were cut off. */
    public long truncatedExtendedReports() {
        return extended.truncated();
    }

    /** APP packets, walked over. */
    public long applicationPackets() {
        return applicationPackets;
    }

    /** Reports under our own SSRC, not used: an echo, or a collision ({@code RtpSendStream.onSsrcCollision}). */
    public long ownSsrcReports() {
        return ownSsrcReports;
    }
}
