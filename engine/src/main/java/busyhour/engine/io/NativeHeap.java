package busyhour.engine.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.invoke.MethodHandle;

/**
 * The C library's heap, from which the JVM's compiler and the shards' pools take their memory. glibc takes a freed block of up to
 * 32 MB, as the rehearsal leaves them, for a sign of more to come: from then on it keeps what is freed (some 20 MB of the compiler's)
 * and serves pools from memory in between, which stays for as long as its neighbours do.
 */
public final class NativeHeap {

    /** Of {@code malloc.h}. */
    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_MMAP_THRESHOLD = -3;
    /** What glibc starts with. */
    private static final int THRESHOLD_BYTES = 128 << 10;

    /** Null in another C library than glibc. */
    private static final MethodHandle MALLOPT = NativeCalls.bindIfPresent("mallopt", JAVA_INT, JAVA_INT, JAVA_INT);

    private NativeHeap() {
    }

    /** From now on large blocks are mapped one by one, and what is free at the heap's end goes back to the kernel. @return whether it is so. */
    public static boolean giveBackWhatIsFree() {
        if (MALLOPT == null) {
            return false;
        }
        try {
            return (int) MALLOPT.invokeExact(M_MMAP_THRESHOLD, THRESHOLD_BYTES) == 1 && (int) MALLOPT.invokeExact(M_TRIM_THRESHOLD, THRESHOLD_BYTES) == 1;
        } catch (final Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }
}
