package busyhour.jmh.calibrate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a host carries of one kind of media, and what binds first.
 *
 * @param found  by loads.
 * @param bounds CPU first, then what is counted.
 */
record KindCapacity(MediaKind kind, CapacitySearch.Found found, List<Bound> bounds) {

    static KindCapacity of(MediaKind kind, CapacitySearch.Found found, HostBounds host) {
        final List<Bound> bounds = new ArrayList<>();
        final List<Bound> counted = host.of(kind);
        final long most = counted.stream().mapToLong(Bound::endpoints).min().orElse(Bound.UNBOUNDED);
        final Load largest = found.largest();
        final boolean filled = largest != null && !found.proven() && largest.endpoints() + 1 >= most;
        bounds.add(filled ? new Bound("cpu", (long) (largest.endpoints() * Load.BUSY_LIMIT / Math.max(0.01, largest.busyRatio())), String.format(Locale.ROOT,
                "%.0f %% busy with %,d endpoints", 100 * largest.busyRatio(), largest.endpoints()))
                : new Bound("cpu", found.limit(), cpu(kind, found)));
        bounds.addAll(counted);
        return new KindCapacity(kind, found, bounds);
    }

    private static String cpu(MediaKind kind, CapacitySearch.Found found) {
        if (found.limit() == 0) {
            return "not even " + CapacitySearch.LEAST + " endpoints were held";
        }
        final Load broken = found.loads().stream().filter(load -> !load.held()).min(Comparator.comparingInt(Load::endpoints)).orElse(null);
        final Load held = found.largest();
        return (held == null ? "none held" : String.format(Locale.ROOT, "%,d held at %.0f %% busy (%,.0f packets in and out for each busy second of %s)",
                held.endpoints(), 100 * held.busyRatio(), held.packetsPerBusySecond(kind), held.shards() == 1 ? "the shard" : "each of " + held.shards() + " shards"))
                + (broken == null ? ", more was not tried" : String.format(Locale.ROOT, ", %,d did not: %s", broken.endpoints(), broken.broke()));
    }

    /** What binds first. */
    Bound first() {
        return bounds.stream().min(Comparator.comparingLong(Bound::endpoints)).orElseThrow();
    }

    /** Endpoints at which that does. */
    long limit() {
        return first().endpoints();
    }

    /** With headroom. */
    int capacity() {
        return CapacitySearch.rounded(limit() / (1 + CapacitySearch.HEADROOM));
    }
}
