package busyhour.rtp.rtcp;

import busyhour.rtp.ReceptionReportSource;

/**
 * The report block that we write about the peer: interval arithmetic of RFC 3550 A.3, LSR and DLSR of 6.4.1.
 * <p>
 * {@link #prepare} looks, {@link #onSent} closes the interval; a refused report leaves it open.
 */
final class ReceptionReport {

    private static final int MAX_FRACTION = 255;
    private static final int MAX_CUMULATIVE = 0x7F_FFFF;
    private static final int MIN_CUMULATIVE = -0x80_0000;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long MAX_DLSR_NS = 65_535L * NS_PER_SECOND;

    private boolean hasPrior;
    private int priorSsrc;
    private long expectedPrior;
    private long receivedPrior;
    private long expectedPrepared;
    private long receivedPrepared;
    private int preparedSsrc;

    private boolean hasSenderReport;
    private int senderReportSsrc;
    private int senderReportNtpMiddle;
    private long senderReportArrivalNs;

    void start() {
        hasPrior = false;
        expectedPrior = 0;
        receivedPrior = 0;
        hasSenderReport = false;
    }

    void onSenderReport(final int ssrc, final int ntpMiddle, final long arrivalNs) {
        hasSenderReport = true;
        senderReportSsrc = ssrc;
        senderReportNtpMiddle = ntpMiddle;
        senderReportArrivalNs = arrivalNs;
    }

    /** Whether anything came from the source since the last report: else its block is left out (6.4). */
    boolean isActive(final ReceptionReportSource source) {
        return source.hasSource() && (!isSameSource(source) || source.packetsReceived() != receivedPrior);
    }

    /** Adds the block to the report being written. */
    void prepare(final ReceptionReportSource source, final long nowNs, final RtcpCompoundWriter writer) {
        preparedSsrc = source.sourceSsrc();
        expectedPrepared = source.packetsExpected();
        receivedPrepared = source.packetsReceived();
        final boolean same = isSameSource(source);
        final long expectedInterval = expectedPrepared - (same ? expectedPrior : 0);
        final long receivedInterval = receivedPrepared - (same ? receivedPrior : 0);
        final boolean reported = hasSenderReport && senderReportSsrc == preparedSsrc;
        writer.reportBlock(
                preparedSsrc,
                fractionLost(expectedInterval, receivedInterval),
                cumulativeLost(expectedPrepared, receivedPrepared),
                source.extendedHighestSequence(),
                source.jitterTimestampUnits(),
                reported ? senderReportNtpMiddle : 0,
                reported ? delayUnits(nowNs - senderReportArrivalNs) : 0);
    }

    /** The report with the prepared block left. */
    void onSent() {
        hasPrior = true;
        priorSsrc = preparedSsrc;
        expectedPrior = expectedPrepared;
        receivedPrior = receivedPrepared;
    }

    // Totals that shrank belong to a source that began anew under its old SSRC (A.1).
    private boolean isSameSource(final ReceptionReportSource source) {
        return hasPrior && source.sourceSsrc() == priorSsrc
                && source.packetsExpected() >= expectedPrior && source.packetsReceived() >= receivedPrior;
    }

    /** Lost share of an interval in 1/256; 0 when duplicates outweigh losses, 255 when all was lost. */
    static int fractionLost(final long expected, final long received) {
        final long lost = expected - received;
        return expected <= 0 || lost <= 0 ? 0 : (int) Math.min(MAX_FRACTION, (lost << 8) / expected);
    }

    static int cumulativeLost(final long expected, final long received) {
        return Math.clamp(expected - received, MIN_CUMULATIVE, MAX_CUMULATIVE);
    }

    /** Nanoseconds in 1/65536 s. */
    static int delayUnits(final long delayNs) {
        return (int) ((Math.clamp(delayNs, 0L, MAX_DLSR_NS) << 16) / NS_PER_SECOND);
    }
}
