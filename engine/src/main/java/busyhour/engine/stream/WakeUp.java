package busyhour.engine.stream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Lets a thread that waits be woken once by one that has put something into a ring, and not at all while it is busy.
 *
 * <pre>
 *   consumer: waits = true; ring empty? -> sleep        producer: put into ring; waits? -> waits = false, wake
 * </pre>
 *
 * Whoever comes second sees what the other did, because both have a full fence between their write and their read.
 */
final class WakeUp {

    private static final VarHandle WAITS;

    static {
        try {
            WAITS = MethodHandles.lookup().findVarHandle(WakeUp.class, "waits", boolean.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean waits;

    /** The consumer is about to look whether it may wait. */
    void prepare() {
        waits = true;
        VarHandle.fullFence();
    }

    /** The consumer is awake. */
    void cancel() {
        if (waits) {
            waits = false;
        }
    }

    /** The producer has put something there. @return whether the consumer is to be woken: true once. */
    boolean isDue() {
        VarHandle.fullFence();
        return waits && WAITS.compareAndSet(this, true, false);
    }
}
