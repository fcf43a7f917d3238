package busyhour.jmh.calibrate;

import busyhour.engine.io.HostFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a calibration found.
 *
 * @param measuredAt  when it began.
 * @param tookS       in seconds.
 * @param cores       as asked for, null = the run's default.
 * @param idle        as asked for, null = the run's default.
 * @param loadAverage of the minute before it began: over a tenth of the cores, somebody else was at work.
 * @param costs       of single steps.
 * @param kinds       in the order measured.
 * @param advice      what to change on this host.
 */
record Calibration(Instant measuredAt, double tookS, String version, HostFacts host, String cores, String idle, double loadAverage, MicroCosts costs,
                   List<KindCapacity> kinds, List<HostAdvice> advice) {

    Optional<KindCapacity> of(MediaKind kind) {
        return kinds.stream().filter(each -> each.kind() == kind).findFirst();
    }

    /** Shards that played the loads. */
    int shards() {
        return kinds.stream().flatMap(kind -> kind.found().loads().stream()).mapToInt(Load::shards).max().orElse(0);
    }
}
