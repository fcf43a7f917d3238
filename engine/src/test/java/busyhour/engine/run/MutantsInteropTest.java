package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
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
        final List<String> namespace = namespace();
        final List<String> command = new ArrayList<>(namespace);
        command.addAll(List.of("sh", "-c", "ip link set lo up && exec \"$@\"", "sh", ProcessHandle.current().info().command().orElseThrow()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent") && !argument.startsWith("-Xmx") && !argument.startsWith("-agentlib"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                MutantShard.class.getName(), String.valueOf(mutants), String.valueOf(ratePerS), String.valueOf(SEED), directory.toString(),
                Path.of(System.getProperty("busyhour.root", "."), "..", "shared", "vectors", "01-sip").toString()));
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

    /** How to start a program in a network namespace of its own; the test is skipped where that cannot be done. */
    private static List<String> namespace() throws Exception {
        for (final List<String> command : List.of(List.of("unshare", "--net"), List.of("unshare", "--net", "--map-root-user"))) {
            if (ForeignProcess.isInstalled("unshare") && ForeignProcess.isInstalled("ip")) {
                final List<String> trial = new ArrayList<>(command);
                trial.addAll(List.of("ip", "link", "set", "lo", "up"));
                if (new ProcessBuilder(trial).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0) {
                    return command;
                }
            }
        }
        System.out.println("SKIPPED: no network namespace can be made here");
        assumeTrue(false, "no network namespace can be made here (unshare --net, ip link)");
        return List.of();
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
