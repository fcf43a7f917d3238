package busyhour.rtp.receive;

import busyhour.rtp.playout.PlayoutFigures;

/** The catalogue's figures of the playout buffer model of one received stream. NaN = not measured. */
public final class JitterBufferMetrics {

    private final PlayoutFigures figures;

    JitterBufferMetrics(PlayoutFigures figures) {
        this.figures = figures;
    }

    public double jbCurrentDelayMs() {
        return figures.currentDelayMs();
    }

    public double jbTargetDelayMs() {
        return figures.targetDelayMs();
    }

    public double jbMinDelayMs() {
        return figures.smallestDelayMs();
    }

    public double jbMaxDelayMs() {
        return figures.largestDelayMs();
    }

    public double jbDepthPackets() {
        return figures.depthPackets();
    }

    public double jbLatePackets() {
        return figures.latePackets();
    }

    public double jbPacketLosses() {
        return figures.losses();
    }

    public double jbDuplicates() {
        return figures.duplicates();
    }

    public double jbPacketsPushed() {
        return figures.pushed();
    }

    public double jbDiscardRate() {
        return figures.discardPercent();
    }

    public double jbOverflows() {
        return figures.overflows();
    }

    public double jbUnderflows() {
        return figures.underflows();
    }

    public double jbAdaptations() {
        return figures.adaptations();
    }
}
