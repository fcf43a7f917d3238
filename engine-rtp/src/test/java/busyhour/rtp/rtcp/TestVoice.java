package busyhour.rtp.rtcp;

import busyhour.rtp.VoipReportSource;

/** A received voice whose figures a test sets. */
final class TestVoice implements VoipReportSource {

    double lossRatio = 0.05;
    double discardRatio = 0.01;
    double rFactor = 82.4;
    double mosLq = 4.14;
    double mosCq = 4.08;
    double signalLevelDbov = -26;
    double noiseLevelDbov = Double.NaN;

    @Override
    public double lossRatio() {
        return lossRatio;
    }

    @Override
    public double discardRatio() {
        return discardRatio;
    }

    @Override
    public double burstDensity() {
        return 0.5;
    }

    @Override
    public double gapDensity() {
        return Double.NaN;
    }

    @Override
    public double burstDurationMs() {
        return 60;
    }

    @Override
    public double gapDurationMs() {
        return 70_000;
    }

    @Override
    public double endSystemDelayMs() {
        return 61.4;
    }

    @Override
    public double signalLevelDbov() {
        return signalLevelDbov;
    }

    @Override
    public double noiseLevelDbov() {
        return noiseLevelDbov;
    }

    @Override
    public double rFactor() {
        return rFactor;
    }

    @Override
    public double mosLq() {
        return mosLq;
    }

    @Override
    public double mosCq() {
        return mosCq;
    }

    @Override
    public boolean isAdaptive() {
        return true;
    }

    @Override
    public double bufferNominalMs() {
        return 40;
    }

    @Override
    public double bufferMaxMs() {
        return 55;
    }

    @Override
    public double bufferAbsoluteMaxMs() {
        return 500;
    }
}
