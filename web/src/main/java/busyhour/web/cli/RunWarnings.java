package busyhour.web.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a person should know about how the run is played, each said once, with {@code --quiet} too. {@link #onFacts} by the collector's
 * thread, the rest by the main thread.
 */
final class RunWarnings {
    /** Fact in which a worker tells its own, a line each. */
    private static final String FACT = "warnings";

    private final Set<String> said = new HashSet<>();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    /** The command's own. */
    void say(List<String> warnings) {
        warnings.stream().filter(said::add).forEach(warning -> Terminal.err().println("warning: " + warning));
    }

    /** A worker says what produces the result. */
    void onFacts(Map<String, String> facts) {
        if (facts.containsKey(FACT)) {
            facts.get(FACT).lines().forEach(told::add);
        }
    }

    /** Says what the worker told meanwhile. @param progress null when there is none. */
    void sayTold(Progress progress) {
        for (String warning = told.poll(); warning != null; warning = told.poll()) {
            if (progress != null) {
                progress.clear();
            }
            say(List.of(warning));
        }
    }
}
