package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.PortRange;
import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.SignallingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tshark captures our RTP on loopback and comes to the figures that we report: packets, loss, jitter. */
class CaptureInteropTest {

    private static final int CALLS = 4;
    private static final long DURATION_MS = 12_000;
    private static final int FIRST_MEDIA_PORT = 31_000;
    private static final int LAST_MEDIA_PORT = 31_099;

    /** A line of {@code tshark -z rtp,streams}. */
    private record Stream(int fromPort, long packets, long lost, double meanJitterMs, double maxJitterMs) {
    }

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeTshark() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed (Debian: tshark)");
        final Process probe = new ProcessBuilder("tshark", "-D").redirectErrorStream(true).start();
        final String interfaces = new String(probe.getInputStream().readAllBytes());
        probe.waitFor();
        assumeTrue(interfaces.contains("lo"), "tshark may not capture on loopback here: it needs root or CAP_NET_RAW");
    }

    @Test
    void shouldAgreeWithTsharkOnPacketsLossAndJitter() throws Exception {
        final Path capture = directory.resolve("media.pcap");
        final Process tshark = new ProcessBuilder("tshark", "-i", "lo", "-q", "-w", capture.toString(), "-a", "duration:40",
                "-B", "64", "-f", "udp portrange " + FIRST_MEDIA_PORT + "-" + LAST_MEDIA_PORT)
                .redirectErrorStream(true).redirectOutput(directory.resolve("tshark.txt").toFile()).start();
        try {
            awaitCapture(capture);
            final RecordedRun run = RecordedRun.play(jitteringCallers(), new EngineSettings(null, EngineSettings.Idle.BACKOFF,
                    new PortRange(FIRST_MEDIA_PORT, LAST_MEDIA_PORT), EpollDatagramIo::new));
            TimeUnit.SECONDS.sleep(2); // what the kernel has captured reaches the file in blocks
            tshark.destroy();
            assertThat(tshark.waitFor(20, TimeUnit.SECONDS)).isTrue();

            final List<Stream> streams = streams(capture);
            assertThat(streams).hasSize(2 * CALLS);
            assertThat(streams.stream().mapToLong(Stream::packets).sum()).isEqualTo((long) run.sum("packets_sent"));
            assertThat(run.sum("packets_received")).isEqualTo(run.sum("packets_sent"));
            assertThat(streams.stream().mapToLong(Stream::lost).sum()).isEqualTo((long) run.sum("packets_lost"));
            compareJitter(streams, run);
        } finally {
            tshark.destroyForcibly();
        }
    }

    /**
     * tshark's mean is over packets, ours is sampled once a second: means of ergodic estimates, so the sampling error is small
     * against 5 %; the largest second of ours is at most tshark's largest packet.
     */
    private static void compareJitter(final List<Stream> streams, final RecordedRun run) {
        final double theirs = streams.stream().mapToDouble(Stream::maxJitterMs).max().orElseThrow();
        final double ours = run.gauges.get("jitter_max_ms").stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        assertThat(theirs).as("the jitter that was asked for").isGreaterThan(1);
        assertThat(ours).isCloseTo(theirs, within(Math.max(0.05 * theirs, 0.02)));
    }

    private static Assignment jitteringCallers() {
        final GroupSpec callees = Assignments.group("callees", 0, CALLS, -1, List.of(), new Callee(Callee.Kind.RECEIVE, -1, null),
                "127.0.0.1:" + Assignments.freePort(), DURATION_MS, new Ramp(0, 0));
        final GroupSpec callers = Assignments.callers(CALLS, CALLS, DURATION_MS)
                .withMedia(MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs("PCMU").withSendJitterMs(10)));
        return Assignments.assignment(List.of(), callees, callers);
    }

    private void awaitCapture(final Path capture) throws Exception {
        for (int i = 0; i < 100; i++) {
            if (Files.exists(capture) && Files.size(capture) > 0) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("tshark did not begin: " + Files.readString(directory.resolve("tshark.txt")));
    }

    private List<Stream> streams(final Path capture) throws IOException, InterruptedException {
        final Process tshark = new ProcessBuilder("tshark", "-r", capture.toString(), "-q", "-o", "rtp.heuristic_rtp:TRUE",
                "-d", "udp.port==" + FIRST_MEDIA_PORT + "-" + LAST_MEDIA_PORT + ",rtp", "-z", "rtp,streams").redirectErrorStream(true).start();
        final String output = new String(tshark.getInputStream().readAllBytes());
        tshark.waitFor();
        final List<Stream> streams = new ArrayList<>();
        for (final String line : output.lines().filter(text -> text.contains("g711U")).toList()) {
            streams.add(stream(line.strip().split("\\s+")));
        }
        assertThat(streams).as(output).isNotEmpty();
        return streams;
    }

    /** start end fromAddress fromPort toAddress toPort ssrc payload packets lost (share%) minDelta meanDelta maxDelta minJitter ... */
    private static Stream stream(final String[] columns) {
        int payload = 0;
        while (!columns[payload].equals("g711U")) {
            payload++;
        }
        return new Stream(Integer.parseInt(columns[payload - 4]), Long.parseLong(columns[payload + 1]), Long.parseLong(columns[payload + 2]),
                Double.parseDouble(columns[payload + 8]), Double.parseDouble(columns[payload + 9]));
    }
}
