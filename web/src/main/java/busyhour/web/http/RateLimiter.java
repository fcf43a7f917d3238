package busyhour.web.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

/** A bucket of tokens for each key: so many at once, so many in a period for ever. Any thread. */
final class RateLimiter {

    private static final int MAX_KEYS = 10_000;
    private static final long NS_PER_S = 1_000_000_000;

    private final Bandwidth bandwidth;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_KEYS;
        }
    };

    RateLimiter(long burst, long tokens, Duration period) {
        bandwidth = Bandwidth.builder().capacity(burst).refillGreedy(tokens, period).build();
    }

    static RateLimiter perSecond(long burst, long tokens) {
        return new RateLimiter(burst, tokens, Duration.ofSeconds(1));
    }

    /** Takes a token. Returns 0, or the whole seconds after which to try again. */
    long take(String key) {
        Bucket bucket;
        synchronized (buckets) {
            bucket = buckets.computeIfAbsent(key, k -> Bucket.builder().addLimit(bandwidth).build());
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : (probe.getNanosToWaitForRefill() + NS_PER_S - 1) / NS_PER_S;
    }
}
