package busyhour.web.plan;

import java.util.List;
import java.util.Optional;

/**
 * A number of a result, by the name that thresholds call it.
 *
 * @param name {@code mos.avg}, {@code groups.callers.jitter_ms.p95}, {@code asr}.
 * @param path where it stands in the result's JSON tree.
 */
public record Statistic(String name, List<String> path) {

    public Statistic {
        path = List.copyOf(path);
    }

    /**
     * Empty when the result has none of that name.
     *
     * @param groups names of the plan's groups.
     */
    public static Optional<Statistic> of(String name, List<String> groups) {
        return Optional.ofNullable(new StatisticPaths(groups).resolve(name)).map(path -> new Statistic(name, path));
    }

    /** What would have been right in the place of a wrong name. */
    public static String expected(String name, List<String> groups) {
        return new StatisticPaths(groups).expected(name);
    }
}
