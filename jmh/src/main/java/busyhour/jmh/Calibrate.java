package busyhour.jmh;

import busyhour.engine.io.CoreList;
import busyhour.engine.io.CpuAffinity;
import busyhour.engine.io.HostFacts;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.ThreadScheduling;
import busyhour.jmh.load.MediaPacer;
import busyhour.jmh.load.MediaPacerResult;
import java.io.PrintStream;
import java.util.Locale;

/**
 * {@code busyhour calibrate}: how many two-way endpoints one core of this host holds with exact pacing.
 *
 * <p>A shard's media half plays more and more streams over loopback until a limit breaks, then narrows the number
 * down. The limits are those that a report calls overload: busy for 80 % of the time, 99 % of the packets within 1 ms
 * of their time, nothing lost. Both ends of each call are played here, so an endpoint costs one packet out and one in.
 */
public final class Calibrate {

    private static final int FIRST_STEP = 200;
    private static final int NARROWINGS = 3;
    private static final int SOCKETS_PER_STREAM = 2;
    private static final int OTHER_FILES = 200;
    private static final double MAX_BUSY_RATIO = 0.8;
    private static final long MAX_LATENESS_P99_US = 1000;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final int USAGE = 2;

    private final PrintStream out;
    private final long warmUpNs;
    private final long measureNs;
    private final boolean backoff;

    Calibrate(PrintStream out, double seconds, boolean backoff) {
        this.out = out;
        this.measureNs = (long) (seconds * NS_PER_S);
        this.warmUpNs = measureNs / 2;
        this.backoff = backoff;
    }

    /** Options: {@code --cores LIST} (the first is used), {@code --idle spin|backoff}, {@code --seconds N} of a step. */
    public static void main(String[] args) {
        String idle = "backoff";
        double seconds = 3;
        int core = -1;
        try {
            for (int i = 0; i < args.length; i += 2) {
                final String value = i + 1 < args.length ? args[i + 1] : "";
                switch (args[i]) {
                    case "--cores" -> core = CoreList.parse(value).core(0);
                    case "--seconds" -> seconds = Math.clamp(Double.parseDouble(value), 0.2, 60);
                    case "--idle" -> idle = value;
                    default -> throw new IllegalArgumentException("unknown option " + args[i]);
                }
            }
            if (!idle.equals("spin") && !idle.equals("backoff")) {
                throw new IllegalArgumentException("--idle: found '" + idle + "', expected spin or backoff");
            }
        } catch (IllegalArgumentException e) {
            System.err.println("busyhour calibrate: " + e.getMessage());
            System.exit(USAGE);
        }
        if (core >= 0) {
            final String warning = CpuAffinity.pin(core);
            if (warning != CpuAffinity.PINNED) {
                System.err.println("busyhour calibrate: " + warning);
            }
        }
        ThreadScheduling.timerSlackNs(1);
        new Calibrate(System.out, seconds, "backoff".equals(idle)).run(limitOfFiles());
    }

    private static int limitOfFiles() {
        final long files = ThreadScheduling.openFilesLimit();
        final int ports = PortRange.defaults().pairs();
        return files < 0 ? ports : Math.clamp((files - OTHER_FILES) / SOCKETS_PER_STREAM, 2, ports);
    }

    /**
     * @param mostStreams that sockets and ports allow.
     * @return streams that one core held; 0 when it could not even hold the first step.
     */
    int run(int mostStreams) {
        final HostFacts host = HostFacts.read();
        out.println(host.cpuModel() + ", cores " + host.allowedCores() + ", Linux " + host.kernel()
                + ", Java " + host.javaVersion());
        out.printf(Locale.ROOT, "%10s %12s %8s %14s %14s %8s%n",
                "endpoints", "packets/s", "busy %", "late p99 us", "late max us", "lost");
        int held = 0;
        int broken = mostStreams + 2;
        for (int streams = Math.min(FIRST_STEP, mostStreams & ~1); streams <= mostStreams && streams < broken; streams *= 2) {
            if (holds(streams)) {
                held = streams;
            } else {
                broken = streams;
            }
        }
        for (int i = 0; i < NARROWINGS && held > 0 && broken - held > FIRST_STEP / 2; i++) {
            final int streams = (held + broken) / 4 * 2; // even: they play in pairs
            if (streams > mostStreams || holds(streams)) {
                held = Math.min(streams, mostStreams);
            } else {
                broken = streams;
            }
        }
        out.println(held == 0
                ? "this core does not hold " + FIRST_STEP + " endpoints: is the machine busy? see tuning/check-host.sh"
                : "one core holds about " + held + " two-way endpoints"
                        + (held >= mostStreams ? ", as many as open files and ports allow" : ""));
        return held;
    }

    /** A step over the limit gets a second chance: something else may have run on the core. */
    private boolean holds(int streams) {
        return keepsUp(streams) || keepsUp(streams);
    }

    private boolean keepsUp(int streams) {
        try (MediaPacer pacer = new MediaPacer(streams, PortRange.defaults(), backoff)) {
            final MediaPacerResult result = pacer.run(warmUpNs, measureNs);
            final double busyRatio = (double) result.busyNs() / result.wallNs();
            final long p99 = result.latenessUs().getValueAtPercentile(99);
            final long lost = result.drops() + result.refused() + result.skipped();
            final boolean holds = busyRatio <= MAX_BUSY_RATIO && p99 <= MAX_LATENESS_P99_US && lost == 0;
            out.printf(Locale.ROOT, "%10d %12.0f %8.1f %14d %14d %8d  %s%n", streams,
                    result.sent() * 1e9 / result.wallNs(), busyRatio * 100, p99, result.latenessUs().getMaxValue(), lost,
                    holds ? "" : "over the limit");
            return holds;
        }
    }
}
