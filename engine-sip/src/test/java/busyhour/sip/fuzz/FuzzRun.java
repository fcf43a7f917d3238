package busyhour.sip.fuzz;

import busyhour.sip.Vectors;
import busyhour.sip.message.Mutator;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;
import org.opentest4j.TestAbortedException;

/**
 * Feeds a subject with spoilt seeds until its share of the minute is over, and measures: inputs, those still understood,
 * the longest processor time of one input, and the octets that the subject allocated.
 * {@code -Dbusyhour.fuzz.seconds=600} makes the minute longer.
 */
final class FuzzRun {

    /** Works on one input; the memory is unusable afterwards. */
    @FunctionalInterface
    interface Subject {
        /** @return whether the input was understood. */
        boolean use(UnsafeBuffer buffer, int offset, int length);
    }

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Processor time of one input, so that a busy machine fails no test; a parse takes microseconds. */
    private static final long MAX_INPUT_NS = 200_000_000L;
    /** Inputs before allocations count: classes are loaded, and code compiles. */
    private static final int WARM_UP = 2_000;
    private static final int MAX_LENGTH = 65_535;

    private final String name;
    private final long seed;
    private final UnsafeBuffer memory = new UnsafeBuffer(new byte[MAX_LENGTH + 16]);
    private long inputs;
    private long understood;
    private long longestNs;
    private long allocated;

    private FuzzRun(final String name, final long seed) {
        this.name = name;
        this.seed = seed;
    }

    /** @param share of the minute. */
    static FuzzRun run(final String name, final long seed, final double share, final List<byte[]> seeds, final Subject subject) {
        final FuzzRun run = new FuzzRun(name, seed);
        final long durationNs = (long) (share * Long.getLong("busyhour.fuzz.seconds", 60) * 1e9);
        System.out.println("fuzz " + name + ": seed " + seed + ", " + seeds.size() + " inputs to begin with, " + durationNs / 1_000_000 + " ms");
        seeds.forEach(octets -> run.feed(octets, subject));
        final Mutator mutator = new Mutator(seed);
        final long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < durationNs) {
            byte[] octets = seeds.get(mutator.below(seeds.size()));
            if (mutator.below(8) == 0) {
                octets = splice(mutator, octets, seeds.get(mutator.below(seeds.size())));
            }
            octets = mutator.mutate(octets);
            if (mutator.below(64) == 0) {
                octets = swell(mutator, octets);
            }
            run.feed(octets, subject);
        }
        System.out.println(run);
        return run;
    }

    private static byte[] splice(final Mutator mutator, final byte[] head, final byte[] tail) {
        final int from = mutator.below(tail.length + 1);
        final int to = mutator.below(head.length + 1);
        final byte[] both = java.util.Arrays.copyOf(head, to + tail.length - from);
        System.arraycopy(tail, from, both, to, tail.length - from);
        return both;
    }

    /** Repeats a piece of the input until it is as long as a datagram can be. */
    private static byte[] swell(final Mutator mutator, final byte[] octets) {
        if (octets.length == 0) {
            return octets;
        }
        final int start = mutator.below(octets.length);
        final int piece = 1 + mutator.below(Math.min(60, octets.length - start));
        final int length = 2_000 + mutator.below(MAX_LENGTH - 2_000);
        final byte[] swollen = new byte[Math.max(length, octets.length)];
        System.arraycopy(octets, 0, swollen, 0, start);
        final int tail = octets.length - start - piece;
        for (int at = start; at < swollen.length - tail; at += piece) {
            System.arraycopy(octets, start, swollen, at, Math.min(piece, swollen.length - tail - at));
        }
        System.arraycopy(octets, start + piece, swollen, swollen.length - tail, tail);
        return java.util.Arrays.copyOf(swollen, Math.min(swollen.length, MAX_LENGTH));
    }

    private void feed(final byte[] input, final Subject subject) {
        final int length = Math.min(input.length, MAX_LENGTH);
        memory.putBytes(7, input, 0, length);
        final boolean warm = inputs > WARM_UP;
        final long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        final long before = THREADS.getCurrentThreadCpuTime();
        final boolean wellUnderstood;
        try {
            wellUnderstood = subject.use(memory, 7, length);
        } catch (final RuntimeException | AssertionError | StackOverflowError e) {
            throw new AssertionError(where() + ":\n" + new String(input, 0, Math.min(length, 4_000), StandardCharsets.ISO_8859_1), e);
        }
        final long tookNs = THREADS.getCurrentThreadCpuTime() - before;
        allocated += warm ? THREADS.getCurrentThreadAllocatedBytes() - bytesBefore : 0;
        longestNs = Math.max(longestNs, tookNs);
        if (tookNs > MAX_INPUT_NS) {
            throw new AssertionError(where() + " took " + tookNs / 1_000_000 + " ms:\n"
                    + new String(input, 0, Math.min(length, 4_000), StandardCharsets.ISO_8859_1));
        }
        memory.setMemory(7, length, (byte) '#');
        inputs++;
        understood += wellUnderstood ? 1 : 0;
    }

    private String where() {
        return "fuzz " + name + ": seed " + seed + ", input " + inputs;
    }

    /** The files of these folders beside the project; none where they are absent. */
    static List<byte[]> vectors(final Predicate<Path> which, final String... folders) {
        final List<byte[]> found = new ArrayList<>();
        for (final String folder : folders) {
            try {
                Vectors.files(folder).stream().filter(which).map(Vectors::read).filter(octets -> octets.length > 0).forEach(found::add);
            } catch (final TestAbortedException absent) {
                // The built-in seeds remain: the test is worth running with them alone.
                continue;
            }
        }
        return found;
    }

    long inputs() {
        return inputs;
    }

    long understood() {
        return understood;
    }

    long allocatedBytes() {
        return allocated;
    }

    @Override
    public String toString() {
        return where() + ": " + understood + " understood, the longest took " + longestNs / 1_000 + " us, " + allocated + " bytes allocated";
    }
}
