package busyhour.sip.ua;

/**
 * Numbers for branches, tags, Call-IDs: SplitMix64 from the shard's seed, never 0. Unlike in two shards as long as
 * their seeds are unlike. One thread.
 */
final class Identifiers {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    Identifiers(final long seed) {
        state = seed;
    }

    long next() {
        state += GAMMA;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return z == 0 ? GAMMA : z;
    }
}
