package busyhour.engine.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Time that the hypervisor gave to others while a core of ours had something to run ({@code steal} in {@code /proc/stat}), in
 * steps of 10 ms. Zero on bare metal, and on hypervisors that do not tell.
 *
 * <p>One thread; not a shard's: the file takes some hundred microseconds on large machines.
 */
public final class StolenTime {

    /** In place of a time that nobody tells. */
    public static final long UNKNOWN = -1;
    private static final long TICK_NS = 10_000_000L; // USER_HZ is 100 everywhere
    private static final int STEAL = 8; // cpu0 user nice system idle iowait irq softirq steal

    private final Path file;
    private final BitSet allowed;
    private long[] stolenNs = {};

    /** Of this machine; averages over the cores that the calling thread may use. */
    public StolenTime() {
        this(Path.of("/proc/stat"), ThreadScheduling.affinity());
    }

    StolenTime(Path file, BitSet allowed) {
        this.file = file;
        this.allowed = allowed;
    }

    /** Reads anew. */
    public void read() {
        try {
            final List<Long> byCore = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                final String[] figures = line.split(" +");
                if (!line.startsWith("cpu")) {
                    break;
                }
                if (figures[0].length() > 3 && figures.length > STEAL) {
                    final int core = Integer.parseInt(figures[0].substring(3));
                    while (byCore.size() <= core) { // cores that are off have no line
                        byCore.add(UNKNOWN);
                    }
                    byCore.set(core, Long.parseLong(figures[STEAL]) * TICK_NS);
                }
            }
            stolenNs = byCore.stream().mapToLong(Long::longValue).toArray();
        } catch (IOException | NumberFormatException e) {
            stolenNs = new long[0];
        }
    }

    /**
     * Since the machine started.
     *
     * @param core -1 = the mean of the cores that may be used.
     * @return ns, or {@link #UNKNOWN}.
     */
    public long stolenNs(int core) {
        if (core >= 0) {
            return core < stolenNs.length ? stolenNs[core] : UNKNOWN;
        }
        long sum = 0;
        int cores = 0;
        for (int i = 0; i < stolenNs.length; i++) {
            if (allowed.get(i) && stolenNs[i] != UNKNOWN) {
                sum += stolenNs[i];
                cores++;
            }
        }
        return cores == 0 ? UNKNOWN : sum / cores;
    }
}
