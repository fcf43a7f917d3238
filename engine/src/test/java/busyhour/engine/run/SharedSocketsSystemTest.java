package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.dns.SystemDns;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.PortRange;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.MediaSpec.RtcpSpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** {@code sockets: shared}: a group's streams have one socket, and each hears its own peer. */
class SharedSocketsSystemTest {

    private static final int CALLS = 20;
    private static final long CALL_MS = 3_000;

    private final Queue<DatagramIo> sockets = new ConcurrentLinkedQueue<>();
    private int most;

    private RecordedRun play(final int shards, final GroupSpec callees, final GroupSpec callers, final int calls) throws RunFaultException {
        final EngineSettings settings = new EngineSettings(null, EngineSettings.Idle.BACKOFF, PortRange.defaults(), count -> {
            final DatagramIo io = new EpollDatagramIo(count);
            sockets.add(io);
            return io;
        }, SystemDns::ofHost, shards, shards, List.of());
        final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(), callees, callers), settings, () -> {
            most = Math.max(most, sockets.stream().mapToInt(DatagramIo::openSockets).sum());
            return false;
        });
        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes.values()).as("%s", run.details).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.countedCalls.get(CallEventKind.ANSWERED)).isEqualTo(calls);
        assertThat(run.sum("packets_received")).isPositive().isEqualTo(run.sum("packets_sent"));
        assertThat(run.sum("packets_lost")).isZero();
        assertThat(run.counters.get("packets_received").values()).hasSize(callees.endpoints() + callers.endpoints())
                .allSatisfy(packets -> assertThat(packets).isGreaterThan(CALL_MS / 20.0 - 10));
        assertThat(run.gauges.get("rtt_ms")).as("RTCP too").isNotEmpty();
        assertThat(run.sum("unexpected_source")).isZero();
        return run;
    }

    private static GroupSpec shared(final GroupSpec group) {
        return group.withMedia(group.media().withSharedSockets(true));
    }

    private static GroupSpec quick(final GroupSpec group) {
        return group.withMedia(group.media().withRtcp(new RtcpSpec(1_000, true, true)));
    }

    private static GroupSpec callees() {
        return quick(Assignments.receivers(0, CALLS, "127.0.0.1:" + Assignments.freePort(), CALL_MS));
    }

    private static GroupSpec callers() {
        return quick(Assignments.callers(CALLS, CALLS, CALL_MS));
    }

    @Test
    void shouldTellCallersApartByTheirCallees() throws RunFaultException {
        play(1, callees(), shared(callers()), CALLS);
        assertThat(most).as("callees, callers, signalling of both").isBetween(2 * CALLS + 2 + 2, 2 * CALLS + 2 + 3);
    }

    @Test
    void shouldTellCalleesApartOnAnotherShard() throws RunFaultException {
        play(2, shared(callees()), callers(), CALLS);
        assertThat(most).isBetween(2 * CALLS + 2 + 2, 2 * CALLS + 2 + 4);
    }

    @Test
    void shouldTakeRtcpOnTheSamePort() throws RunFaultException {
        play(1, Assignments.muxed(callees()), Assignments.muxed(shared(callers())), CALLS);
    }

    @Test
    void shouldUseItAgainInTheNextCall() throws RunFaultException {
        play(1, callees(), shared(Assignments.repeating(callers(), 2, 0, 100)), 2 * CALLS);
    }

    @Test
    void shouldShareWithVideoAndSrtp() throws RunFaultException {
        final SecuritySpec sdes = SecuritySpec.of(SecuritySpec.Policy.REQUIRED, SecuritySpec.Keying.SDES);
        final VideoSpec video = VideoSpec.of("VP8", 320, 180, 15, 200_000);
        final GroupSpec callees = callees();
        final GroupSpec callers = shared(callers());
        final RecordedRun run = play(1, callees.withMedia(callees.media().withSecurity(sdes).withVideo(video)),
                callers.withMedia(callers.media().withSecurity(sdes).withVideo(video)), CALLS);
        assertThat(run.sum("video.packets_received")).isPositive().isEqualTo(run.sum("video.packets_sent"));
    }
}
