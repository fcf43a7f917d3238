package busyhour.engine.io;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The core of one shard's thread: pinned to it, and ahead of ordinary threads there. Where the kernel refuses one of the two the thread
 * runs on without, and the caller is told why. Nice values, not a real-time class: those are stopped for 50 ms of each second
 * ({@code sched_rt_runtime_us}) when they spin, and starve the kernel's own threads until then.
 *
 * @param number    -1 = not pinned; then nothing is asked of the kernel.
 * @param preferred whether the thread goes before ordinary ones; not where it never sleeps and no core is left for those.
 */
public record ShardCore(int number, boolean preferred) {

    /** Nine times the share of an ordinary thread. */
    static final int NICE = -10;

    private static final int NOT_PINNED = -1;

    /** What became of it. @param core that the thread is pinned to, -1 = none. @param warnings for people, empty when all went well. */
    public record Taken(int core, List<String> warnings) {
    }

    public static final ShardCore ANY = new ShardCore(NOT_PINNED, false);

    /** For the calling thread. */
    public Taken take() {
        if (number == NOT_PINNED) {
            return new Taken(NOT_PINNED, List.of());
        }
        final List<String> warnings = new ArrayList<>();
        final String warning = CpuAffinity.pin(number);
        if (warning != CpuAffinity.PINNED) {
            warnings.add(warning);
        }
        final int result = preferred ? ThreadScheduling.nice(NICE) : 0;
        if (result < 0) {
            warnings.add(refusal(Thread.currentThread().getName(), result));
        }
        return new Taken(warning == CpuAffinity.PINNED ? number : NOT_PINNED, warnings);
    }

    static String refusal(final String thread, final int errno) {
        return "cannot raise the priority of " + thread + " to nice " + NICE + ": " + Errno.text(errno)
                + "; running at the usual one (CAP_SYS_NICE or a limit of nice allow it)";
    }

    /** Cores that are left when these are the shards'; empty when none are. */
    public static BitSet others(final BitSet allowed, final CoreList shards) {
        final BitSet others = (BitSet) allowed.clone();
        others.andNot(shards.toSet());
        return others;
    }
}
