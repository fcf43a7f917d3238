package busyhour.engine.run;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of the tests' own in network namespaces of their own: what they send stays there. */
final class Namespaces {

    private static final List<List<String>> WAYS = List.of(List.of("unshare", "--net"), List.of("unshare", "--net", "--map-root-user"));

    private Namespaces() {
    }

    /** How to start a program in a network namespace of its own; the test is skipped, aloud, where that cannot be done. */
    static List<String> own() throws Exception {
        for (final List<String> way : WAYS) {
            if (ForeignProcess.isInstalled("unshare") && ForeignProcess.isInstalled("ip")) {
                final List<String> trial = new ArrayList<>(way);
                trial.addAll(List.of("ip", "link", "set", "lo", "up"));
                if (new ProcessBuilder(trial).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0) {
                    return way;
                }
            }
        }
        System.out.println("SKIPPED: no network namespace can be made here");
        assumeTrue(false, "no network namespace can be made here (unshare --net, ip link)");
        return List.of();
    }

    /** A class of the tests with this JVM's flags: a command line. */
    static List<String> java(final Class<?> main, final String... arguments) {
        final List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent") && !argument.startsWith("-Xmx") && !argument.startsWith("-agentlib"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx1g", "-Dbusyhour.root=" + Path.of(System.getProperty("busyhour.root", ".")).toAbsolutePath(), "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
