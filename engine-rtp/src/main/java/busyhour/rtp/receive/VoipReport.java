package busyhour.rtp.receive;

import busyhour.rtp.VoipReportSource;
import busyhour.rtp.playout.PlayoutBuffer;
import busyhour.rtp.playout.PlayoutFigures;

/**
 * What an extended report says of a received voice: the stream's own figures under RFC 3611's names. Read after the
 * {@link ReceptionReport} of the same compound, which has what was noted worked off.
 */
final class VoipReport implements VoipReportSource {

    private final SequenceTracker sequence;
    private final PlayoutBuffer playout;
    private final PlayoutFigures figures;
    private final QualityMetrics quality;
    private final AudioMetrics audio;

    VoipReport(SequenceTracker sequence, PlayoutBuffer playout, QualityMetrics quality, AudioMetrics audio) {
        this.sequence = sequence;
        this.playout = playout;
        this.quality = quality;
        this.audio = audio;
        figures = playout.figures();
    }

    @Override
    public double lossRatio() {
        return ofExpected(sequence.lost());
    }

    @Override
    public double discardRatio() {
        return ofExpected(figures.latePackets());
    }

    private double ofExpected(double packets) {
        return sequence.totalExpected() == 0 ? Double.NaN : Math.max(0, packets / sequence.totalExpected());
    }

    @Override
    public double burstDensity() {
        return quality.burstDensity();
    }

    @Override
    public double gapDensity() {
        return quality.gapDensity();
    }

    @Override
    public double burstDurationMs() {
        return quality.burstDuration();
    }

    @Override
    public double gapDurationMs() {
        return quality.gapDuration();
    }

    @Override
    public double endSystemDelayMs() {
        return audio.ptimeMs() + figures.delayNs() / 1e6;
    }

    @Override
    public double signalLevelDbov() {
        return audio.signalLevelDbov();
    }

    @Override
    public double noiseLevelDbov() {
        return audio.noiseLevelDbov();
    }

    @Override
    public double rFactor() {
        return quality.callRFactor();
    }

    @Override
    public double mosLq() {
        return quality.callMosLq();
    }

    @Override
    public double mosCq() {
        return quality.callMos();
    }

    @Override
    public boolean isAdaptive() {
        return playout.isAdaptive();
    }

    @Override
    public double bufferNominalMs() {
        return playout.targetNs() / 1e6;
    }

    @Override
    public double bufferMaxMs() {
        return figures.largestDelayMs();
    }

    @Override
    public double bufferAbsoluteMaxMs() {
        return playout.largestNs() / 1e6;
    }
}
