package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.rtp.quality.BurstGapAnalysis;
import busyhour.rtp.quality.EModelScore;
import busyhour.rtp.quality.LossRuns;

/**
 * The catalogue's quality figures of one received stream: counters as of now, gauges of the last closed second.
 * NaN = not measured.
 */
public final class QualityMetrics {

    private final SequenceTracker sequence;
    private final MediaTiming timing;
    private final BurstGapAnalysis burstGap;
    private final LossRuns secondLoss;
    private final LossRuns callLoss;
    private final EModelScore second = new EModelScore();
    private final EModelScore call = new EModelScore();

    private AudioCodec codec;
    private int mode;
    private double packetMs;
    private double delaySumMs;
    private long delaySeconds;
    private double tripSumMs;
    private long tripSeconds;
    private double jitterMs;
    private double jitterMaxMs;
    private double pdvMs;
    private double burstRatio;
    private long timestampJumps;
    private long ssrcSwitches;

    QualityMetrics(SequenceTracker sequence, MediaTiming timing, BurstGapAnalysis burstGap,
            LossRuns secondLoss, LossRuns callLoss) {
        this.sequence = sequence;
        this.timing = timing;
        this.burstGap = burstGap;
        this.secondLoss = secondLoss;
        this.callLoss = callLoss;
    }

    void reset(AudioCodec codec) {
        this.codec = codec;
        mode = AmrPayload.NO_MODE;
        second.clear();
        call.clear();
        packetMs = Double.NaN;
        delaySumMs = 0;
        delaySeconds = 0;
        tripSumMs = 0;
        tripSeconds = 0;
        jitterMs = Double.NaN;
        jitterMaxMs = Double.NaN;
        pdvMs = Double.NaN;
        burstRatio = Double.NaN;
        timestampJumps = 0;
        ssrcSwitches = 0;
    }

    /** Packets are of this codec from now on: scores are of what is heard now. */
    void codec(AudioCodec other) {
        codec = other;
    }

    /** Mode of the last packet of a codec whose modes differ in quality (AMR), negative = none. */
    void codecMode(int codecMode) {
        mode = codecMode >= 0 ? codecMode : mode;
    }

    void onTimestampJump() {
        timestampJumps++;
    }

    void onSsrcSwitch() {
        ssrcSwitches++;
    }

    /**
     * Reads the second and closes its loss.
     *
     * @param bufferMs mean delay of the buffer in the second, NaN without a packet.
     * @param packetMs packet time.
     * @param rttMs    NaN while unknown: then only the delay that is known counts.
     */
    void closeSecond(double bufferMs, double packetMs, double rttMs) {
        sequence.closeInterval();
        final JitterEstimator jitter = timing.jitter();
        final TransitWindow transit = timing.variation();
        jitterMs = jitter.largestInSecondMs() >= 0 ? jitter.jitterMs() : Double.NaN; // no packet, no jitter
        jitterMaxMs = jitter.largestInSecondMs();
        pdvMs = transit.count() < 2 ? Double.NaN : (transit.secondP99Ns() - transit.secondMinNs()) / 1e6;
        burstRatio = secondLoss.burstRatio();
        this.packetMs = packetMs;
        second.clear();
        if (secondLoss.slots() > 0 && codec != null && bufferMs >= 0) {
            final boolean known = rttMs >= 0;
            final double oneWayMs = (known ? rttMs / 2 : 0) + bufferMs + packetMs;
            second.score(codec, mode, secondLoss.lossPercent(), secondLoss.burstRatio(), oneWayMs);
            delaySumMs += bufferMs + packetMs;
            delaySeconds++;
            tripSumMs += known ? rttMs / 2 : 0;
            tripSeconds += known ? 1 : 0;
            // the first seconds have no round trip yet: the others' stands for them
            call.score(codec, mode, callLoss.lossPercent(), callLoss.burstRatio(),
                    delaySumMs / delaySeconds + (tripSeconds == 0 ? 0 : tripSumMs / tripSeconds));
        }
        secondLoss.clear();
    }

    public double mos() {
        return second.mos();
    }

    public double mosLq() {
        return second.mosLq();
    }

    public double rFactor() {
        return second.rFactor();
    }

    public double ieEff() {
        return second.ieEff();
    }

    public double idDelay() {
        return second.idDelay();
    }

    /** MOS of the call so far: its whole loss, its mean delay. */
    public double callMos() {
        return call.mos();
    }

    /** Listening MOS of the call so far. */
    public double callMosLq() {
        return call.mosLq();
    }

    /** R of the call so far. */
    public double callRFactor() {
        return call.rFactor();
    }

    /** Lost and discarded of what was to be played in the call so far, percent. */
    public double callLossPercent() {
        return callLoss.lossPercent();
    }

    /** Burst ratio of the call so far. */
    public double callBurstRatio() {
        return callLoss.burstRatio();
    }

    public double jitterMs() {
        return jitterMs;
    }

    public double jitterMaxMs() {
        return jitterMaxMs;
    }

    public double pdvMs() {
        return pdvMs;
    }

    /** Mean of the second's packets; NaN unless both ends are ours on one host, and before the first sender report. */
    public double oneWayDelayMs() {
        return timing.sender().oneWayMs();
    }

    public double packetsLost() {
        return sequence.totalExpected() == 0 ? Double.NaN : sequence.lost();
    }

    public double fractionLost() {
        return sequence.fractionLostPercent();
    }

    public double burstLossRatio() {
        return burstRatio;
    }

    public double clockSkewEstimate() {
        return timing.skew().ppm();
    }

    public double timestampJumps() {
        return timestampJumps;
    }

    public double ssrcSwitches() {
        return ssrcSwitches;
    }

    public double burstDensity() {
        return callLoss.slots() == 0 ? Double.NaN : burstGap.burstDensity();
    }

    public double gapDensity() {
        return callLoss.slots() == 0 ? Double.NaN : burstGap.gapDensity();
    }

    public double burstDuration() {
        return callLoss.slots() == 0 ? Double.NaN : burstGap.meanBurstPackets() * packetMs;
    }

    public double gapDuration() {
        return callLoss.slots() == 0 ? Double.NaN : burstGap.meanGapPackets() * packetMs;
    }
}
