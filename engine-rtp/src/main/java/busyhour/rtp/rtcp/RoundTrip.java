package busyhour.rtp.rtcp;

import busyhour.rtp.RtpArithmetic;

/**
 * Round trip from a report block about us: A - LSR - DLSR (RFC 3550 6.4.1).
 * <p>
 * Only an LSR that names one of our last sender reports counts; a peer or a box between that makes one up would
 * otherwise be measured.
 */
final class RoundTrip {

    /** Longer than any peer holds on to a sender report: eight intervals. */
    private static final int REMEMBERED = 8;
    /** 1 ms: two clocks' rounding may turn a short round trip negative by less. */
    private static final int TOLERATED_NEGATIVE_UNITS = -65;
    private static final double MS_PER_UNIT = 1_000.0 / 65_536;

    private final int[] sentNtpMiddle = new int[REMEMBERED];
    private int sent;
    private double latestMs = Double.NaN;

    void start() {
        sent = 0;
        latestMs = Double.NaN;
    }

    void onSenderReportSent(final int ntpMiddle) {
        sentNtpMiddle[sent % REMEMBERED] = ntpMiddle;
        sent++;
    }

    /**
     * A block about us arrived.
     *
     * @return false when its LSR and DLSR contradict what we sent; the last round trip then stands.
     */
    boolean onReportBlock(final int arrivalNtpMiddle, final int lsr, final long dlsr) {
        if (lsr == 0) {
            return true; // the peer has seen no sender report of ours yet
        }
        final long units = units(arrivalNtpMiddle, lsr, dlsr);
        if (!isOurs(lsr) || units < TOLERATED_NEGATIVE_UNITS) {
            return false;
        }
        latestMs = Math.max(0, units) * MS_PER_UNIT;
        return true;
    }

    /** NaN before the first. */
    double latestMs() {
        return latestMs;
    }

    /** A - LSR - DLSR in 1/65536 s. */
    static long units(final int arrival, final int lsr, final long dlsr) {
        return RtpArithmetic.ntpMiddleDistance(lsr, arrival) - dlsr;
    }

    private boolean isOurs(final int lsr) {
        for (int i = Math.min(sent, REMEMBERED) - 1; i >= 0; i--) {
            if (sentNtpMiddle[i] == lsr) {
                return true;
            }
        }
        return false;
    }
}
