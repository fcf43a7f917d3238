package busyhour.engine.run;

import busyhour.engine.io.CgroupLimits;
import busyhour.engine.io.ThreadScheduling;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this host gives a worker. Set-up time value.
 *
 * @param openFiles   descriptors that the process may open, {@link ThreadScheduling#UNLIMITED} without a limit.
 * @param filesInUse  descriptors that it has open.
 * @param localPorts  that the kernel gives to sockets without a port of their own, on each address.
 * @param memoryBytes that can still be had, of the machine and of the control group; {@link #UNKNOWN} where neither says.
 * @param heapBytes   that the worker's heap can still grow by; {@link #UNKNOWN} in another process.
 */
public record HostLimits(long openFiles, long filesInUse, int localPorts, long memoryBytes, long heapBytes) {

    static final long UNKNOWN = -1;
    static final Path LOCAL_PORTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private static final int USUAL_LOCAL_PORTS = 28_232;
    /** What a worker has open before its first run: libraries, journal, link. */
    private static final int WORKER_FILES = 128;
    private static final Path FILES = Path.of("/proc/self/fd");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final int KB = 1024;

    /** Of the calling process, which is the worker. */
    static HostLimits ofWorker() {
        final Runtime runtime = Runtime.getRuntime();
        return new HostLimits(ThreadScheduling.openFilesLimit(), count(FILES), portsOfTheKernel(), memory(),
                runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory()));
    }

    /** Of a worker that the calling process starts. */
    public static HostLimits ofChild() {
        return new HostLimits(ThreadScheduling.openFilesLimit(), WORKER_FILES, portsOfTheKernel(), memory(), UNKNOWN);
    }

    private static long count(final Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        } catch (final IOException | UncheckedIOException e) {
            return WORKER_FILES;
        }
    }

    private static int portsOfTheKernel() {
        try (BufferedReader file = Files.newBufferedReader(LOCAL_PORTS)) { // one large read: such a file gives nothing to a second
            final String[] range = file.readLine().trim().split("\\s+");
            return Integer.parseInt(range[1]) - Integer.parseInt(range[0]) + 1;
        } catch (final IOException | RuntimeException e) {
            return USUAL_LOCAL_PORTS;
        }
    }

    private static long memory() {
        final CgroupLimits limits = CgroupLimits.read();
        final long group = limits.memoryBytes() == null ? UNKNOWN
                : limits.memoryBytes() - (limits.memoryUsedBytes() == null ? 0 : limits.memoryUsedBytes());
        final long machine = available();
        return group == UNKNOWN ? machine : machine == UNKNOWN ? group : Math.min(group, machine);
    }

    /** What the kernel could give without swapping. */
    private static long available() {
        try (Stream<String> lines = Files.lines(MEMORY)) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KB).findFirst().orElse(UNKNOWN);
        } catch (final IOException | UncheckedIOException | NumberFormatException e) {
            return UNKNOWN;
        }
    }
}
