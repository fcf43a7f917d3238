package busyhour.web.plan;

import busyhour.ipc.metric.Kind;
import busyhour.ipc.metric.Metric;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the statistics that a threshold may name stand in the result.
 *
 * <pre>
 *   mos.avg  jitter_ms.send.p95  video.mos.p5       metrics . KEY . STATISTIC
 *   groups.callers.mos.avg                          groups . NAME . metrics . KEY . STATISTIC
 *   audio_codec.values.PCMU                         metrics . KEY . values . VALUE
 *   asr  ner  calls.failed  calls.results.busy      calls . …
 *   calls.mos.p5  calls.mosBelow35Percent           over whole calls; of a group groups.callers.callMos.p5 ...
 *   endpoints.outcomes.SUCCESS  engine.sendLatenessUs.p99  run.durationMs  findMax.max
 * </pre>
 */
final class StatisticPaths {
    /** Of every numeric metric; counters have {@link #SUM} besides. */
    static final List<String> STATISTICS =
            List.of("count", "min", "avg", "p1", "p5", "p50", "p90", "p95", "p99", "p999", "max");
    static final String SUM = "sum";

    private static final List<String> CALLS = List.of("offered", "started", "answered", "failed", "dropped", "asr", "ner",
            "mosBelow35Percent", "offeredPerSecond", "startedPerSecond", "startDelayMs.p50", "startDelayMs.p99", "startDelayMs.max");
    /** Of them, what is counted for each group too. */
    private static final List<String> GROUP_CALLS = List.of("offered", "started", "answered", "failed", "dropped", "offeredPerSecond",
            "startedPerSecond", "startDelayMs.p50", "startDelayMs.p99", "startDelayMs.max");
    /** Distributions over whole calls. */
    private static final List<String> OVER_CALLS = List.of("mos", "talkRatio", "timeToGreetingMs", "mediaScore");
    private static final List<String> ENGINE = List.of("shards", "cpuSeconds", "shardBusyRatio", "peakEndpoints", "packetsSent",
            "packetsReceived", "sendLatenessUs.p50", "sendLatenessUs.p99", "sendLatenessUs.p999", "sendLatenessUs.max",
            "dutyCycleMaxUs", "allocatedBytesPerSecond", "overloaded", "firstInviteMs", "gcPauseMaxMs", "kernelDrops",
            "publisherLagMs", "packetsSkipped", "sendRefusals", "recordsLost", "stealRatio", "coreWaitRatio", "sipMalformed",
            "sipForbidden");

    private final MetricCatalogue catalogue = MetricCatalogue.instance();
    private final List<String> groups;

    /** @param groups names of the plan's groups; null for one without a name. */
    StatisticPaths(List<String> groups) {
        this.groups = groups;
    }

    /** Null when the result has no such statistic. */
    List<String> resolve(String name) {
        if (name.equals("asr") || name.equals("ner")) {
            return List.of("calls", name);
        }
        if (name.startsWith("groups.")) {
            return group(name.substring("groups.".length()));
        }
        if (name.startsWith("calls.")) {
            return calls(name.substring("calls.".length()));
        }
        if (name.startsWith("endpoints.")) {
            return endpoints(name.substring("endpoints.".length()));
        }
        if (name.startsWith("engine.")) {
            String rest = name.substring("engine.".length());
            return ENGINE.contains(rest) ? path(List.of("engine"), rest.split("\\.")) : null;
        }
        if (name.equals("run.durationMs")) {
            return List.of("run", "durationMs");
        }
        if (name.equals("findMax.max")) {
            return List.of("findMax", "max");
        }
        return metric(List.of("metrics"), name);
    }

    /** What would have been right, with the nearest known name. */
    String expected(String name) {
        if (name.startsWith("groups.") && groupOf(name.substring("groups.".length())) == null) {
            return "groups.NAME.METRIC.STATISTIC with one of the groups "
                    + String.join(", ", groups.stream().filter(g -> g != null).toList());
        }
        for (String area : List.of("calls", "engine")) {
            if (name.startsWith(area + ".")) {
                List<String> known = area.equals("calls") ? Stream.concat(CALLS.stream(),
                        OVER_CALLS.stream().map(key -> key + ".STATISTIC")).toList() : ENGINE;
                return "one of " + area + ".{" + String.join(", ", known) + "}"
                        + Spelling.hint(name.substring(area.length() + 1), known);
            }
        }
        int dot = name.lastIndexOf('.');
        String key = dot < 0 ? name : name.substring(0, dot);
        key = key.startsWith("groups.") ? withoutGroup(key) : key.startsWith("metrics.") ? key.substring(8) : key;
        Slot slot = catalogue.slot(key);
        if (slot == null && dot >= 0 && catalogue.slot(name) != null) {
            slot = catalogue.slot(name);
            key = name;
        }
        if (slot != null && !slot.metric().isText()) {
            List<String> statistics = statistics(slot.metric());
            return "a statistic of " + key + ": one of " + String.join(", ", statistics)
                    + (dot < 0 ? "" : Spelling.hint(name.substring(dot + 1), statistics));
        }
        if (slot != null) {
            return key + ".values.VALUE, as it is text";
        }
        List<String> keys = Stream.concat(catalogue.slots().stream().map(Slot::resultKey), Stream.of("asr", "ner")).toList();
        return "a metric of the catalogue (./busyhour metrics) with its statistic" + Spelling.hint(key, keys);
    }

