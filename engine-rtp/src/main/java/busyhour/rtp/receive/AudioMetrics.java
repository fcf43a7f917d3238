package busyhour.rtp.receive;

/** The catalogue's audio of one received stream, as of the last second tick. NaN = not measured. */
public final class AudioMetrics {

    AudioMetrics() {
    }

    public double plcEvents() {
        return Double.NaN;
    }

    public double plcDurationMs() {
        return Double.NaN;
    }

    public double signalLevelDbov() {
        return Double.NaN;
    }

    public double noiseLevelDbov() {
        return Double.NaN;
    }

    public double audioLevelRmsDbov() {
        return Double.NaN;
    }

    public double audioLevelPeakDbov() {
        return Double.NaN;
    }

    public double speechActivity() {
        return Double.NaN;
    }

    public double clippingRatio() {
        return Double.NaN;
    }

    public double deadAirMs() {
        return Double.NaN;
    }

    public double comfortNoisePacketsReceived() {
        return Double.NaN;
    }

    public double audioBitrateBps() {
        return Double.NaN;
    }

    public double ptimeMs() {
        return Double.NaN;
    }
}
