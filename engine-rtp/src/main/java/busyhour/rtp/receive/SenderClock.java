package busyhour.rtp.receive;

/**
 * How long packets are on their way, where sender and receiver share one clock: from when a packet was scheduled to leave,
 * as a sender report maps its timestamp, to when the kernel had it.
 *
 * <pre>
 *   transit = arrival - media time        (media time counts from the first packet: the origin)
 *   one way = transit - origin            origin = the report's time - media time of its timestamp
 * </pre>
 */
final class SenderClock {

    /** Beyond, the mapping cannot be right: somebody between rewrites timestamps but not reports. */
    private static final double MAX_MS = 10_000;
    private static final double MIN_MS = -1;

    private boolean known;
    private long reportNs;
    private int reportTimestamp;
    private long sumNs;
    private long packets;
    private double oneWayMs;

    void reset() {
        forget();
        oneWayMs = Double.NaN;
    }

    /** The media clock began anew: what the last report said of it holds no more. */
    void forget() {
        known = false;
        sumNs = 0;
        packets = 0;
    }

    /** A packet with this timestamp was scheduled for this monotonic time. */
    void onReport(long scheduledNs, int rtpTimestamp) {
        known = true;
        reportNs = scheduledNs;
        reportTimestamp = rtpTimestamp;
    }

    void onPacket(long transitNs) {
        sumNs += transitNs;
        packets++;
    }

    void closeSecond(MediaClock clock) {
        oneWayMs = Double.NaN;
        if (known && packets > 0) {
            final double originNs = reportNs - clock.mediaNsOf(reportTimestamp);
            final double ms = ((double) sumNs / packets - originNs) / 1e6;
            oneWayMs = ms >= MIN_MS && ms <= MAX_MS ? ms : Double.NaN;
        }
        sumNs = 0;
        packets = 0;
    }

    /** Mean of the closed second's packets; NaN where nothing is known of the sender's clock. */
    double oneWayMs() {
        return oneWayMs;
    }
}
