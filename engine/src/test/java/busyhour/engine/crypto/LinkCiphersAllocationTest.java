package busyhour.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.ipc.link.FrameCipher;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class LinkCiphersAllocationTest {

    @Test
    void shouldSealAndOpenWithoutGarbage() {
        assumeTrue(Libcrypto.loaded() != null, Libcrypto.fault());
        final FrameCipher seals = LinkCiphers.best().get();
        final FrameCipher opens = LinkCiphers.best().get();
        seals.key(new byte[32]);
        opens.key(new byte[32]);
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[1024]);
        final UnsafeBuffer plain = new UnsafeBuffer(new byte[600]);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        pass(seals, opens, frame, plain, 1, 2_000);
        final long before = threads.getCurrentThreadAllocatedBytes();
        pass(seals, opens, frame, plain, 2_001, 1_000);
        final long after = threads.getCurrentThreadAllocatedBytes();
        assertThat(after - before).isZero();
    }

    private static void pass(
            final FrameCipher seals, final FrameCipher opens, final UnsafeBuffer frame, final UnsafeBuffer plain, final long first, final int frames) {
        for (long counter = first; counter < first + frames; counter++) {
            frame.putLong(8, counter);
            seals.seal(frame, 0, counter, plain, 0, 550);
            if (!opens.open(frame, 0, counter, 550, plain, 0)) {
                throw new IllegalStateException("not opened");
            }
        }
    }
}
