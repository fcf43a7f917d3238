package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.engine.io.CoreList;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.SimDatagramIo;
import busyhour.engine.io.SimNetwork;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How runs begin and end: by their plan, by a stop, or because nothing is left to wait for. */
class RunLifeSystemTest {

    private static final Ramp AT_ONCE = new Ramp(0, 0);
    private static final Callee RECEIVE = new Callee(Callee.Kind.RECEIVE, -1, null);

    @Test
    void shouldEndGracefullyWhenItIsStoppedInTheMiddle() throws RunFaultException {
        final long startNs = System.nanoTime();
        final RecordedRun run = RecordedRun.play(Assignments.registered(4, 60_000), EngineSettings.defaults(), 2_000);

        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(20));
        assertThat(run.faults).isEmpty();
        assertThat(run.phases.values()).hasSize(8).containsOnly(EndpointPhase.CLOSED);
        assertThat(run.outcomes.values()).as("%s", run.details).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.countedCalls.get(CallEventKind.ANSWERED)).isEqualTo(4);
        assertThat(run.countedCalls.get(CallEventKind.ENDED)).isEqualTo(4);
        assertThat(run.messages).anyMatch(message -> message.startsWith("BYE"));
    }

    @Test
    void shouldEndAtOnceWhenItIsStoppedWhileItRegisters() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            final GroupSpec group = Assignments.group("callees", 0, 3, 0, Assignments.accounts("a", 3), RECEIVE, null, 60_000, AT_ONCE);
            final long startNs = System.nanoTime();
            final RecordedRun run = RecordedRun.play(Assignments.assignment(
                    List.of(new RegistrarSpec("silent", false, "127.0.0.1", silent.getLocalPort(), "UDP")), group),
                    EngineSettings.defaults(), 500);

            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(20));
            assertThat(run.phases.values()).hasSize(3).containsOnly(EndpointPhase.CLOSED);
        }
    }

    @Test
    void shouldNotListenWhenNoReceiverCouldRegister() throws RunFaultException {
        final GroupSpec right = Assignments.group("right", 0, 1, 0, List.of(new Account("a", "secret", "another realm")), RECEIVE,
                null, 100_000, AT_ONCE);
        final long startNs = System.nanoTime();
        final RecordedRun run = RecordedRun.play(
                Assignments.assignment(List.of(new RegistrarSpec("builtin", true, null, 0, "UDP")), right), EngineSettings.defaults());

        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(50));
        assertThat(run.outcomes.values()).containsOnly(EndpointOutcome.REGISTRATION_FAILED);
    }

    @Test
    void shouldCallStraightOverIpv6() throws RunFaultException {
        Assignments.assumeIpv6();
        final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(),
                Assignments.receivers(0, 2, "[::1]:" + Assignments.freePort(), 1_500), Assignments.callers(2, 2, 1_500)),
                EngineSettings.defaults());

        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes.values()).as("%s", run.details).hasSize(4).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.messages).anyMatch(message -> message.startsWith("INVITE") && message.contains("c=IN IP6 ::1"));
        assertThat(run.sum("packets_received")).isPositive().isEqualTo(run.sum("packets_sent"));
    }

    @Test
    void shouldPlayOnePlanOnTwoPinnedShards() throws RunFaultException {
        assumeTrue(Runtime.getRuntime().availableProcessors() >= 2, "two cores are needed");
        final RecordedRun run = RecordedRun.play(Assignments.registered(4, 1_500), onCores("0,1"));

        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes.values()).as("%s", run.details).hasSize(8).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.countedCalls.get(CallEventKind.ANSWERED)).isEqualTo(4);
        assertThat(run.sum("packets_received")).isPositive().isEqualTo(run.sum("packets_sent"));
    }

    @Test
    void shouldCallAListeningGroupFromAnotherShard() throws RunFaultException {
        assumeTrue(Runtime.getRuntime().availableProcessors() >= 2, "two cores are needed");
        final RecordedRun run = RecordedRun.play(Assignments.direct(4, 1_500, AT_ONCE), onCores("0,1"));

        assertThat(run.outcomes.values()).as("%s", run.details).hasSize(8).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.countedCalls.get(CallEventKind.ENDED)).isEqualTo(4);
    }

    @Test
    void shouldGiveTheShardOfAListeningGroupThePortsThatItNeeds() throws RunFaultException {
        assumeTrue(Runtime.getRuntime().availableProcessors() >= 2, "two cores are needed");
        final EngineSettings settings = new EngineSettings(CoreList.parse("0,1"), EngineSettings.Idle.BACKOFF,
                new PortRange(31_440, 31_479), EpollDatagramIo::new); // 20 pairs
        final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(),
                Assignments.receivers(0, 15, "127.0.0.1:" + Assignments.freePort(), 1_500), Assignments.callers(15, 5, 1_500)), settings);

        assertThat(run.countedCalls.get(CallEventKind.ANSWERED)).isEqualTo(5);
        assertThatThrownBy(() -> RecordedRun.play(Assignments.assignment(List.of(),
                Assignments.receivers(0, 15, "127.0.0.1:" + Assignments.freePort(), 1_500), Assignments.callers(15, 6, 1_500)), settings))
                .isInstanceOf(RunFaultException.class).hasMessageContaining("21 pairs of media ports").hasMessageContaining("has 20");
    }

    @Test
    void shouldGiveBackWhatItHasWhenMemoryRunsOut() {
        final SimDatagramIo first = new SimNetwork().host();
        final AtomicInteger shards = new AtomicInteger();
        final EngineSettings settings = new EngineSettings(CoreList.parse("0,1"), EngineSettings.Idle.BACKOFF, PortRange.defaults(),
                sockets -> {
                    if (shards.getAndIncrement() == 1) {
                        throw new OutOfMemoryError("planted");
                    }
                    return first;
                });
        final Assignment assignment = Assignments.direct(2, 1_000, AT_ONCE);
        assertThatThrownBy(() -> Run.prepare(assignment, settings, error -> { })).isInstanceOf(OutOfMemoryError.class);
        assertThat(first.openSockets()).isZero();
    }

    private static EngineSettings onCores(final String cores) {
        return EngineSettings.of(CoreList.parse(cores), EngineSettings.Idle.BACKOFF);
    }
}
