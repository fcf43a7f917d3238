package busyhour.jmh.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Asks for some paths in turn at a steady rate, whatever becomes of the requests before. Latency counts from the intended time of a
 * request until its answer was read.
 */
final class SteadyRequests {

    private static final long END_LIMIT_S = 30;
    /** At once, as a pool of clients would have; what waits for one of them waits in its latency. */
    private static final int CONNECTIONS = 64;

    private final PlatformProcess platform;
    private final List<String> paths;
    private final Map<String, Histogram> latenciesUs = new LinkedHashMap<>();
    private final LongAdder failed = new LongAdder();
    private final Semaphore connections = new Semaphore(CONNECTIONS);
    private volatile String firstFault;

    SteadyRequests(PlatformProcess platform, List<String> paths) {
        this.platform = platform;
        this.paths = paths;
        paths.forEach(path -> latenciesUs.put(path, new ConcurrentHistogram(3)));
    }

    /** Returns when the last answer was read. */
    void ask(int rate, int seconds) throws InterruptedException {
        final long startNs = System.nanoTime();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long i = 0; i < (long) rate * seconds; i++) {
                final long dueNs = startNs + i * 1_000_000_000L / rate;
                for (long waitNs = dueNs - System.nanoTime(); waitNs > 0; waitNs = dueNs - System.nanoTime()) {
                    LockSupport.parkNanos(waitNs);
                }
                final String path = paths.get((int) (i % paths.size()));
                each.execute(() -> one(path, dueNs));
            }
            each.shutdown();
            if (!each.awaitTermination(END_LIMIT_S, TimeUnit.SECONDS)) {
                each.shutdownNow();
            }
        }
    }

    private void one(String path, long dueNs) {
        try {
            connections.acquire();
            try {
                platform.read(path);
            } finally {
                connections.release();
            }
            latenciesUs.get(path).recordValue((System.nanoTime() - dueNs) / 1_000);
        } catch (IOException e) {
            failed.increment();
            firstFault = e.getMessage();
        } catch (InterruptedException e) {
            failed.increment();
            Thread.currentThread().interrupt();
        }
    }

    /** By path, in microseconds. */
    Map<String, Histogram> latencies() {
        return latenciesUs;
    }

    long failed() {
        return failed.sum();
    }

    /** Null when nothing failed. */
    String firstFault() {
        return firstFault;
    }
}
