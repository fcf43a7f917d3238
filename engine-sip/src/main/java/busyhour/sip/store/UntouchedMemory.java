package busyhour.sip.store;

import java.lang.ref.Cleaner;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Native memory with whatever is in it. A direct ByteBuffer is cleared when it is made, and so takes all of its pages at once;
 * this takes a page when something is written there. Freed when its buffer is no longer reachable: what wraps the buffer has to keep
 * it, too.
 */
public final class UntouchedMemory {

    private static final Cleaner CLEANER = Cleaner.create();

    private UntouchedMemory() {
    }

    /** @param length bytes, 0 too. */
    public static UnsafeBuffer allocate(final int length) {
        final long address = UnsafeApi.allocateMemory(Math.max(1, length));
        final UnsafeBuffer buffer = new UnsafeBuffer(address, length);
        CLEANER.register(buffer, () -> UnsafeApi.freeMemory(address));
        return buffer;
    }
}
