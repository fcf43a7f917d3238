package busyhour.ipc;

import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other threads do. */
final class Await {
    private Await() {
    }

    static void until(final int seconds, final BooleanSupplier condition, final Supplier<Object> what) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                fail("not within " + seconds + " s: " + what.get());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
