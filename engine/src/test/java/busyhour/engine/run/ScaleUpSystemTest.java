package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.dns.SystemDns;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.PortRange;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run is the same on one shard and on two: a caller and its callee meet over their sockets, wherever they lie. */
class ScaleUpSystemTest {

    /** Odd, so that every caller is dealt to the other shard than its callee. */
    private static final int CALLS = 5;
    private static final long CALL_MS = 2_000;
    private static final int PACKETS = (int) CALL_MS / 20;

    private static EngineSettings shards(final int count) {
        return new EngineSettings(null, EngineSettings.Idle.BACKOFF, PortRange.defaults(), EpollDatagramIo::new, SystemDns::ofHost, count, count,
                List.of());
    }

    @Test
    void shouldCarryTheSameRunOnOneShardAndOnTwo() throws RunFaultException {
        final Assignment assignment = Assignments.registered(CALLS, CALL_MS);
        final EndpointDealing dealing = EndpointDealing.of(assignment.groups(), 2);
        for (int i = 0; i < CALLS; i++) {
            assertThat(dealing.shard(0, i)).as("callee and caller %d", i).isNotEqualTo(dealing.shard(1, i));
        }
        final RecordedRun one = RecordedRun.play(assignment, shards(1));
        final RecordedRun two = RecordedRun.play(assignment, shards(2));

        for (final RecordedRun run : List.of(one, two)) {
            assertThat(run.faults).isEmpty();
            assertThat(run.outcomes.values()).as("%s", run.details).hasSize(2 * CALLS).containsOnly(EndpointOutcome.SUCCESS);
            assertThat(run.sum("packets_received")).isEqualTo(run.sum("packets_sent"));
            assertThat(run.counters.get("packets_received").values()).hasSize(2 * CALLS)
                    .allSatisfy(packets -> assertThat(packets).isBetween(PACKETS - 5.0, PACKETS + 25.0));
            assertThat(run.sum("packets_lost")).isZero();
        }
        assertThat(two.countedCalls).isEqualTo(one.countedCalls).containsEntry(CallEventKind.ANSWERED, CALLS);
        assertThat(two.statusCodes).isEqualTo(one.statusCodes);
        assertThat(two.texts).isEqualTo(one.texts);
        assertThat(two.counters.keySet()).isEqualTo(one.counters.keySet());
    }

    @Test
    void shouldAddAShardForEachPartOfTheLoadThatOneCannotTakeInItsStride() {
        final EngineSettings upToFour = new EngineSettings(null, EngineSettings.Idle.BACKOFF, PortRange.defaults(), EpollDatagramIo::new,
                SystemDns::ofHost, 1, 4, List.of());
        assertThat(upToFour.forLoad(Assignments.registered(100, 10_000)).shards()).isEqualTo(1);
        assertThat(upToFour.forLoad(Assignments.registered(1_500, 60_000)).shards()).isEqualTo(2);
        assertThat(upToFour.forLoad(Assignments.registered(20_000, 60_000)).shards()).isEqualTo(4);
        assertThat(EngineSettings.defaults().forLoad(Assignments.registered(20_000, 60_000)).shards()).isEqualTo(1);
    }
}
