package busyhour.jmh;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks with the allocation profiler and prints a table: nanoseconds and bytes for each operation.
 *
 * <pre>
 *   Benchmarks [PATTERN] [--quick]      --quick: short iterations, to see that they run and allocate nothing
 * </pre>
 *
 * Ends with 1 when an operation allocates.
 */
public final class Benchmarks {

    private static final String ALLOCATION = "gc.alloc.rate.norm";
    /**
     * The harness allocates some kilobytes in each iteration, which short iterations spread over few operations. An
     * operation that makes an object shows 16 bytes or more.
     */
    private static final double ALLOCATION_NOISE_BYTES = 4;
    private static final TimeValue QUICK = TimeValue.milliseconds(100);

    private Benchmarks() {
    }

    public static void main(String[] args) throws RunnerException {
        String pattern = "busyhour\\..*Benchmark";
        boolean quick = false;
        for (String arg : args) {
            if ("--quick".equals(arg)) {
                quick = true;
            } else {
                pattern = arg;
            }
        }
        final Collection<RunResult> results = run(pattern, quick, true);
        System.out.print(table(results));
        System.exit(results.stream().anyMatch(Benchmarks::allocates) ? 1 : 0);
    }

    /** @param fork false = within this JVM, for tests: the times then mean nothing. */
    static Collection<RunResult> run(String pattern, boolean quick, boolean fork) throws RunnerException {
        final ChainedOptionsBuilder options = new OptionsBuilder()
                .include(pattern).addProfiler(GCProfiler.class).verbosity(VerboseMode.SILENT);
        if (quick) {
            options.warmupIterations(2).warmupTime(QUICK).measurementIterations(1).measurementTime(QUICK);
        }
        if (!fork) {
            options.forks(0);
            System.setProperty("jmh.ignoreLock", "true"); // times mean nothing here, so another JMH does no harm
        }
        return new Runner(options.build()).run();
    }

    static double bytesPerOperation(RunResult result) {
        final Result<?> bytes = result.getSecondaryResults().get(ALLOCATION);
        return bytes == null ? Double.NaN : bytes.getScore();
    }

    static boolean allocates(RunResult result) {
        return !(bytesPerOperation(result) < ALLOCATION_NOISE_BYTES);
    }

    static String name(RunResult result) {
        final String full = result.getParams().getBenchmark();
        final String shortName = full.substring(full.lastIndexOf('.', full.lastIndexOf('.') - 1) + 1);
        final String parameters = result.getParams().getParamsKeys().stream()
                .map(key -> key + "=" + result.getParams().getParam(key)).collect(Collectors.joining(" "));
        return parameters.isEmpty() ? shortName : shortName + " " + parameters;
    }

    static String table(Collection<RunResult> results) {
        final StringBuilder text = new StringBuilder(String.format("%-72s %12s %10s%n", "", "ns/op", "B/op"));
        results.stream().sorted(Comparator.comparing(Benchmarks::name)).forEach(result -> text.append(String.format(
                Locale.ROOT, "%-72s %12.1f %10.2f%s%n", name(result), result.getPrimaryResult().getScore(),
                bytesPerOperation(result), allocates(result) ? "  allocates" : "")));
        return text.toString();
    }
}
