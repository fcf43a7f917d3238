package busyhour.engine.run;

import busyhour.ipc.link.PartAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The gate of a run on several workers. {@link #await} on the thread that prepares, all else on the worker's. */
final class SharedGate implements PartGate {

    /** The others may have long media to encode. */
    private static final long LIMIT_MINUTES = 15;

    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile List<PartAddress> own;
    private volatile List<PartAddress> parts;
    private volatile boolean cancelled;
    private boolean told;

    @Override
    public List<PartAddress> await(final List<PartAddress> ownParts) throws RunFaultException {
        own = ownParts;
        try {
            if (!opened.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new RunFaultException("the run's other workers were not prepared within " + LIMIT_MINUTES + " minutes");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PreparationEndedException();
        }
        if (cancelled) {
            throw new PreparationEndedException();
        }
        return parts;
    }

    /** Where this worker's part answers, once when that is known; else null. */
    List<PartAddress> takeOwn() {
        if (told || own == null) {
            return null;
        }
        told = true;
        return own;
    }

    /** All workers are prepared. Harmless again. */
    void open(final List<PartAddress> allParts) {
        if (parts == null) {
            parts = allParts;
            opened.countDown();
        }
    }

    void cancel() {
        cancelled = true;
        opened.countDown();
    }
}
