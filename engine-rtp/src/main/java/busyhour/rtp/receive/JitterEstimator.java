package busyhour.rtp.receive;

import busyhour.rtp.RtpArithmetic;

/**
 * Interarrival jitter of RFC 3550 6.4.1 and A.8, over every packet in order of arrival:
 *
 * <pre>
 *   D(i-1,i) = (R_i - R_i-1) - (S_i - S_i-1)        J += (|D| - J) / 16
 * </pre>
 *
 * <p>In two forms: floating, in nanoseconds, for the metrics; and the integer form of A.8, in timestamp units, for reports.
 * One thread; allocates nothing.
 */
public final class JitterEstimator {

    private double nsPerUnit;
    private double unitsPerNs;
    private boolean started;
    private long originNs;
    private long lastArrivalNs;
    private int lastTimestamp;
    private int lastTransit;
    private double jitterNs;
    private double largestInSecondNs;
    private int scaledJitter;
    private long differences;

    /** A new stream. */
    public void reset(int clockRateHz) {
        nsPerUnit = 1e9 / clockRateHz;
        unitsPerNs = clockRateHz / 1e9;
        started = false;
        jitterNs = 0;
        largestInSecondNs = Double.NaN;
        scaledJitter = 0;
        differences = 0;
    }

    /** The next packet has nothing to do with the last one: another source, or another media clock. */
    public void rebase() {
        started = false;
    }

    /** The next packet in order of arrival. */
    public void onPacket(long arrivalNs, int timestamp) {
        if (!started) {
            started = true;
            originNs = arrivalNs;
            lastTransit = -timestamp;
        } else {
            final double difference = (arrivalNs - lastArrivalNs)
                    - RtpArithmetic.timestampDistance(lastTimestamp, timestamp) * nsPerUnit;
            jitterNs += (Math.abs(difference) - jitterNs) / 16;
            largestInSecondNs = largestInSecondNs >= jitterNs ? largestInSecondNs : jitterNs;
            final int transit = (int) (long) ((arrivalNs - originNs) * unitsPerNs) - timestamp;
            final int d = Math.abs(RtpArithmetic.timestampDistance(lastTransit, transit));
            lastTransit = transit;
            scaledJitter += d - ((scaledJitter + 8) >> 4); // A.8: the estimate is kept times 16
            differences++;
        }
        lastArrivalNs = arrivalNs;
        lastTimestamp = timestamp;
    }

    /** Begins a new second for {@link #largestInSecondMs()}. */
    public void closeSecond() {
        largestInSecondNs = Double.NaN;
    }

    /** Jitter now, milliseconds; NaN before two packets. */
    public double jitterMs() {
        return differences == 0 ? Double.NaN : jitterNs / 1e6;
    }

    /** Largest value since the second began; NaN without a packet. */
    public double largestInSecondMs() {
        return largestInSecondNs / 1e6;
    }

    /** Pairs of packets that went into the estimate. */
    public long differences() {
        return differences;
    }

    /** The integer form as in a report block. */
    public int timestampUnits() {
        return scaledJitter >> 4;
    }
}
