package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Assignment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/**
 * The shard's thread allocates nothing while calls are up: by its own count, and by the JVM's flight recorder. Interpreted,
 * where nothing is hidden; compiled, the JVM itself now and then charges a thread some 70 bytes once, when it throws compiled
 * code away.
 */
class SteadyRunAllocationTest {

    private static final int CALLS = 20;
    /** Calls are up and everything has happened once, the first RTCP reports (within 7.5 s) too. */
    private static final int STEADY_FROM_S = 9;
    private static final int STEADY_S = 10;
    private static final int PLANTED_S = 3;

    @Test
    void shouldAllocateNothingInTenSteadySeconds() throws RunFaultException {
        final List<RecordedEvent> allocations = new CopyOnWriteArrayList<>();
        final Instant start = Instant.now();
        final RecordedRun run;
        try (RecordingStream recorder = new RecordingStream()) {
            recorder.enable("jdk.ObjectAllocationInNewTLAB").withoutThreshold();
            recorder.enable("jdk.ObjectAllocationOutsideTLAB").withoutThreshold();
            recorder.onEvent("jdk.ObjectAllocationInNewTLAB", allocations::add);
            recorder.onEvent("jdk.ObjectAllocationOutsideTLAB", allocations::add);
            recorder.startAsync();
            run = play(STEADY_S, EpollDatagramIo::new);
            recorder.stop();
        }

        assertThat(run.faults).isEmpty();
        assertThat(run.sum("packets_sent")).isPositive();
        assertThat(steadySeconds(run, STEADY_S)).hasSize(STEADY_S).containsOnly(0L);
        final Instant steady = start.plus(Duration.ofSeconds(STEADY_FROM_S + 1));
        assertThat(allocations.stream()
                .filter(event -> event.getThread() != null && event.getThread().getJavaName().startsWith("shard-"))
                .filter(event -> event.getStartTime().isAfter(steady) && event.getStartTime().isBefore(steady.plusSeconds(STEADY_S - 2))))
                .isEmpty();
    }

    @Test
    void shouldAllocateNothingWithASocketForAWholeGroup() throws RunFaultException {
        final Assignment direct = Assignments.direct(CALLS, 1_000L * (STEADY_FROM_S + PLANTED_S + 2), new Ramp(0, 0));
        final GroupSpec callers = direct.groups().get(1);
        final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(), direct.groups().get(0),
                callers.withMedia(callers.media().withSharedSockets(true))), EngineSettings.defaults());

        assertThat(run.sum("packets_received")).isPositive().isEqualTo(run.sum("packets_sent"));
        assertThat(steadySeconds(run, PLANTED_S)).hasSize(PLANTED_S).containsOnly(0L);
    }

    @Test
    void shouldNoticeOnePlantedByteArrayForEachPacket() throws RunFaultException {
        final RecordedRun run = play(PLANTED_S, sockets -> new ForwardingDatagramIo(new EpollDatagramIo(sockets)) {
            private byte[] planted;

            @Override
            public int send(final int socket, final DirectBuffer buffer, final int offset, final int length) {
                planted = new byte[1];
                return super.send(socket, buffer, offset, length) + planted[0];
            }
        });

        assertThat(steadySeconds(run, PLANTED_S)).hasSize(PLANTED_S).allMatch(bytes -> bytes >= 16L * CALLS);
    }

    private static RecordedRun play(final int seconds, final IntFunction<DatagramIo> backEnd) throws RunFaultException {
        final EngineSettings defaults = EngineSettings.defaults();
        return RecordedRun.play(Assignments.direct(CALLS, 1_000L * (STEADY_FROM_S + seconds + 2), new Ramp(0, 0)),
                new EngineSettings(defaults.cores(), defaults.idle(), defaults.ports(), backEnd));
    }

    private static List<Long> steadySeconds(final RecordedRun run, final int seconds) {
        return run.allocatedBytes.entrySet().stream()
                .filter(second -> second.getKey() >= STEADY_FROM_S && second.getKey() < STEADY_FROM_S + seconds)
                .map(java.util.Map.Entry::getValue)
                .toList();
    }
}
