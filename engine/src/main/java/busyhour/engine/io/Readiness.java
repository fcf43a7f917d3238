package busyhour.engine.io;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a shard hears which of its sockets have something to read ({@link ReadySockets}), for reports.
 *
 * @param text   {@code notes} (of the filter in the kernel), {@code epoll (why)} or {@code memory}.
 * @param notice what a person may want to change about it, null when it is as it should be or was asked for.
 */
public record Readiness(String text, String notice) {

    /** Property that asks for {@link #EPOLL}. */
    static final String PROPERTY = "busyhour.readiness";
    static final String EPOLL = "epoll";

    static final Readiness NOTES = new Readiness("notes", null);
    static final Readiness ASKED = new Readiness(EPOLL + " (-D" + PROPERTY + "=" + EPOLL + ")", null);
    /** A network without a kernel. */
    static final Readiness MEMORY = new Readiness("memory", null);

    /** The filter was wanted. @param refusal what the kernel said to it. */
    static Readiness refused(String refusal) {
        return new Readiness(EPOLL + " (" + refusal + ")", "epoll tells what came, no socket filter: " + refusal
                + "; with one (Linux 5.12, root or CAP_BPF) a packet costs the kernel a quarter less");
    }

    /** By name, for the result. @param shards in the order of their numbers. */
    public static Map<String, String> facts(List<Readiness> shards) {
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("readiness", shards.stream().distinct().count() == 1 ? shards.getFirst().text
                : IntStream.range(0, shards.size()).mapToObj(i -> "shard " + i + ": " + shards.get(i).text).collect(Collectors.joining(", ")));
        final String notices = shards.stream().map(Readiness::notice).filter(Objects::nonNull).distinct().collect(Collectors.joining("\n"));
        if (!notices.isEmpty()) {
            facts.put("notices", notices);
        }
        return facts;
    }
}
