package busyhour.ipc;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A worker in a process of its own, to be killed: writes samples for 30 s at most. */
final class WorkerProgram {
    static final long RUN_ID = 77;
    private static final int BATCH = 100;

    private WorkerProgram() {
    }

    public static void main(final String[] args) throws Exception {
        try (TestWorker worker = new TestWorker("child", Integer.parseInt(args[0]), Integer.parseInt(args[1]),
                TestWorker.context(Path.of(args[2])))) {
            worker.publisher.open(RUN_ID, List.of(worker.ring));
            final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            for (int second = 0; System.nanoTime() - endNs < 0; second += BATCH) {
                worker.writeSamples(second, BATCH);
                LockSupport.parkNanos(5_000_000);
            }
        }
    }
}
