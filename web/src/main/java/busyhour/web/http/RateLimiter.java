package busyhour.web.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** A bucket of tokens for each key: {@code burst} at once, {@code perSecond} for ever. Any thread. */
final class RateLimiter {

    private static final int MAX_KEYS = 10_000;
    private static final double NS_PER_S = 1e9;

    private final double burst;
    private final double perSecond;
    private final LongSupplier nowNs;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_KEYS;
        }
    };

    RateLimiter(int burst, int perSecond, LongSupplier nowNs) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.nowNs = nowNs;
    }

    private static final class Bucket {
        private double tokens;
        private long atNs;
    }

    /** Takes a token. Returns 0, or the whole seconds after which to try again. */
    synchronized long take(String key) {
        long now = nowNs.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(key, k -> {
            Bucket full = new Bucket();
            full.tokens = burst;
            full.atNs = now;
            return full;
        });
        bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.atNs) / NS_PER_S * perSecond);
        bucket.atNs = now;
        if (bucket.tokens >= 1) {
            bucket.tokens--;
            return 0;
        }
        return (long) Math.ceil((1 - bucket.tokens) / perSecond);
    }
}
