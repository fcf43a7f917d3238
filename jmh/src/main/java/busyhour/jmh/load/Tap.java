package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The independent sink: {@code tap.c} in a process and on a core of its own. */
final class Tap {

    /** The ports of all media that the load programs make. */
    static final int FIRST_PORT = 10_000;
    static final int LAST_PORT = 32_767;

    private final CBaseline programs;
    private final int core;

    /** @param core where it runs, not that of the watched, -1 = anywhere. */
    Tap(CBaseline programs, int core) {
        this.programs = programs;
        this.core = core;
    }

    /** Why nobody can watch here, or null; that it lacks the permission turns out when it watches. */
    String missing() throws IOException, InterruptedException {
        return programs.compile("tap");
    }

    /** Watches from now on for so long. */
    Watch watch(double seconds, int ptimeMs) throws IOException {
        return new Watch(programs.start("tap", "lo", FIRST_PORT, LAST_PORT, seconds, core, ptimeMs), seconds);
    }

    /** Under way. */
    record Watch(CBaseline.Running running, double seconds) {

        Gaps gaps() throws IOException, InterruptedException {
            return Gaps.of(result());
        }

        JsonNode result() throws IOException, InterruptedException {
            return running.result(seconds);
        }
    }
}
