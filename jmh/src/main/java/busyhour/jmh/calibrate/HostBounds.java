package busyhour.jmh.calibrate;

import busyhour.engine.io.PortRange;
import busyhour.engine.io.ThreadScheduling;
import busyhour.engine.run.HostLimits;
import busyhour.engine.run.RunNeeds;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanFiles;
import busyhour.web.plan.PlanReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What files, ports, memory and the kernel's buffers allow, by what the engine itself says that endpoints need. Of a host at one time.
 *
 * @param openFiles      that a process may have, {@link ThreadScheduling#UNLIMITED} for no limit.
 * @param otherFiles     that a worker has open besides its sockets.
 * @param ports          of the media.
 * @param memoryBytes    that are free for the engine, negative = not known.
 * @param heapBytes      that its heap may grow to, 0 = not known.
 * @param udpMemoryPages that all UDP sockets may hold before the kernel gives less ({@code net.ipv4.udp_mem}), 0 = not known.
 */
record HostBounds(long openFiles, long otherFiles, PortRange ports, long memoryBytes, long heapBytes, long udpMemoryPages) {

    /** As {@code RunResources} leaves them. */
    private static final int SPARE_FILES = 64;
    /** The rest is for media, records on their way, and everybody else. */
    private static final double USABLE = 0.8;
    private static final int PAIR = 2;
    private static final int PAGE = 4096;
    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final Pattern HEAP = Pattern.compile("(?m)^-Xmx(\\d+)([mMgG])\\s*$");
    private static final LoadShape ANY = new LoadShape(1, 1);

    /** @param engineFlags flag files of the engine's JVM, which say how large its heap may be; the last that says so counts. */
    static HostBounds read(List<Path> engineFlags) {
        final HostLimits host = HostLimits.ofChild();
        return new HostBounds(host.openFiles(), host.filesInUse() + SPARE_FILES, PortRange.defaults(), host.memoryBytes(), heap(engineFlags), udpPages());
    }

    /** Open files, ports, memory and kernel buffers, in this order. */
    List<Bound> of(MediaKind kind) {
        final RunNeeds needs = needs(kind);
        final long sockets = needs.mediaSockets() / PAIR;
        return List.of(files(sockets), new Bound("ports", ports.pairs() / (needs.streams() / PAIR), String.format(Locale.ROOT,
                        "%,d pairs of media ports in %s / %d for an endpoint", ports.pairs(), ports, needs.streams() / PAIR)),
                memory(needs.heapBytes() / PAIR, needs.nativeBytes() / PAIR), buffers(sockets));
    }

    private Bound files(long sockets) {
        return openFiles == ThreadScheduling.UNLIMITED ? new Bound("sockets", Bound.UNBOUNDED, "no limit of open files")
                : new Bound("sockets", Math.max(0, openFiles - otherFiles) / sockets, String.format(Locale.ROOT,
                        "(%,d open files - %d of the worker) / %d sockets for an endpoint", openFiles, otherFiles, sockets));
    }

    private Bound memory(long heapEach, long nativeEach) {
        final long byHeap = heapBytes == 0 ? Bound.UNBOUNDED : (long) (USABLE * heapBytes / heapEach);
        final long byHost = memoryBytes < 0 ? Bound.UNBOUNDED : (long) (USABLE * memoryBytes / (heapEach + nativeEach));
        return byHeap <= byHost
                ? new Bound("memory", byHeap, byHeap == Bound.UNBOUNDED ? "not known" : String.format(Locale.ROOT,
                        "%.0f %% of %,d MB heap (-Xmx in tuning/jvm/engine.flags) / %d kB for an endpoint", 100 * USABLE, heapBytes >> 20, heapEach >> 10))
                : new Bound("memory", byHost, String.format(Locale.ROOT,
                        "%.0f %% of %,d MB free / %d kB for an endpoint", 100 * USABLE, memoryBytes >> 20, heapEach + nativeEach >> 10));
    }

    private Bound buffers(long sockets) {
        return udpMemoryPages == 0 ? new Bound("kernelBuffers", Bound.UNBOUNDED, "net.ipv4.udp_mem cannot be read")
                : new Bound("kernelBuffers", udpMemoryPages / sockets, String.format(Locale.ROOT,
                        "%,d pages of net.ipv4.udp_mem / %d sockets with a page of %d octets each", udpMemoryPages, sockets, PAGE));
    }

    /** The most endpoints of a kind. */
    int most(MediaKind kind) {
        return (int) Math.min(Integer.MAX_VALUE, of(kind).stream().mapToLong(Bound::endpoints).min().orElse(Bound.UNBOUNDED));
    }

    /** Of one call: two endpoints. */
    private static RunNeeds needs(MediaKind kind) {
        try {
            return RunNeeds.of(PlanReader.readYaml("calibrate", kind.plan(PAIR, ANY.callS(), ANY.rampS()).getBytes(StandardCharsets.UTF_8),
                    PlanFiles.NONE).assignment(1));
        } catch (PlanException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long heap(List<Path> flags) {
        long bytes = 0;
        for (Path file : flags) {
            try {
                final Matcher matcher = HEAP.matcher(Files.readString(file));
                bytes = matcher.find() ? Long.parseLong(matcher.group(1)) << (matcher.group(2).equalsIgnoreCase("g") ? 30 : 20) : bytes;
            } catch (IOException e) {
                continue; // then it is not this file that says it
            }
        }
        return bytes;
    }

    /** In one large read: a file under /proc/sys gives nothing to a second. */
    private static long udpPages() {
        try (InputStream in = Files.newInputStream(Path.of("/proc/sys/net/ipv4/udp_mem"))) {
            return Long.parseLong(new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.UTF_8).trim().split("\\s+")[1]);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
