package busyhour.engine.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A baresip softphone on loopback that answers at once, driven over its control port. Commands and events there are JSON in
 * netstrings ({@code length:text,}).
 */
final class BaresipProcess implements AutoCloseable {

    private static final List<Path> MODULES = List.of(Path.of("/usr/lib/baresip/modules"),
            Path.of("/usr/lib/x86_64-linux-gnu/baresip/modules"), Path.of("/usr/lib/aarch64-linux-gnu/baresip/modules"));

    final int port;
    private final ForeignProcess process;
    private final Socket control;
    private final StringBuilder events = new StringBuilder();

    private BaresipProcess(final int port, final ForeignProcess process, final Socket control) {
        this.port = port;
        this.process = process;
        this.control = control;
    }

    static void assumeInstalled() {
        ForeignProcess.assumeInstalled("baresip", "baresip");
    }

    static BaresipProcess start(final Path directory) throws Exception {
        return start(directory, List.of(), "");
    }

    /**
     * @param more    modules besides those that every call needs.
     * @param account parameters of its account, each with a semicolon in front.
     */
    static BaresipProcess start(final Path directory, final List<String> more, final String account) throws Exception {
        return start(directory, more, "", "audio_codecs=PCMU" + account);
    }

    /**
     * @param more     modules besides those that every call needs.
     * @param settings lines of its configuration besides.
     * @param account  parameters of its account with semicolons between, among them its codecs.
     */
    static BaresipProcess start(final Path directory, final List<String> more, final String settings, final String account) throws Exception {
        final int sip = Assignments.peerPorts(1);
        final int controlPort = Assignments.peerPorts(1);
        final Path modules = MODULES.stream().filter(Files::isDirectory).findFirst().orElseThrow();
        Files.writeString(directory.resolve("config"), """
                net_interface 127.0.0.1
                sip_listen 127.0.0.1:%d
                audio_source ausine,440
                audio_player aubridge,nowhere
                audio_alert aubridge,alert
                ausrc_srate 48000
                auplay_srate 48000
                ausrc_channels 2
                auplay_channels 1
                rtp_ports 30000-30999
                module_path %s
                module stdio.so
                module g711.so
                module ausine.so
                module aubridge.so
                %s
                module_tmp account.so
                module_app menu.so
                module_app ctrl_tcp.so
                ctrl_tcp_listen 127.0.0.1:%d
                %s
                """.formatted(sip, modules, String.join("\n", more.stream().map(module -> "module " + module).toList()), controlPort, settings));
        Files.writeString(directory.resolve("accounts"), "<sip:bob@127.0.0.1>;regint=0;answermode=auto;" + account + "\n");
        Files.writeString(directory.resolve("contacts"), "");
        final ForeignProcess process = ForeignProcess.start(directory, "baresip", List.of("baresip", "-4", "-f", directory.toString()));
        final Socket[] socket = new Socket[1];
        try {
            process.await("baresip", () -> (socket[0] = connect(controlPort)) != null, 10);
        } catch (final AssertionError e) {
            process.close();
            throw e;
        }
        return new BaresipProcess(sip, process, socket[0]);
    }

    private static Socket connect(final int port) {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (final IOException notYet) {
            return null;
        }
    }

    /** Gives a command of its menu: hold, resume, hangup. */
    void command(final String name) throws IOException {
        final byte[] json = ("{\"command\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8);
        final OutputStream out = control.getOutputStream();
        out.write((json.length + ":").getBytes(StandardCharsets.US_ASCII));
        out.write(json);
        out.write(',');
        out.flush();
    }

    /** Waits for an event such as CALL_ESTABLISHED. */
    void awaitEvent(final String type, final long seconds) throws Exception {
        final long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        final InputStream in = control.getInputStream();
        while (events.indexOf("\"" + type + "\"") < 0) {
            if (System.nanoTime() - untilNs > 0) {
                throw new AssertionError("no " + type + " from baresip: " + events + "\n" + process.output());
            }
            if (in.available() > 0) {
                events.append(new String(in.readNBytes(in.available()), StandardCharsets.UTF_8));
            } else {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    String output() {
        return events + "\n" + process.output();
    }

    @Override
    public void close() {
        try {
            control.close();
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            process.close();
        }
    }
}
