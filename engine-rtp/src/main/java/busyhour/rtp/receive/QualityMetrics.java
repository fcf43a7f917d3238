package busyhour.rtp.receive;

/** The catalogue's quality of one received stream, as of the last second tick. NaN = not measured. */
public final class QualityMetrics {

    QualityMetrics() {
    }

    public double mos() {
        return Double.NaN;
    }

    public double mosLq() {
        return Double.NaN;
    }

    public double rFactor() {
        return Double.NaN;
    }

    public double ieEff() {
        return Double.NaN;
    }

    public double idDelay() {
        return Double.NaN;
    }

    public double jitterMs() {
        return Double.NaN;
    }

    public double jitterMaxMs() {
        return Double.NaN;
    }

    public double pdvMs() {
        return Double.NaN;
    }

    public double packetsLost() {
        return Double.NaN;
    }

    public double fractionLost() {
        return Double.NaN;
    }

    public double burstLossRatio() {
        return Double.NaN;
    }

    public double clockDriftEstimate() {
        return Double.NaN;
    }

    public double clockSkewEstimate() {
        return Double.NaN;
    }

    public double timestampJumps() {
        return Double.NaN;
    }

    public double ssrcSwitches() {
        return Double.NaN;
    }

    public double burstDensity() {
        return Double.NaN;
    }

    public double gapDensity() {
        return Double.NaN;
    }

    public double burstDuration() {
        return Double.NaN;
    }

    public double gapDuration() {
        return Double.NaN;
    }
}
