package busyhour.rtp.receive;

/** The catalogue's the playout buffer model of one received stream, as of the last second tick. NaN = not measured. */
public final class JitterBufferMetrics {

    JitterBufferMetrics() {
    }

    public double jbCurrentDelayMs() {
        return Double.NaN;
    }

    public double jbTargetDelayMs() {
        return Double.NaN;
    }

    public double jbMinDelayMs() {
        return Double.NaN;
    }

    public double jbMaxDelayMs() {
        return Double.NaN;
    }

    public double jbDepthPackets() {
        return Double.NaN;
    }

    public double jbLatePackets() {
        return Double.NaN;
    }

    public double jbPacketLosses() {
        return Double.NaN;
    }

    public double jbDuplicates() {
        return Double.NaN;
    }

    public double jbPacketsPushed() {
        return Double.NaN;
    }

    public double jbDiscardRate() {
        return Double.NaN;
    }

    public double jbOverflows() {
        return Double.NaN;
    }

    public double jbUnderflows() {
        return Double.NaN;
    }

    public double jbAdaptations() {
        return Double.NaN;
    }
}
