package busyhour.rtp.playout;

/** What a {@link PlayoutBuffer} did: counters over the call, gauges of the closed second. NaN = nothing to measure. */
public final class PlayoutFigures {

    long received;
    long late;
    long discarded;
    long duplicates;
    long pushed;
    long overflows;
    long underflows;
    private long repaired;
    private long losses;
    private long concealedNs;
    private long concealments;

    private long delayNs;
    private long smallestNs;
    private long largestNs;
    private long sumNs;
    private long delays;
    private long receivedPrior;
    private long discardedPrior;

    private double currentDelayMs;
    private double smallestDelayMs;
    private double largestDelayMs;
    private double meanDelayMs;
    private double discardPercent;
    private double targetMs;
    private double depthPackets;
    private double adaptations;
    private double concealmentsPerSecond;
    private double concealedMsPerSecond;

    void reset() {
        received = 0;
        late = 0;
        discarded = 0;
        duplicates = 0;
        pushed = 0;
        overflows = 0;
        underflows = 0;
        repaired = 0;
        delayNs = 0;
        losses = 0;
        receivedPrior = 0;
        discardedPrior = 0;
        adaptations = 0;
        currentDelayMs = Double.NaN;
        smallestDelayMs = Double.NaN;
        largestDelayMs = Double.NaN;
        meanDelayMs = Double.NaN;
        discardPercent = Double.NaN;
        targetMs = Double.NaN;
        depthPackets = Double.NaN;
        concealmentsPerSecond = Double.NaN;
        concealedMsPerSecond = Double.NaN;
        openSecond();
    }

    private void openSecond() {
        smallestNs = Long.MAX_VALUE;
        largestNs = 0;
        sumNs = 0;
        delays = 0;
        concealedNs = 0;
        concealments = 0;
    }

    void onDelay(long waitNs) {
        delayNs = waitNs;
        smallestNs = Math.min(smallestNs, waitNs);
        largestNs = Math.max(largestNs, waitNs);
        sumNs += waitNs;
        delays++;
    }

    void onConcealed(long packetNs, boolean begins) {
        losses++;
        concealedNs += packetNs;
        concealments += begins ? 1 : 0;
    }

    /** A slot without a packet was played from what the next packet carries. */
    void onRepaired() {
        losses++;
        repaired++;
    }

    void closeSecond(long elapsedNs, int depth, long targetNs, long adaptationsSoFar) {
        final long arrived = received - receivedPrior;
        final boolean any = delays > 0;
        currentDelayMs = any ? delayNs / 1e6 : currentDelayMs;
        smallestDelayMs = any ? smallestNs / 1e6 : Double.NaN;
        largestDelayMs = any ? largestNs / 1e6 : Double.NaN;
        meanDelayMs = any ? sumNs / 1e6 / delays : Double.NaN;
        discardPercent = arrived == 0 ? Double.NaN : 100.0 * (discarded - discardedPrior) / arrived;
        receivedPrior = received;
        discardedPrior = discarded;
        targetMs = received == 0 ? Double.NaN : targetNs / 1e6;
        depthPackets = received == 0 ? Double.NaN : depth;
        adaptations = adaptationsSoFar;
        concealmentsPerSecond = received == 0 ? Double.NaN : concealments * 1e9 / elapsedNs;
        // a loss of seconds is known at its end: no second conceals more than it lasts
        concealedMsPerSecond = received == 0 ? Double.NaN : Math.min(1e3, concealedNs * 1e3 / elapsedNs);
        openSecond();
    }

    /** Delay that the buffer adds now, 0 before the first packet. */
    public long delayNs() {
        return delayNs;
    }

    /** Empty slots that the next packet made good. */
    public double repaired() {
        return repaired;
    }

    /** Delay that the buffer added to the last packet. */
    public double currentDelayMs() {
        return currentDelayMs;
    }

    public double targetDelayMs() {
        return targetMs;
    }

    /** Smallest delay in the second. */
    public double smallestDelayMs() {
        return smallestDelayMs;
    }

    /** Largest delay in the second. */
    public double largestDelayMs() {
        return largestDelayMs;
    }

    /** Mean delay in the second: what the E-model counts. */
    public double meanDelayMs() {
        return meanDelayMs;
    }

    /** Packets that waited when the second closed. */
    public double depthPackets() {
        return depthPackets;
    }

    public double latePackets() {
        return late;
    }

    /** Slots that were played without a packet. */
    public double losses() {
        return losses;
    }

    public double duplicates() {
        return duplicates;
    }

    /** Packets handed to the decoder. */
    public double pushed() {
        return pushed;
    }

    /** Discarded of received in the second. */
    public double discardPercent() {
        return discardPercent;
    }

    public double overflows() {
        return overflows;
    }

    public double underflows() {
        return underflows;
    }

    public double adaptations() {
        return adaptations;
    }

    /** Runs of concealment that began, each second. */
    public double concealmentsPerSecond() {
        return concealmentsPerSecond;
    }

    /** Concealed milliseconds of each second. */
    public double concealedMsPerSecond() {
        return concealedMsPerSecond;
    }
}
