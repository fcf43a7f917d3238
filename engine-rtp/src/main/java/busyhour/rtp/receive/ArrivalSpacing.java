package busyhour.rtp.receive;

/** Times between consecutive arrivals, over the last two seconds: the closed one and the one before it. */
final class ArrivalSpacing {

    private boolean started;
    private long lastArrivalNs;
    private long minNs;
    private long maxNs;
    private long sumNs;
    private int count;
    private long priorMinNs;
    private long priorMaxNs;
    private long priorSumNs;
    private int priorCount;
    private double minMs;
    private double maxMs;
    private double avgMs;

    void reset() {
        started = false;
        clear();
        priorCount = 0;
        minMs = Double.NaN;
        maxMs = Double.NaN;
        avgMs = Double.NaN;
    }

    private void clear() {
        minNs = Long.MAX_VALUE;
        maxNs = 0;
        sumNs = 0;
        count = 0;
    }

    void onPacket(long arrivalNs) {
        if (started) {
            final long spacingNs = Math.max(0, arrivalNs - lastArrivalNs);
            minNs = Math.min(minNs, spacingNs);
            maxNs = Math.max(maxNs, spacingNs);
            sumNs += spacingNs;
            count++;
        }
        started = true;
        lastArrivalNs = arrivalNs;
    }

    void closeSecond() {
        final int both = count + priorCount;
        final boolean prior = priorCount > 0;
        minMs = both == 0 ? Double.NaN : (prior ? Math.min(minNs, priorMinNs) : minNs) / 1e6;
        maxMs = both == 0 ? Double.NaN : (prior ? Math.max(maxNs, priorMaxNs) : maxNs) / 1e6;
        avgMs = both == 0 ? Double.NaN : (sumNs + (prior ? priorSumNs : 0)) / 1e6 / both;
        priorMinNs = minNs;
        priorMaxNs = maxNs;
        priorSumNs = sumNs;
        priorCount = count;
        clear();
    }

    double minMs() {
        return minMs;
    }

    double maxMs() {
        return maxMs;
    }

    double avgMs() {
        return avgMs;
    }
}
