package busyhour.ipc;

import busyhour.ipc.publish.RunRings;
import busyhour.ipc.ring.ShardRing;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.IoUtil;

/**
 * A worker in a process of its own, to be killed: writes samples into two rings that outlive it, in bursts that its publisher is behind
 * with, and counts in a mapped file what it has committed.
 */
final class RingProgram {
    static final long RUN_ID = 78;
    static final String COUNTS = "counts";
    private static final int BURST = 600;

    private RingProgram() {
    }

    public static void main(final String[] args) throws Exception {
        final Path directory = Path.of(args[2]);
        final MappedByteBuffer counts = IoUtil.mapNewFile(directory.resolve(COUNTS).toFile(), 16);
        try (TestWorker worker = new TestWorker("child", Integer.parseInt(args[0]), Integer.parseInt(args[1]),
                TestWorker.context(directory))) {
            final RunRings rings = worker.publisher.rings(RUN_ID);
            final ShardRing[] two = {rings.ring(1 << 20), rings.ring(1 << 20)};
            worker.publisher.open(rings);
            final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (System.nanoTime() - endNs < 0) {
                for (int i = 0; i < BURST; i++) {
                    final int ring = i & 1;
                    final int number = counts.getInt(ring * 8);
                    worker.writeSample(two[ring], ring, number);
                    counts.putInt(ring * 8, number + 1);
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
    }
}
