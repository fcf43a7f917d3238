package busyhour.jmh.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The kernel's own count of UDP datagrams of this network namespace: an account that no contender keeps. */
final class KernelPackets {

    private static final Path SNMP = Path.of("/proc/net/snmp");
    private static final long STEP_MS = 100;
    private static final int STEPS = 5;

    private KernelPackets() {
    }

    /** Sent since the machine was started. */
    static long sent() throws IOException {
        return field(Files.readAllLines(SNMP), "OutDatagrams");
    }

    static long field(List<String> lines, String name) throws IOException {
        final List<String> udp = lines.stream().filter(line -> line.startsWith("Udp:")).toList();
        if (udp.size() == 2) {
            final int column = Arrays.asList(udp.get(0).split(" ")).indexOf(name);
            if (column > 0) {
                return Long.parseLong(udp.get(1).split(" ")[column]);
            }
        }
        throw new IOException("no " + name + " of UDP in " + SNMP);
    }

    /**
     * Waits until half a second long at least so many packets a second were sent.
     *
     * @return false when that did not happen in this time or the process ended.
     */
    static boolean awaitRate(double packetsPerSecond, double timeoutS, Process process) throws IOException, InterruptedException {
        final long endNs = System.nanoTime() + (long) (timeoutS * 1e9);
        long[] counts = new long[STEPS + 1];
        long[] times = new long[STEPS + 1];
        for (int i = 0; System.nanoTime() - endNs < 0 && process.isAlive(); i++) {
            final int slot = i % counts.length;
            final int oldest = (i + 1) % counts.length;
            counts[slot] = sent();
            times[slot] = System.nanoTime();
            if (i >= STEPS && (counts[slot] - counts[oldest]) * 1e9 / (times[slot] - times[oldest]) >= packetsPerSecond) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(STEP_MS);
        }
        return false;
    }
}
