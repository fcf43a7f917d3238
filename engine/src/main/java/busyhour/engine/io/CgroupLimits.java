package busyhour.engine.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the container, service or session of this process may use: the tightest limit of its control group and of those above it, in
 * version 2 and version 1 of the kernel's interface. Set-up time value.
 *
 * @param cpus        cores by quota, null without a limit.
 * @param memoryBytes null without a limit.
 * @param memoryUsedBytes of the group that limits memory, null without a limit.
 */
public record CgroupLimits(Double cpus, Long memoryBytes, Long memoryUsedBytes) {

    private static final String MOUNT = "sys/fs/cgroup";
    /** Version 1 writes "no limit" as the largest multiple of a page. */
    private static final long NO_LIMIT = 1L << 60;

    /** Of this process. */
    public static CgroupLimits read() {
        return read(Path.of("/"));
    }

    /** Of the files under another root. */
    static CgroupLimits read(final Path root) {
        final String groups = text(root.resolve("proc/self/cgroup"));
        CgroupLimits limits = new CgroupLimits(null, null, null);
        for (final String line : (groups == null ? "0::/" : groups).split("\n")) {
            final String[] parts = line.split(":", 3);
            if (parts.length == 3) {
                limits = limits.tightest(ofLine(root, parts[1], parts[2]));
            }
        }
        return limits;
    }

    private static CgroupLimits ofLine(final Path root, final String controllers, final String path) {
        CgroupLimits limits = new CgroupLimits(null, null, null);
        final Path mount = root.resolve(MOUNT).resolve(controllers);
        // inside a container the path may be the host's: then its own group is the mount itself
        Path group = Path.of(path.substring(Math.min(1, path.length()))).normalize();
        while (group != null) {
            limits = limits.tightest(controllers.isEmpty() ? version2(mount.resolve(group)) : version1(mount.resolve(group)));
            group = group.toString().isEmpty() ? null : group.getParent() == null ? Path.of("") : group.getParent();
        }
        return limits;
    }

    private static CgroupLimits version2(final Path group) {
        final String cpu = text(group.resolve("cpu.max"));
        Double cpus = null;
        if (cpu != null && !cpu.startsWith("max")) {
            final String[] parts = cpu.split(" ");
            cpus = quota(number(parts[0]), parts.length < 2 ? null : number(parts[1]));
        }
        final Long memory = number(text(group.resolve("memory.max")));
        return new CgroupLimits(cpus, memory, memory == null ? null : number(text(group.resolve("memory.current"))));
    }

    private static CgroupLimits version1(final Path group) {
        final Double cpus = quota(number(text(group.resolve("cpu.cfs_quota_us"))), number(text(group.resolve("cpu.cfs_period_us"))));
        final Long memory = number(text(group.resolve("memory.limit_in_bytes")));
        return memory == null || memory >= NO_LIMIT ? new CgroupLimits(cpus, null, null)
                : new CgroupLimits(cpus, memory, number(text(group.resolve("memory.usage_in_bytes"))));
    }

    private static Double quota(final Long quotaUs, final Long periodUs) {
        return quotaUs == null || periodUs == null || quotaUs <= 0 || periodUs <= 0 ? null : (double) quotaUs / periodUs;
    }

    private CgroupLimits tightest(final CgroupLimits other) {
        final boolean itsCpus = cpus == null || other.cpus != null && other.cpus < cpus;
        final boolean itsMemory = memoryBytes == null || other.memoryBytes != null && other.memoryBytes < memoryBytes;
        return new CgroupLimits(itsCpus ? other.cpus : cpus, itsMemory ? other.memoryBytes : memoryBytes,
                itsMemory ? other.memoryUsedBytes : memoryUsedBytes);
    }

    private static String text(final Path file) {
        try {
            return Files.readString(file).strip();
        } catch (final IOException e) {
            return null;
        }
    }

    private static Long number(final String text) {
        return text == null || !text.matches("-?\\d{1,18}") ? null : Long.valueOf(text);
    }
}
