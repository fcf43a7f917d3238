package busyhour.rtp.rtcp;

/** What the peer's last report block about us says. NaN until there was one. */
final class PeerReport {

    private static final double PERCENT = 100.0 / 256;

    private double jitterMs = Double.NaN;
    private double packetsLost = Double.NaN;
    private double fractionLostPercent = Double.NaN;

    void start() {
        jitterMs = Double.NaN;
        packetsLost = Double.NaN;
        fractionLostPercent = Double.NaN;
    }

    void onReportBlock(final ReportBlockFlyweight block, final int clockRateHz) {
        jitterMs = block.jitter() * 1_000.0 / clockRateHz;
        packetsLost = block.cumulativeLost();
        fractionLostPercent = block.fractionLost() * PERCENT;
    }

    double jitterMs() {
        return jitterMs;
    }

    double packetsLost() {
        return packetsLost;
    }

    double fractionLostPercent() {
        return fractionLostPercent;
    }
}
