package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.EndpointOutcome;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What goes wrong ends in one clear message or outcome, and stops no shard. */
class BadInputSystemTest {

    private static final Ramp AT_ONCE = new Ramp(0, 0);

    @Test
    void shouldSayWhichPortIsInUse() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            final Assignment assignment = Assignments.assignment(List.of(), receivers("127.0.0.1:" + taken.getLocalPort(), 1_000));
            assertThatThrownBy(() -> RecordedRun.play(assignment, EngineSettings.defaults()))
                    .isInstanceOf(RunFaultException.class)
                    .hasMessageContaining("receivers").hasMessageContaining(String.valueOf(taken.getLocalPort()))
                    .hasMessageContaining("EADDRINUSE");
        }
    }

    @Test
    void shouldSayWhichFileIsNoAudio() {
        final GroupSpec plain = receivers("127.0.0.1:" + Assignments.freePort(), 1_000);
        final GroupSpec group = plain.withMedia(MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withFiles("prompt.wav")));
        final Assignment assignment = new Assignment(1, "test", List.of(), List.of(group),
                Map.of("prompt.wav", "no sound at all".getBytes(StandardCharsets.UTF_8)), false, List.of());
        assertThatThrownBy(() -> RecordedRun.play(assignment, EngineSettings.defaults()))
                .isInstanceOf(RunFaultException.class)
                .hasMessageContaining("receivers").hasMessageContaining("prompt.wav");
    }

    @Test
    void shouldRefuseAPublicTargetThatThePlanDoesNotList() {
        final Assignment assignment = Assignments.assignment(List.of(), Assignments.group("callers", 0, 1, -1, List.of(),
                new Callee(Callee.Kind.URI, -1, "sip:a@192.0.2.1"), null, 1_000, AT_ONCE));
        assertThatThrownBy(() -> RecordedRun.play(assignment, EngineSettings.defaults()))
                .isInstanceOf(RunFaultException.class)
                .hasMessageContaining("192.0.2.1").hasMessageContaining("allow: public");
    }

    @Test
    void shouldRefuseMoreEndpointsThanFilesAllowWithTheArithmetic() {
        final Assignment assignment = Assignments.assignment(List.of(), Assignments.group("callers", 0, 10_000_000, -1, List.of(),
                new Callee(Callee.Kind.URI, -1, "sip:a@127.0.0.1"), null, 1_000, AT_ONCE));
        assertThatThrownBy(() -> RecordedRun.play(assignment, EngineSettings.defaults()))
                .isInstanceOf(RunFaultException.class)
                .hasMessageContaining("10000000 endpoints need");
    }

    @Test
    void shouldEndEndpointsWhoseCredentialsTheRegistrarRefuses() throws RunFaultException {
        final List<Account> right = Assignments.accounts("callee", 2);
        final RegistrarSpec builtin = new RegistrarSpec("builtin", true, null, 0, "UDP");
        final GroupSpec knows = Assignments.group("knows", 0, 2, 0, right, new Callee(Callee.Kind.RECEIVE, -1, null), null, 1_000, AT_ONCE);
        final GroupSpec guesses = Assignments.group("guesses", 2, 2, 0,
                List.of(new Account("caller1", "secret1", "another realm"), new Account("caller2", "secret2", "another realm")),
                new Callee(Callee.Kind.GROUP, 0, null), null, 1_000, AT_ONCE);
        final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(builtin), knows, guesses), EngineSettings.defaults());

        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes).containsEntry(2, EndpointOutcome.REGISTRATION_FAILED).containsEntry(3, EndpointOutcome.REGISTRATION_FAILED);
        assertThat(run.details.get(2)).contains("refused the credentials");
        assertThat(run.countedCalls.getOrDefault(CallEventKind.STARTED, 0)).isZero();
    }

    @Test
    void shouldGoOnUnderMalformedSipAndRtp() throws Exception {
        final int port = Assignments.freePort();
        final Assignment assignment = Assignments.assignment(List.of(),
                Assignments.group("callees", 0, 2, -1, List.of(), new Callee(Callee.Kind.RECEIVE, -1, null), "127.0.0.1:" + port, 3_000, AT_ONCE),
                Assignments.group("callers", 2, 2, -1, List.of(), new Callee(Callee.Kind.GROUP, 0, null), null, 3_000, AT_ONCE));
        final Thread noise = Thread.ofPlatform().start(() -> makeNoise(port));
        final RecordedRun run = RecordedRun.play(assignment, EngineSettings.defaults());
        noise.join();

        assertThat(run.faults).isEmpty();
        assertThat(run.sum("malformed_packets")).as("noise that media heard").isPositive();
        assertThat(run.countedCalls.get(CallEventKind.ANSWERED)).isEqualTo(2);
        assertThat(run.outcomes.values()).as("%s", run.details).hasSize(4).containsOnly(EndpointOutcome.SUCCESS);
    }

    /** Spoilt datagrams to the signalling port and to the media ports in use, for the time that the calls are up. */
    private static void makeNoise(final int signallingPort) {
        final Random random = new Random(4711);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int round = 0; round < 300; round++) {
                final byte[] garbage = new byte[1 + random.nextInt(60)];
                random.nextBytes(garbage);
                garbage[0] &= 0x3F; // no RTP version: malformed wherever it goes
                send(socket, garbage, signallingPort);
                send(socket, "INVITE sip:x SIP/2.0\r\nVia: \r\n\r\n".getBytes(StandardCharsets.US_ASCII), signallingPort);
                for (int i = 0; i < 20; i++) {
                    send(socket, garbage, ForkPorts.firstMedia() + i);
                }
                java.util.concurrent.TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (final Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void send(final DatagramSocket socket, final byte[] bytes, final int port) throws java.io.IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    }

    private static GroupSpec receivers(final String listen, final long durationMs) {
        return Assignments.group("receivers", 0, 1, -1, List.of(), new Callee(Callee.Kind.RECEIVE, -1, null), listen, durationMs, AT_ONCE);
    }
}
