package busyhour.engine.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * How the machine's cores lie to each other, from {@code /sys}. A core here is what the kernel schedules on: with SMT a hardware
 * thread. What cannot be read is taken for the plain case: a core of its own, on node 0. Set-up time value.
 *
 * @param online    cores that are on.
 * @param isolated  those that the kernel keeps free of ordinary threads ({@code isolcpus}).
 * @param siblings  of each core: the first hardware thread of its physical core.
 * @param nodes     of each core: its NUMA node.
 */
public record CpuTopology(BitSet online, BitSet isolated, Map<Integer, Integer> siblings, Map<Integer, Integer> nodes) {

    private static final String CPUS = "sys/devices/system/cpu";
    private static final String NODES = "sys/devices/system/node";

    /** Of this machine. */
    public static CpuTopology read() {
        return read(Path.of("/"));
    }

    /** Of the files under another root. */
    static CpuTopology read(final Path root) {
        final BitSet online = cores(root.resolve(CPUS).resolve("online"));
        if (online.isEmpty()) {
            online.set(0, Runtime.getRuntime().availableProcessors());
        }
        final Map<Integer, Integer> siblings = new HashMap<>();
        online.stream().forEach(core -> {
            final BitSet same = cores(root.resolve(CPUS + "/cpu" + core + "/topology/thread_siblings_list"));
            siblings.put(core, same.isEmpty() ? core : same.nextSetBit(0));
        });
        final Map<Integer, Integer> nodes = new HashMap<>();
        cores(root.resolve(NODES).resolve("online")).stream().forEach(node ->
                cores(root.resolve(NODES + "/node" + node + "/cpulist")).stream().forEach(core -> nodes.put(core, node)));
        return new CpuTopology(online, cores(root.resolve(CPUS).resolve("isolated")), siblings, nodes);
    }

    /** First hardware thread of its physical core. */
    public int physical(final int core) {
        return siblings.getOrDefault(core, core);
    }

    /** NUMA node. */
    public int node(final int core) {
        return nodes.getOrDefault(core, 0);
    }

    private static BitSet cores(final Path file) {
        final BitSet cores = new BitSet();
        try {
            final String text = Files.readString(file).strip();
            if (!text.isEmpty()) {
                CoreList.parse(text).cores().forEach(cores::set);
            }
        } catch (final IOException | IllegalArgumentException e) {
            cores.clear();
        }
        return cores;
    }
}
