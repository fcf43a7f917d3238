package busyhour.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process that has no more files says so for each connection, and lives on. */
class FilesLimitSystemTest {

    private static final int FILES = 400;
    private static final int CONNECTIONS = 500;

    @Test
    void shouldSayThatThereAreNoMoreFiles() throws Exception {
        final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        final Process process = new ProcessBuilder("bash", "-c", "ulimit -n " + FILES + " && exec \"$0\" \"$@\"", java, "-XX:+UseSerialGC",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"), FilesLimitSystemTest.class.getName())
                .redirectErrorStream(true).start();
        try {
            final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(said).contains("this process has its " + FILES + " files open; raise the limit with ulimit -n")
                    .contains("all files reasons: true").contains("still talking: true").contains("open says why: true");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Runs with few files. */
    public static void main(final String[] arguments) throws Exception {
        try (StreamTransports transports = StreamTransports.create(null)) {
            final StreamEnd end = new StreamEnd(transports, 0);
            final int listening = end.open(TransportKind.TCP, StreamOptions.listening());
            final int first = end.open(TransportKind.TCP, StreamOptions.client());
            end.send(first, end.address(listening), StreamEnd.options("first", ""));
            end.awaitMessage();
            final int shared = end.open(TransportKind.TCP, StreamOptions.listening());
            end.send(shared, new busyhour.sip.TransportAddress().setIpv4(0x7F000001, 1), StreamEnd.options("refused", ""));
            end.await("a refusal", () -> !end.failed.isEmpty()); // loads the classes that say why, while there are files to read them from
            end.failed.clear();
            boolean openSaysWhy = false;
            try {
                for (int i = 0; i < CONNECTIONS; i++) {
                    end.open(TransportKind.TCP, StreamOptions.client());
                }
            } catch (final StreamFaultException e) {
                System.out.println(e.getMessage());
                openSaysWhy = e.getMessage().contains("ulimit");
            }
            System.out.println("open says why: " + openSaysWhy);
            end.send(shared, end.address(listening), StreamEnd.options("no-file", ""));
            end.await("a failure", () -> !end.failed.isEmpty());
            end.failed.forEach(failure -> System.out.println(failure.text()));
            System.out.println("all files reasons: " + end.failed.stream().allMatch(failure -> failure.reason() == StreamFault.NO_FILES));
            end.send(first, end.address(listening), StreamEnd.options("again", ""));
            System.out.println("still talking: " + end.awaitMessage().contains("again"));
            end.close();
        }
    }
}
