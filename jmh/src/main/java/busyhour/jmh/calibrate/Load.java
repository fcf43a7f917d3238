package busyhour.jmh.calibrate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What one load did to the engine: a run of real calls with everything measured.
 *
 * @param endpoints     that were asked for.
 * @param shards        that played them.
 * @param busyRatio     of the busiest shard in the steady part.
 * @param latenessP99Us of sends in the steady part, NaN = not measured.
 * @param residentBytes that the engine had at its most, 0 = not seen.
 * @param broke         which limits of the report it went over, for people; null when it held.
 */
record Load(int endpoints, int shards, double busyRatio, double latenessP99Us, long residentBytes, String broke) {

    /** As the report judges it: rule 5 of the measurement rules. */
    static final double BUSY_LIMIT = 0.8;
    static final double LATENESS_LIMIT_US = 1_000;
    /** A shard this busy has no time left: its busy share says nothing about how much it lacks. */
    static final double FULL = 0.97;
    private static final double LITTLE = 0.3;

    /** @param result of {@code busyhour run --json}. */
    static Load of(int endpoints, JsonNode result, long residentBytes) {
        final JsonNode engine = result.path("engine");
        return new Load(endpoints, engine.path("shards").asInt(1), engine.path("shardBusyRatio").asDouble(0),
                engine.path("sendLatenessUs").path("p99").asDouble(Double.NaN), residentBytes,
                engine.path("overloaded").asBoolean() ? limits(engine.path("limits")) : null);
    }

    /** A run that came to no end in time. */
    static Load stuck(int endpoints, long residentBytes) {
        return new Load(endpoints, 1, 1, Double.NaN, residentBytes, "it came to no end");
    }

    private static String limits(JsonNode limits) {
        return StreamSupport.stream(limits.spliterator(), false).map(limit -> switch (limit.path("limit").asText()) {
            case "shardBusyRatio" -> "busy over 80 %";
            case "sendLatenessUs.p99" -> "lateness p99 over 1 ms";
            case "packetsSkipped" -> String.format(Locale.ROOT, "%,d packets never sent", limit.path("value").asLong());
            case "kernelDrops" -> String.format(Locale.ROOT, "%,d datagrams dropped by the kernel", limit.path("value").asLong());
            default -> limit.path("limit").asText();
        }).collect(Collectors.joining(", "));
    }

    boolean held() {
        return broke == null;
    }

    boolean isFull() {
        return busyRatio >= FULL;
    }

    /** Whether the shard had time left: something else on its core may have been the cause, such as the compilation of the first seconds. */
    boolean isDoubtful() {
        return !held() && busyRatio < BUSY_LIMIT;
    }

    /** Whether its busy share says at which load the limit lies. */
    boolean isTelling() {
        return busyRatio > LITTLE && !isFull();
    }

    /** Endpoints at which the busiest shard would be at its limit, if each costs what these did. */
    double endpointsAtLimit() {
        return endpoints * BUSY_LIMIT / Math.max(0.001, busyRatio);
    }

    /** Packets sent, and as many received, for each second that the busiest shard was at work. */
    double packetsPerBusySecond(MediaKind kind) {
        return (double) endpoints * kind.packetsPerSecond() / shards / busyRatio;
    }
}
