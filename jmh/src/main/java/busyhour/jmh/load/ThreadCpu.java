package busyhour.jmh.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the threads of some processes used of the cores between two looks, by name, from {@code /proc}. Threads of one name are one. */
final class ThreadCpu {

    private final Map<String, Long> pids;
    private final Map<String, Long> beforeNs;
    private final long beganNs = System.nanoTime();

    /** @param pids by the name that goes before the threads'. */
    ThreadCpu(Map<String, Long> pids) {
        this.pids = pids;
        beforeNs = read();
    }

    /** Percent of a core since the beginning, the greatest first. */
    Map<String, Double> percents() {
        final double elapsedNs = System.nanoTime() - beganNs;
        final Map<String, Double> used = new TreeMap<>();
        read().forEach((thread, ns) -> {
            final int slash = thread.lastIndexOf('/');
            used.merge(thread.substring(0, slash), 100 * (ns - beforeNs.getOrDefault(thread, 0L)) / elapsedNs, Double::sum);
        });
        final Map<String, Double> sorted = new java.util.LinkedHashMap<>();
        used.entrySet().stream().sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private Map<String, Long> read() {
        final Map<String, Long> ns = new HashMap<>();
        pids.forEach((process, pid) -> {
            for (long each : process.equals("postgres") ? children(pid) : List.of(pid)) {
                readProcess(process, each, ns);
            }
        });
        return ns;
    }

    private static void readProcess(String name, long pid, Map<String, Long> ns) {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                final String command = Files.readString(thread.resolve("comm")).strip().replaceAll("[#\\d/-]+$", "");
                ns.put(name + " " + command + "/" + thread.getFileName(), Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]));
            }
        } catch (IOException e) {
            // it ended meanwhile
        }
    }

    /** The server and its processes, each of which does one thing. */
    private static List<Long> children(long pid) {
        return ProcessHandle.of(pid).stream().flatMap(handle -> java.util.stream.Stream.concat(java.util.stream.Stream.of(handle), handle.descendants()))
                .map(ProcessHandle::pid).toList();
    }
}
