package busyhour.engine;

import busyhour.ipc.link.HostLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the host of this worker is, once a second by a thread of its own: CPU of all cores, memory of the control group (version 2) or of
 * the host, datagrams that the kernel dropped, processes that it killed for want of memory. What the kernel does not tell stays unknown.
 */
final class HostWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);
    private static final long EVERY_MS = 1_000;
    private static final long KIB = 1024;

    private final Path proc;
    private final Path group;
    private final Supplier<Integer> capacity;
    private final String version;
    private final long dropsAtStart;
    private Thread thread;
    private long busy;
    private long total;

    /**
     * @param proc     where procfs is.
     * @param cgroups  where the control groups are.
     * @param capacity endpoints that it takes at most, null = not known.
     */
    HostWatch(final Path proc, final Path cgroups, final Supplier<Integer> capacity, final String version) {
        this.proc = proc;
        this.group = ownGroup(proc, cgroups);
        this.capacity = capacity;
        this.version = version;
        this.dropsAtStart = drops();
        cpuPercent();
    }

    /** Of this host. */
    static HostWatch ofHost(final Supplier<Integer> capacity, final String version) {
        return new HostWatch(Path.of("/proc"), Path.of("/sys/fs/cgroup"), capacity, version);
    }

    /** Tells from now on. */
    HostWatch start(final Consumer<HostLoad> listener) {
        thread = Thread.ofPlatform().daemon().name("host-watch").start(() -> {
            try {
                while (true) {
                    listener.accept(load());
                    Thread.sleep(EVERY_MS);
                }
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt(); // closed
            }
        });
        return this;
    }

    /** Now; CPU since the last time. */
    HostLoad load() {
        final long drops = drops();
        return new HostLoad(capacity.get(), Runtime.getRuntime().availableProcessors(), cpuPercent(), memoryUsed(), memoryLimit(),
                drops == HostLoad.UNKNOWN || dropsAtStart == HostLoad.UNKNOWN ? HostLoad.UNKNOWN : Math.max(0, drops - dropsAtStart), oomKills(), version);
    }

    /** That this process is in; the whole tree's where it is not told. */
    private static Path ownGroup(final Path proc, final Path cgroups) {
        for (final String line : lines(proc.resolve("self/cgroup"))) {
            if (line.startsWith("0::/")) {
                final Path own = cgroups.resolve(line.substring("0::/".length()));
                return Files.isReadable(own.resolve("memory.current")) ? own : cgroups;
            }
        }
        return cgroups;
    }

    private double cpuPercent() {
        final List<String> lines = lines(proc.resolve("stat"));
        if (lines.isEmpty()) {
            return Double.NaN;
        }
        final String[] words = lines.getFirst().trim().split(" +");
        long all = 0;
        for (int i = 1; i < Math.min(words.length, 9); i++) { // guests are in user already
            all += Long.parseLong(words[i]);
        }
        final long idle = words.length > 5 ? Long.parseLong(words[4]) + Long.parseLong(words[5]) : 0;
        final double percent = all == total ? Double.NaN : 100.0 * (all - idle - busy) / (all - total);
        total = all;
        busy = all - idle;
        return percent;
    }

    private long memoryUsed() {
        final long limit = number(group.resolve("memory.max"));
        if (limit != HostLoad.UNKNOWN) {
            final long used = number(group.resolve("memory.current"));
            final long cache = word(group.resolve("memory.stat"), "inactive_file");
            return used == HostLoad.UNKNOWN ? used : used - Math.max(0, cache); // the kernel gives that back when it is wanted
        }
        final long all = meminfo("MemTotal:");
        final long free = meminfo("MemAvailable:");
        return all == HostLoad.UNKNOWN || free == HostLoad.UNKNOWN ? HostLoad.UNKNOWN : all - free;
    }

    private long memoryLimit() {
        final long limit = number(group.resolve("memory.max"));
        return limit != HostLoad.UNKNOWN ? limit : meminfo("MemTotal:");
    }

    private long meminfo(final String name) {
        final long kib = word(proc.resolve("meminfo"), name);
        return kib == HostLoad.UNKNOWN ? kib : kib * KIB;
    }

    private long oomKills() {
        final long ofGroup = word(group.resolve("memory.events"), "oom_kill");
        return ofGroup != HostLoad.UNKNOWN ? ofGroup : word(proc.resolve("vmstat"), "oom_kill");
    }

    /** Received and dropped since the host started, IPv4 and IPv6: RFC 4113's udpInErrors for want of buffers. */
    private long drops() {
        String[] names = null;
        long drops = HostLoad.UNKNOWN;
        for (final String line : lines(proc.resolve("net/snmp"))) {
            final String[] words = line.split(" +");
            if (words[0].equals("Udp:") && names == null) {
                names = words;
            } else if (words[0].equals("Udp:")) {
                for (int i = 1; i < Math.min(names.length, words.length); i++) {
                    drops = names[i].equals("RcvbufErrors") ? Long.parseLong(words[i]) : drops;
                }
            }
        }
        final long six = word(proc.resolve("net/snmp6"), "Udp6RcvbufErrors");
        return drops == HostLoad.UNKNOWN ? drops : drops + Math.max(0, six);
    }

    private static long number(final Path file) {
        final List<String> lines = lines(file);
        return lines.isEmpty() || !lines.getFirst().matches("\\d{1,18}") ? HostLoad.UNKNOWN : Long.parseLong(lines.getFirst());
    }

    /** The number behind a word. */
    private static long word(final Path file, final String word) {
        for (final String line : lines(file)) {
            final String[] words = line.trim().split("\\s+");
            if (words.length > 1 && words[0].equals(word)) {
                return Long.parseLong(words[1]);
            }
        }
        return HostLoad.UNKNOWN;
    }

    private static List<String> lines(final Path file) {
        try {
            return Files.readAllLines(file);
        } catch (final IOException e) {
            LOG.trace("{} tells nothing", file, e);
            return List.of();
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
