package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** tshark capturing an interface, and what it says of the RTP in a capture. */
final class TsharkCapture implements AutoCloseable {

    private final ForeignProcess process;
    private final Path file;

    /**
     * A line of {@code tshark -z rtp,streams}: start end fromAddress fromPort toAddress toPort ssrc payload packets lost (share%)
     * minDelta meanDelta maxDelta minJitter meanJitter maxJitter.
     */
    record Stream(String from, int fromPort, String to, String ssrc, long packets, long lost, double meanJitterMs, double maxJitterMs) {

        private static Stream of(final String line) {
            final String[] columns = line.strip().split("\\s+");
            int ssrc = 0;
            while (!columns[ssrc].startsWith("0x")) {
                ssrc++;
            }
            int share = ssrc;
            while (!columns[share].startsWith("(")) {
                share++;
            }
            return new Stream(columns[ssrc - 4], Integer.parseInt(columns[ssrc - 3]), columns[ssrc - 2], columns[ssrc],
                    Long.parseLong(columns[share - 2]), Long.parseLong(columns[share - 1]), Double.parseDouble(columns[share + 5]),
                    Double.parseDouble(columns[share + 6]));
        }
    }

    private TsharkCapture(final ForeignProcess process, final Path file) {
        this.process = process;
        this.file = file;
    }

    /** Skips the test where tshark is missing or may not capture. */
    static void assumePossible() throws Exception {
        ForeignProcess.assumeInstalled("tshark", "tshark");
        final Process probe = new ProcessBuilder("tshark", "-D").redirectErrorStream(true).start();
        final String interfaces = new String(probe.getInputStream().readAllBytes());
        probe.waitFor();
        assumeTrue(interfaces.contains("lo"), "tshark may not capture on loopback here: it needs root or CAP_NET_RAW");
    }

    /**
     * Begins, and waits until it has begun.
     *
     * @param before how to get into a network namespace, or nothing.
     * @param seconds after which it ends by itself.
     */
    static TsharkCapture start(final Path directory, final List<String> before, final String networkInterface, final String filter, final int seconds)
            throws Exception {
        final Path file = directory.resolve("capture-" + networkInterface + ".pcap");
        final List<String> command = new ArrayList<>(before);
        command.addAll(List.of("tshark", "-i", networkInterface, "-q", "-F", "pcap", "-w", file.toString(), "-a", "duration:" + seconds, "-B", "64", "-f", filter));
        final ForeignProcess process = ForeignProcess.start(directory, "tshark", command);
        process.await("capture", () -> size(file) > 0, 20);
        return new TsharkCapture(process, file);
    }

    private static long size(final Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (final IOException e) {
            return 0;
        }
    }

    /** Ends it; what the kernel has captured reaches the file in blocks. */
    Path stop() throws InterruptedException {
        TimeUnit.SECONDS.sleep(2);
        process.end(20);
        return file;
    }

    /** What tshark makes of RTP on these ports. */
    static List<Stream> streams(final Path capture, final String ports) throws IOException, InterruptedException {
        final String output = tshark(capture, ports, "-q", "-z", "rtp,streams");
        final List<Stream> streams = output.lines().filter(line -> line.contains(" 0x") && line.contains("%)")).map(Stream::of).toList();
        assertThat(streams).as(output).isNotEmpty();
        return streams;
    }

    /** What tshark prints about a capture whose UDP ports (a range, {@code 30000-39999}) carry RTP. */
    static String tshark(final Path capture, final String ports, final String... options) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("tshark", "-r", capture.toString(), "-o", "rtp.heuristic_rtp:TRUE", "-d",
                "udp.port==" + ports + ",rtp"));
        command.addAll(List.of(options));
        final Process tshark = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final String output = new String(tshark.getInputStream().readAllBytes());
        tshark.waitFor();
        return output;
    }

    @Override
    public void close() {
        process.close();
    }
}
