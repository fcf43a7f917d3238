package busyhour.engine.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** SIPp playing one of the scenario files in the test resources, with its files in a directory of its own. */
final class SippScenario implements AutoCloseable {

    final String name;
    final int port;
    private final int calls;
    private final SippProcess process;
    private final Path directory;

    private SippScenario(final String name, final int port, final int calls, final SippProcess process, final Path directory) {
        this.name = name;
        this.port = port;
        this.calls = calls;
        this.process = process;
        this.directory = directory;
    }

    /**
     * Answers so many calls and ends.
     *
     * @param name  of the file without its suffix, or {@code uas} for what SIPp has built in.
     * @param third {@code user@host:port} of somebody else, or null.
     */
    static SippScenario answers(final Path parent, final String name, final boolean tcp, final int calls, final String third) throws IOException {
        return start(parent, name, Assignments.peerPorts(1), calls, tcp, third, List.of());
    }

    /** Makes so many calls to this port, ten a second, and ends. */
    static SippScenario calls(final Path parent, final String name, final boolean tcp, final int calls, final String user, final int to,
            final String third) throws IOException {
        return start(parent, name, Assignments.peerPorts(1), calls, tcp, third,
                List.of("127.0.0.1:" + to, "-s", user, "-r", "10"));
    }

    private static SippScenario start(final Path parent, final String name, final int port, final int calls, final boolean tcp,
            final String third, final List<String> more) throws IOException {
        final Path directory = Files.createDirectory(parent.resolve(name + (tcp ? "-tcp-" : "-udp-") + port));
        final List<String> arguments = new ArrayList<>();
        if (name.equals("uas") || name.equals("uac")) {
            arguments.addAll(List.of("-sn", name));
        } else {
            final Path file = directory.resolve(name + ".xml");
            try (InputStream in = SippScenario.class.getResourceAsStream("/busyhour/engine/sipp/" + name + ".xml")) {
                Files.write(file, in.readAllBytes());
            }
            arguments.addAll(List.of("-sf", file.toString()));
        }
        arguments.addAll(more);
        arguments.addAll(List.of("-i", "127.0.0.1", "-p", String.valueOf(port), "-mp", String.valueOf(Assignments.peerPorts(4)), "-rtp_echo",
                "-m", String.valueOf(calls), "-t", tcp ? "t1" : "u1", "-timeout", "60"));
        if (third != null) {
            arguments.addAll(List.of("-key", "third", third));
        }
        return new SippScenario(name, port, calls, SippProcess.start(directory, arguments.toArray(String[]::new)), directory);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Fails unless SIPp ends soon with exit code 0 and all calls successful. */
    void shouldHaveSucceeded(final String what) throws Exception {
        final int exit = process.await(20);
        if (exit != 0 || process.statistic("SuccessfulCall(C)") != calls || process.statistic("FailedCall(C)") != 0) {
            throw new AssertionError(name + " ended with " + exit + ", " + process.statistic("SuccessfulCall(C)") + " of " + calls
                    + " calls successful, " + process.statistic("FailedCall(C)") + " failed\n" + errors() + "\n" + what);
        }
    }

    private String errors() throws IOException {
        final StringBuilder text = new StringBuilder();
        try (var files = Files.list(directory)) {
            for (final Path file : files.filter(path -> path.toString().endsWith("_errors.log")).toList()) {
                text.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return text.length() > 4_000 ? text.substring(0, 4_000) : text.toString();
    }

    @Override
    public void close() {
        process.close();
    }
}
