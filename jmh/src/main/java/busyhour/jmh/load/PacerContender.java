package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The bare C pacer of {@code pacer.c}: the schedule, the sockets and the kernel's timestamps, and nothing else. */
final class PacerContender implements Contender {

    static final double WARM_UP_S = 1;
    private static final double TAP_MARGIN_S = 0.2;
    private static final int PTIME_MS = 20;

    private final CBaseline programs;
    private final int core;
    private final String idle;

    /** @param idle {@code spin} or {@code backoff}. */
    PacerContender(CBaseline programs, int core, String idle) {
        this.programs = programs;
        this.core = core;
        this.idle = idle;
    }

    @Override
    public String name() {
        return "C pacer";
    }

    @Override
    public String missing() throws IOException, InterruptedException {
        return programs.compile("pacer");
    }

    @Override
    public Figures measure(int endpoints, double seconds, Tap tap) throws IOException, InterruptedException {
        final CBaseline.Running running = programs.start("pacer", endpoints, seconds, core, Tap.FIRST_PORT, idle);
        Gaps gaps = null;
        if (tap != null) {
            TimeUnit.MILLISECONDS.sleep((long) ((WARM_UP_S + TAP_MARGIN_S) * 1000));
            gaps = tap.watch(seconds - 2 * TAP_MARGIN_S, PTIME_MS).gaps();
        }
        return figures(running.result(seconds + WARM_UP_S), endpoints, gaps);
    }

    private Figures figures(JsonNode line, int endpoints, Gaps gaps) {
        final double wallNs = line.get("wallNs").asDouble();
        final double sent = line.get("sent").asDouble();
        final double p99Us = line.get("latenessUs").get("p99").asDouble();
        return new Figures(name(), endpoints, sent * 1e9 / wallNs, line.get("busyNs").asDouble() / wallNs, 0, line.get("cpuNs").asDouble() / sent / 1e3,
                p99Us, line.get("latenessUs").get("p999").asDouble(), line.get("drops").asLong(),
                Limits.isOverloaded(line.get("busyNs").asDouble() / wallNs, p99Us, line.get("drops").asLong()), gaps, line);
    }
}
