package busyhour.web.fleet;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import busyhour.web.store.FaultLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small work that the collector's thread must not wait for, one piece after the other. Any thread. */
public final class Deferred implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deferred.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("platform").daemon().factory());

    public void run(String what, Runnable work) {
        thread.execute(() -> guarded(what, work));
    }

    public void every(long periodMs, String what, Runnable work) {
        thread.scheduleWithFixedDelay(() -> guarded(what, work), periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    private static void guarded(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("{}: {}", what, FaultLine.of(e));
        }
    }

    /** Ends what was begun, for at most a few seconds. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(3, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
