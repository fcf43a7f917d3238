package busyhour.web.http;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What was looked up a moment ago, so that a thousand requests a second of one key are not a thousand queries. What is not there is
 * always looked up. Any thread.
 */
final class Recent<V> {

    private static final int MOST = 10_000;

    private final long lifetimeNs;
    private final LongSupplier nowNs;
    private final Map<String, Entry<V>> entries = new ConcurrentHashMap<>();

    Recent(long lifetimeNs, LongSupplier nowNs) {
        this.lifetimeNs = lifetimeNs;
        this.nowNs = nowNs;
    }

    private record Entry<V>(V value, long atNs) {
    }

    Optional<V> get(String key, Function<String, Optional<V>> lookUp) {
        long now = nowNs.getAsLong();
        Entry<V> entry = entries.get(key);
        if (entry != null && now - entry.atNs() < lifetimeNs) {
            return Optional.of(entry.value());
        }
        Optional<V> fresh = lookUp.apply(key);
        if (fresh.isPresent()) {
            if (entries.size() >= MOST) {
                entries.clear();
            }
            entries.put(key, new Entry<>(fresh.get(), now));
        } else {
            entries.remove(key);
        }
        return fresh;
    }

    /** Something changed. */
    void forget() {
        entries.clear();
    }
}