    private List<String> metric(List<String> above, String name) {
        String bare = name.startsWith("metrics.") ? name.substring("metrics.".length()) : name;
        int values = bare.indexOf(".values.");
        if (values > 0) {
            Slot slot = catalogue.slot(bare.substring(0, values));
            return slot == null || !slot.metric().isText() ? null
                    : path(above, slot.resultKey(), "values", bare.substring(values + ".values.".length()));
        }
        int dot = bare.lastIndexOf('.');
        Slot slot = dot < 0 ? null : catalogue.slot(bare.substring(0, dot));
        if (slot == null || slot.metric().isText() || !statistics(slot.metric()).contains(bare.substring(dot + 1))) {
            return null;
        }
        return path(above, slot.resultKey(), bare.substring(dot + 1));
    }

    private static List<String> statistics(Metric metric) {
        if (metric.kind() != Kind.COUNTER) {
            return STATISTICS;
        }
        List<String> all = new ArrayList<>(STATISTICS);
        all.add(SUM);
        return all;
    }

    private List<String> group(String rest) {
        String group = groupOf(rest);
        if (group == null) {
            return null;
        }
        String name = rest.substring(group.length() + 1);
        if (name.equals("mosBelow35Percent")) {
            return List.of("groups", group, name);
        }
        if (name.startsWith("calls.") && GROUP_CALLS.contains(name.substring("calls.".length()))) {
            return path(List.of("groups", group), name.split("\\."));
        }
        List<String> overCalls = overCalls(List.of("groups", group), name, "callMos");
        return overCalls != null ? overCalls : metric(List.of("groups", group, "metrics"), name);
    }

    /** {@code mos.p5} of whole calls. @param mosKey what stands for mos here. */
    private static List<String> overCalls(List<String> above, String rest, String mosKey) {
        String[] parts = rest.split("\\.", 2);
        boolean known = parts[0].equals(mosKey) || !parts[0].equals("mos") && OVER_CALLS.contains(parts[0]);
        return known && parts.length == 2 && STATISTICS.contains(parts[1]) ? path(above, parts[0], parts[1]) : null;
    }

    /** Names may hold dots: the longest that fits. */
    private String groupOf(String rest) {
        String found = null;
        for (String group : groups) {
            if (group != null && rest.startsWith(group + ".") && (found == null || group.length() > found.length())) {
                found = group;
            }
        }
        return found;
    }

    private String withoutGroup(String key) {
        String rest = key.substring("groups.".length());
        String group = groupOf(rest + ".");
        return group == null || rest.length() <= group.length() ? rest : rest.substring(group.length() + 1);
    }

    private static List<String> calls(String rest) {
        if (CALLS.contains(rest)) {
            return path(List.of("calls"), rest.split("\\."));
        }
        List<String> overCalls = overCalls(List.of("calls"), rest, "mos");
        if (overCalls != null) {
            return overCalls;
        }
        String[] parts = rest.split("\\.", 2);
        boolean result = parts[0].equals("results") && parts.length == 2
                && Arrays.stream(CallResult.values()).anyMatch(r -> r.word().equals(parts[1]));
        boolean code = parts[0].equals("sipCodes") && parts.length == 2 && parts[1].matches("[1-6]\\d\\d");
        return result || code ? List.of("calls", parts[0], parts[1]) : null;
    }

    private static List<String> endpoints(String rest) {
        if (rest.equals("planned") || rest.equals("registered")) {
            return List.of("endpoints", rest);
        }
        String[] parts = rest.split("\\.", 2);
        boolean phase = parts[0].equals("phases") && parts.length == 2
                && Arrays.stream(EndpointPhase.values()).anyMatch(p -> p.name().equals(parts[1]));
        boolean outcome = parts[0].equals("outcomes") && parts.length == 2
                && Arrays.stream(EndpointOutcome.values()).anyMatch(o -> o.name().equals(parts[1]));
        return phase || outcome ? List.of("endpoints", parts[0], parts[1]) : null;
    }

    private static List<String> path(List<String> above, String... rest) {
        List<String> path = new ArrayList<>(above);
        path.addAll(Arrays.asList(rest));
        return path;
    }
}
