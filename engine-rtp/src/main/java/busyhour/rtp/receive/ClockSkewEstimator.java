package busyhour.rtp.receive;

/**
 * The peer's media clock against this host's clock: least-squares slope of the smallest transit of each second over the
 * stream so far. The smallest transit carries the least queueing, so that jitter does not look like skew.
 */
final class ClockSkewEstimator {

    private static final int MIN_SECONDS = 5;

    private int count;
    private long originNs;
    private long originTransitNs;
    private double sumX;
    private double sumY;
    private double sumXx;
    private double sumXy;

    void reset() {
        count = 0;
        sumX = 0;
        sumY = 0;
        sumXx = 0;
        sumXy = 0;
    }

    void onSecond(long arrivalNs, long smallestTransitNs) {
        if (count == 0) {
            originNs = arrivalNs;
            originTransitNs = smallestTransitNs;
        }
        final double x = (arrivalNs - originNs) / 1e9;
        final double y = smallestTransitNs - originTransitNs;
        sumX += x;
        sumY += y;
        sumXx += x * x;
        sumXy += x * y;
        count++;
    }

    /** Parts per million, positive when the peer's clock runs fast; NaN before five seconds. */
    double ppm() {
        if (count < MIN_SECONDS) {
            return Double.NaN;
        }
        final double slopeNsPerSecond = (count * sumXy - sumX * sumY) / (count * sumXx - sumX * sumX);
        return -slopeNsPerSecond / 1e3 + 0.0;
    }
}
