package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.PortRange;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.MediaSpec.RtcpSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** RTP and RTCP on one port (RFC 5761) take one socket, and two as soon as a peer does not go along. */
class SharedPortSystemTest {

    private static final int CALLS = 4;
    private static final long CALL_MS = 4_000;

    private final AtomicReference<DatagramIo> sockets = new AtomicReference<>();
    private int most;

    private RecordedRun play(final GroupSpec callees, final GroupSpec callers) throws RunFaultException {
        final EngineSettings settings = new EngineSettings(null, EngineSettings.Idle.BACKOFF, PortRange.defaults(), count -> {
            sockets.set(new EpollDatagramIo(count));
            return sockets.get();
        });
        final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(), callees, callers), settings, () -> {
            most = Math.max(most, sockets.get().openSockets());
            return false;
        });
        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes.values()).as("%s", run.details).hasSize(2 * CALLS).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.sum("packets_received")).isPositive().isEqualTo(run.sum("packets_sent"));
        assertThat(run.gauges.get("rtt_ms")).as("reports go both ways").isNotEmpty();
        return run;
    }

    private static GroupSpec callees() {
        return quick(Assignments.receivers(0, CALLS, "127.0.0.1:" + Assignments.freePort(), CALL_MS));
    }

    private static GroupSpec callers() {
        return quick(Assignments.callers(CALLS, CALLS, CALL_MS));
    }

    private static GroupSpec quick(final GroupSpec group) {
        return group.withMedia(group.media().withRtcp(new RtcpSpec(1_000, true, true)));
    }

    @Test
    void shouldTakeOneSocketForEachStreamWhereBothShareThePort() throws RunFaultException {
        play(Assignments.muxed(callees()), Assignments.muxed(callers()));
        assertThat(most).as("media, signalling of both groups").isBetween(2 * CALLS + 2, 2 * CALLS + 3);
    }

    @Test
    void shouldTakeTwoWhereTheCalleeDoesNot() throws RunFaultException {
        play(callees(), Assignments.muxed(callers()));
        assertThat(most).isBetween(4 * CALLS + 2, 4 * CALLS + 3);
    }

    @Test
    void shouldTakeTwoWhereTheCallerDoesNot() throws RunFaultException {
        play(Assignments.muxed(callees()), callers());
        assertThat(most).isBetween(4 * CALLS + 2, 4 * CALLS + 3);
    }
}
