package busyhour.engine.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.message.SipTraceWriter;
import busyhour.ipc.ring.ShardRing;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class TraceTailAllocationTest {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final TraceTail tail = new TraceTail(8);
    private final SipTraceWriter writer = new SipTraceWriter();
    private final ShardRing ring = ShardRing.offHeap(1 << 20);
    private final UnsafeBuffer sip = new UnsafeBuffer(new byte[1_400]);

    private int keepAndGiveBack(final int rounds) {
        int kept = 0;
        for (int i = 0; i < rounds; i++) {
            final int endpoint = i & 7;
            writer.begin(i, i, endpoint, 0, i, 0).local(0, 1, 2, 3).peer(4, 5, 6);
            final int length = 300 + i % 1_000;
            writer.write(tail.buffer(), tail.claim(endpoint, writer.encodedLength(length)), sip, 0, length);
            if (i % 50 == 0) {
                final int found = tail.find(endpoint);
                for (int j = 0; j < found; j++) {
                    kept += SipTraceWriter.tryCopy(ring, tail.buffer(), tail.offset(j), tail.length(j)) ? 1 : 0;
                }
            }
        }
        return kept;
    }

    @Test
    void shouldAllocateNothing() {
        keepAndGiveBack(500);
        threads.getCurrentThreadAllocatedBytes();
        final long before = threads.getCurrentThreadAllocatedBytes();
        final int kept = keepAndGiveBack(2_000);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isZero();
        assertThat(kept).isNotNegative();
    }
}
