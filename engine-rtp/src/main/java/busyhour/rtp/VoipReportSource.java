package busyhour.rtp;

/**
 * What the receive side knows about how a call sounds, as a VoIP metrics block needs it (RFC 3611 4.7). Since the beginning
 * of reception unless said otherwise; NaN = not known, which goes out as unavailable or as 0 where the RFC has no such word.
 * Read on the shard's thread.
 */
public interface VoipReportSource {

    /** Lost of expected, 0 to 1. */
    double lossRatio();

    /** Discarded by the jitter buffer of expected, 0 to 1. */
    double discardRatio();

    double burstDensity();

    double gapDensity();

    double burstDurationMs();

    double gapDurationMs();

    /** Packet time and delay of the jitter buffer, now. */
    double endSystemDelayMs();

    /** Level of speech in the last second, dBov. */
    double signalLevelDbov();

    /** Level of noise in the last second, dBov. */
    double noiseLevelDbov();

    /** 0 to 100. */
    double rFactor();

    double mosLq();

    double mosCq();

    /** Whether the jitter buffer adapts. */
    boolean isAdaptive();

    /** Delay that the jitter buffer aims at. */
    double bufferNominalMs();

    /** Largest delay in the last second. */
    double bufferMaxMs();

    /** The most that the jitter buffer would delay. */
    double bufferAbsoluteMaxMs();
}
