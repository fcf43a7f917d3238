package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.PortRange;
import busyhour.engine.run.TsharkCapture.Stream;
import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.SignallingSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tshark captures our RTP on loopback and comes to the figures that we report: packets, loss, jitter. */
class CaptureInteropTest {

    private static final int CALLS = 4;
    private static final long DURATION_MS = 12_000;
    private static final int FIRST_MEDIA_PORT = 31_000;
    private static final int LAST_MEDIA_PORT = 31_099;

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeTshark() throws Exception {
        TsharkCapture.assumePossible();
    }

    @Test
    void shouldAgreeWithTsharkOnPacketsLossAndJitter() throws Exception {
        final String ports = FIRST_MEDIA_PORT + "-" + LAST_MEDIA_PORT;
        try (TsharkCapture tshark = TsharkCapture.start(directory, List.of(), "lo", "udp portrange " + ports, 40)) {
            final RecordedRun run = RecordedRun.play(jitteringCallers(), new EngineSettings(null, EngineSettings.Idle.BACKOFF,
                    new PortRange(FIRST_MEDIA_PORT, LAST_MEDIA_PORT), EpollDatagramIo::new));
            final List<Stream> streams = TsharkCapture.streams(tshark.stop(), ports);
            assertThat(streams).hasSize(2 * CALLS);
            assertThat(streams.stream().mapToLong(Stream::packets).sum()).isEqualTo((long) run.sum("packets_sent"));
            assertThat(run.sum("packets_received")).isEqualTo(run.sum("packets_sent"));
            assertThat(streams.stream().mapToLong(Stream::lost).sum()).isEqualTo((long) run.sum("packets_lost"));
            compareJitter(streams, run);
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
}
