package busyhour.rtp.receive;

import busyhour.rtp.RtpArithmetic;

/** The peer's media clock against its own wall clock: least-squares slope over its last 20 sender reports. */
final class ClockDriftEstimator {

    private static final int REPORTS = 20;
    private static final int MIN_REPORTS = 3;

    private final double[] wallSeconds = new double[REPORTS];
    private final double[] mediaSeconds = new double[REPORTS];
    private int clockRateHz;
    private int count;
    private int ssrc;
    private long firstNtp;
    private long lastExtended;
    private long firstExtended;

    void reset(int clockRateHz) {
        this.clockRateHz = clockRateHz;
        count = 0;
    }

    void onSenderReport(int ssrc, long ntpTime, int rtpTimestamp) {
        if (count == 0 || ssrc != this.ssrc) {
            this.ssrc = ssrc;
            count = 0;
            firstNtp = ntpTime;
            firstExtended = rtpTimestamp;
            lastExtended = rtpTimestamp;
        }
        lastExtended = RtpArithmetic.extendTimestamp(lastExtended, rtpTimestamp);
        wallSeconds[count % REPORTS] = RtpArithmetic.ntpDistanceNs(firstNtp, ntpTime) / 1e9;
        mediaSeconds[count % REPORTS] = (double) (lastExtended - firstExtended) / clockRateHz;
        count++;
    }

    /** Parts per million, positive when the media clock runs fast; NaN before three reports or when the peer has no wall clock. */
    double ppm() {
        final int n = Math.min(count, REPORTS);
        if (n < MIN_REPORTS) {
            return Double.NaN;
        }
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < n; i++) {
            meanX += wallSeconds[i] / n;
            meanY += mediaSeconds[i] / n;
        }
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < n; i++) {
            xx += (wallSeconds[i] - meanX) * (wallSeconds[i] - meanX);
            xy += (wallSeconds[i] - meanX) * (mediaSeconds[i] - meanY);
        }
        return xx == 0 ? Double.NaN : (xy / xx - 1) * 1e6;
    }
}
