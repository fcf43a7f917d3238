package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spoilt datagrams at a live shard lose no call of SIPp. Shard, sender and SIPp live in a network namespace of their own:
 * what a mutant makes anybody send stays there.
 */
class MutantsInteropTest {

    private static final long SEED = 20_261_121;

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeSipp() {
        SippProcess.assumeInstalled();
    }

    @Test
    void shouldLoseNoCallUnder200000Mutants() throws Exception {
        shouldLoseNoCall(200_000, 12_500);
    }

    @Test
    @Tag("load")
    void shouldLoseNoCallUnder10MillionMutants() throws Exception {
        shouldLoseNoCall(10_000_000, 20_000);
    }

    private void shouldLoseNoCall(final long mutants, final int ratePerS) throws Exception {
        final List<String> command = new ArrayList<>(Namespaces.own());
        command.addAll(List.of("sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
        command.addAll(Namespaces.java(MutantShard.class, String.valueOf(mutants), String.valueOf(ratePerS), String.valueOf(SEED),
                directory.toString(), Path.of(System.getProperty("busyhour.root", "."), "..", "shared", "vectors", "01-sip").toString()));
        try (ForeignProcess process = ForeignProcess.start(directory, "mutants", command)) {
            final int exit = process.await(mutants / ratePerS * 4 + 120);
            final String output = process.output();
            assertThat(exit).as(output).isZero();
            final Map<String, Long> figures = figures(output);
            System.out.println("mutants, seed " + SEED + ": " + figures);
            assertThat(figures).as(output)
                    .containsEntry("mutants", mutants).containsEntry("faults", 0L).containsEntry("notSent", 0L)
                    .containsEntry("busy", 0L)
                    .containsEntry("sippExit", 0L).containsEntry("sippFailed", 0L)
                    .containsEntry("sippSuccessful", figures.get("sippCalls"));
            assertThat(figures.get("started")).as("SIPp's calls and mutants that were calls\n%s", output)
                    .isGreaterThan(figures.get("sippCalls") + figures.get("validInvites") / 2);
            assertThat(figures.get("answered")).as(output).isGreaterThan(figures.get("sippCalls") + figures.get("validInvites") / 4);
            assertThat(output).contains("over=true").doesNotContain("Exception in thread");
        }
    }

    private static Map<String, Long> figures(final String output) {
        final Map<String, Long> figures = new HashMap<>();
        output.lines().filter(line -> line.startsWith("FIGURES ")).forEach(line -> {
            for (final String figure : line.substring(8).split(" ")) {
                figures.put(figure.substring(0, figure.indexOf('=')), Long.parseLong(figure.substring(figure.indexOf('=') + 1)));
            }
        });
        return figures;
    }
}
