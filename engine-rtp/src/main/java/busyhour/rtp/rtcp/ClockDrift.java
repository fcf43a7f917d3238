package busyhour.rtp.rtcp;

import busyhour.rtp.RtpArithmetic;

/**
 * The peer's RTP clock against its own wall clock: least-squares slope over the last sender reports.
 * <p>
 * A step that fits no drift (a changed SSRC, a set clock, a restarted stream) begins the line anew.
 */
final class ClockDrift {

    static final int REPORTS = 20;
    /** A line through fewer would measure the timestamps' rounding. */
    static final int FEWEST = 3;

    private static final double MAX_STEP_S = 1.0;
    private static final double NS = 1e-9;
    private static final double PPM = 1e6;

    private final double[] ntpSeconds = new double[REPORTS];
    private final double[] rtpSeconds = new double[REPORTS];
    private int clockRateHz;
    private int reports;
    private int ssrc;
    private long lastNtp;
    private int lastTimestamp;

    void start(final int peerClockRateHz) {
        clockRateHz = peerClockRateHz;
        reports = 0;
    }

    void onSenderReport(final int senderSsrc, final long ntpTime, final int rtpTimestamp) {
        if (ntpTime == 0) {
            return; // the sender has no wall clock (6.4.1)
        }
        if (reports > 0) {
            final double ntpStep = RtpArithmetic.ntpDistanceNs(lastNtp, ntpTime) * NS;
            final double rtpStep = (double) RtpArithmetic.timestampDistance(lastTimestamp, rtpTimestamp) / clockRateHz;
            if (senderSsrc == ssrc && ntpStep > 0 && Math.abs(ntpStep - rtpStep) < MAX_STEP_S) {
                final int last = (reports - 1) % REPORTS;
                add(ntpSeconds[last] + ntpStep, rtpSeconds[last] + rtpStep);
            } else if (senderSsrc != ssrc || ntpStep != 0) {
                reports = 0;
                add(0, 0);
            }
        } else {
            add(0, 0);
        }
        ssrc = senderSsrc;
        lastNtp = ntpTime;
        lastTimestamp = rtpTimestamp;
    }

    /** Parts per million, positive when the peer's RTP clock is fast; NaN with fewer than {@link #FEWEST} reports. */
    double ppm() {
        final int n = Math.min(reports, REPORTS);
        if (n < FEWEST) {
            return Double.NaN;
        }
        double meanNtp = 0;
        double meanError = 0;
        for (int i = 0; i < n; i++) {
            meanNtp += ntpSeconds[i] / n;
            meanError += (rtpSeconds[i] - ntpSeconds[i]) / n;
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < n; i++) {
            final double x = ntpSeconds[i] - meanNtp;
            covariance += x * (rtpSeconds[i] - ntpSeconds[i] - meanError);
            variance += x * x;
        }
        return variance > 0 ? covariance / variance * PPM : Double.NaN;
    }

    private void add(final double ntp, final double rtp) {
        ntpSeconds[reports % REPORTS] = ntp;
        rtpSeconds[reports % REPORTS] = rtp;
        reports++;
    }
}
