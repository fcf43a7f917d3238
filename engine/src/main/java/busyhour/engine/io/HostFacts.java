package busyhour.engine.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The machine that produced a figure, for reports. Read once at start, from {@code /proc} and {@code /sys}; what
 * cannot be read is null.
 *
 * @param hostName       as the kernel knows it.
 * @param kernel         release, such as {@code 6.1.0-18-amd64}.
 * @param architecture   as the JVM names it.
 * @param cpuModel       name of the first core's model.
 * @param onlineCores    cores of the machine that are on, as a list such as {@code 0-7}.
 * @param allowedCores   those that this process may use.
 * @param governor       frequency governor of core 0; null in most virtual machines.
 * @param clockSource    of the kernel.
 * @param hypervisor     whether the processor says that it is a virtual one.
 * @param memoryBytes    of the machine.
 * @param cpuLimit       cores that the container may use by its quota (control group), null without a limit.
 * @param memoryLimit    bytes that the container may use (control group), null without a limit.
 * @param receiveBufferMaxBytes {@code net.core.rmem_max}.
 * @param openFilesLimit descriptors that this process may open.
 * @param javaVersion    of this JVM.
 */
public record HostFacts(
        String hostName,
        String kernel,
        String architecture,
        String cpuModel,
        String onlineCores,
        String allowedCores,
        String governor,
        String clockSource,
        boolean hypervisor,
        Long memoryBytes,
        Double cpuLimit,
        Long memoryLimit,
        Long receiveBufferMaxBytes,
        long openFilesLimit,
        String javaVersion) {

    private static final int MAX_FILE_BYTES = 1 << 20;

    /** Of this machine. */
    public static HostFacts read() {
        return read(Path.of("/"));
    }

    /** Of the files under another root; what does not come from files is this machine's. */
    static HostFacts read(Path root) {
        final String cpuInfo = text(root, "proc/cpuinfo");
        final CgroupLimits limits = CgroupLimits.read(root);
        final String memory = line(text(root, "proc/meminfo"), "MemTotal");
        return new HostFacts(
                text(root, "proc/sys/kernel/hostname"),
                text(root, "proc/sys/kernel/osrelease"),
                System.getProperty("os.arch"),
                line(cpuInfo, "model name"),
                text(root, "sys/devices/system/cpu/online"),
                CpuAffinity.text(ThreadScheduling.affinity()),
                text(root, "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
                text(root, "sys/devices/system/clocksource/clocksource0/current_clocksource"),
                hasFlag(cpuInfo, "hypervisor"),
                memory == null ? null : number(memory.replace("kB", "").strip(), 1024),
                limits.cpus(),
                limits.memoryBytes(),
                number(text(root, "proc/sys/net/core/rmem_max"), 1),
                ThreadScheduling.openFilesLimit(),
                Runtime.version().toString());
    }

    /** In the order of the components, for JSON. */
    public Map<String, Object> toMap() {
        final Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("hostName", hostName);
        facts.put("kernel", kernel);
        facts.put("architecture", architecture);
        facts.put("cpuModel", cpuModel);
        facts.put("onlineCores", onlineCores);
        facts.put("allowedCores", allowedCores);
        facts.put("governor", governor);
        facts.put("clockSource", clockSource);
        facts.put("hypervisor", hypervisor);
        facts.put("memoryBytes", memoryBytes);
        facts.put("cpuLimit", cpuLimit);
        facts.put("memoryLimit", memoryLimit);
        facts.put("receiveBufferMaxBytes", receiveBufferMaxBytes);
        facts.put("openFilesLimit", openFilesLimit);
        facts.put("javaVersion", javaVersion);
        return facts;
    }

    /** Files under /proc/sys give everything to the first read and nothing to a second: it must be a large one. */
    private static String text(Path root, String path) {
        try (InputStream in = Files.newInputStream(root.resolve(path))) {
            return new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return null;
        }
    }

    /** The value of the first {@code key : value} line. */
    private static String line(String text, String key) {
        if (text == null) {
            return null;
        }
        for (String line : text.split("\n")) {
            final int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
                return line.substring(colon + 1).strip();
            }
        }
        return null;
    }

    private static boolean hasFlag(String cpuInfo, String flag) {
        final String flags = line(cpuInfo, "flags");
        return flags != null && (" " + flags + " ").contains(" " + flag + " ");
    }

    private static Long number(String text, long unit) {
        try {
            return text == null ? null : Long.parseLong(text) * unit;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
