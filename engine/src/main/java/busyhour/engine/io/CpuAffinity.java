package busyhour.engine.io;

import java.util.BitSet;

/** Pins the calling thread to one core. Where that fails the thread runs on as before, and the caller is told why. */
public final class CpuAffinity {

    /** {@link #pin} did what it was asked. */
    public static final String PINNED = null;

    private CpuAffinity() {
    }

    /**
     * @return {@link #PINNED}, or a warning for people that names the core, the reason and the cores allowed.
     */
    public static String pin(int core) {
        final BitSet allowed = ThreadScheduling.affinity();
        final BitSet one = new BitSet();
        if (core >= 0) {
            one.set(core);
        }
        final int result = core < 0 || core >= CoreList.MAX_CORES ? -Errno.EINVAL : ThreadScheduling.affinity(one);
        if (result == 0) {
            return PINNED;
        }
        final String reason = result == -Errno.EINVAL
                ? "it does not exist or this process may not use it" : Errno.text(result);
        return "cannot pin " + Thread.currentThread().getName() + " to core " + core + ": " + reason
                + "; running unpinned on " + text(allowed);
    }

    /** Whether the calling thread may be pinned to a core, which the kernel alone knows: asked by doing it, and undone. */
    public static boolean isAllowed(int core) {
        final BitSet before = ThreadScheduling.affinity();
        final BitSet one = new BitSet();
        one.set(core);
        final boolean allowed = ThreadScheduling.affinity(one) == 0;
        if (allowed) {
            ThreadScheduling.affinity(before);
        }
        return allowed;
    }

    /** Cores as people write them: {@code 0-3,6}. */
    public static String text(BitSet cores) {
        final StringBuilder text = new StringBuilder();
        for (int first = cores.nextSetBit(0); first >= 0; ) {
            final int end = cores.nextClearBit(first);
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (end - first > 1) {
                text.append('-').append(end - 1);
            }
            first = cores.nextSetBit(end);
        }
        return text.toString();
    }
}
