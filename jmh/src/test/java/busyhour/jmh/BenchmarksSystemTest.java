package busyhour.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/** Every benchmark runs and allocates nothing for an operation. The times mean nothing here. */
public class BenchmarksSystemTest {

    private static final int REPETITIONS = 3;

    @Test
    @Timeout(240)
    void shouldRunAllAndAllocateNothing() throws Exception {
        final Collection<RunResult> results = Benchmarks.run("busyhour\\..*Benchmark\\..*", true, false);
        final String table = Benchmarks.table(results);
        System.out.print(table);
        assertThat(results).hasSizeGreaterThan(15);
        for (RunResult result : results) {
            assertThat(isAllocationFree(result)).as("%s allocates%n%s", Benchmarks.name(result), table).isTrue();
        }
        assertThat(table).contains("SipMessageBenchmark.parseInvite", "SipMessageBenchmark.writeInvite",
                "RtpReceiveBenchmark.packet", "jitterOfPacket", "G711Benchmark", "PacketPacerBenchmark",
                "SampleWriteBenchmark");
    }

    /** On a starved machine a benchmark gets so few operations that the harness's own bytes show: it is run again. */
    private static boolean isAllocationFree(RunResult result) throws RunnerException {
        boolean allocates = Benchmarks.allocates(result);
        for (int i = 0; i < REPETITIONS && allocates; i++) {
            final String pattern = Pattern.quote(result.getParams().getBenchmark()) + "$";
            allocates = Benchmarks.run(pattern, true, false).stream().anyMatch(Benchmarks::allocates);
        }
        return !allocates;
    }

    @Test
    @Timeout(60)
    void shouldFindAnOperationThatAllocatesOneByte() throws Exception {
        final Collection<RunResult> results = Benchmarks.run("BenchmarksSystemTest.Planted.*", true, false);
        assertThat(results).hasSize(1).allMatch(Benchmarks::allocates);
        assertThat(Benchmarks.table(results)).contains("allocates");
    }

    /** Not one of ours: shows that an operation that allocates is found. */
    @State(Scope.Thread)
    public static class Planted {
        private int length = 1;

        @Benchmark
        public byte[] allocateOneByte() {
            return new byte[length];
        }
    }
}
