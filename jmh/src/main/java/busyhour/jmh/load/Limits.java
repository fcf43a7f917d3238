package busyhour.jmh.load;

/** When a generator is itself the limit: what the project's reports say, applied to whoever is measured. */
final class Limits {

    static final double BUSY_SHARE = 0.8;
    static final double LATENESS_P99_US = 1_000;

    private Limits() {
    }

    static boolean isOverloaded(double busyShare, double latenessP99Us, long kernelDrops) {
        return busyShare > BUSY_SHARE || latenessP99Us > LATENESS_P99_US || kernelDrops > 0;
    }
}
