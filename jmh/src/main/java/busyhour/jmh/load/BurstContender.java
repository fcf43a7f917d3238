package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The C loop without a schedule of {@code burst.c}: as many packets as the kernel takes, which no pacer can reach. */
final class BurstContender implements Contender {

    private final CBaseline programs;
    private final int core;

    BurstContender(CBaseline programs, int core) {
        this.programs = programs;
        this.core = core;
    }

    @Override
    public String name() {
        return "C burst";
    }

    @Override
    public String missing() throws IOException, InterruptedException {
        return programs.compile("burst");
    }

    /** Its sockets are as many as the endpoints, half of them send. Gaps are not watched: there is no schedule. */
    @Override
    public Figures measure(int endpoints, double seconds, Tap tap) throws IOException, InterruptedException {
        final JsonNode line = programs.run(seconds, "burst", endpoints / 2, seconds, core);
        final double sent = line.get("sent").asDouble();
        final double wallNs = line.get("wallNs").asDouble();
        return new Figures(name(), endpoints, sent * 1e9 / wallNs, line.get("cpuNs").asDouble() / wallNs, 0, line.get("cpuNs").asDouble() / sent / 1e3,
                Double.NaN, Double.NaN, line.get("sent").asLong() - line.get("received").asLong(), false, null, line);
    }
}
