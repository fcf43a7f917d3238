package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.run.CallEventKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls that come and go over TCP cost the shard no more memory than those over UDP: none. */
class StreamCallsAllocationTest {

    private static final int STEADY_FROM_S = 10;
    private static final int STEADY_S = 4;

    @Test
    void shouldAllocateNothingOnTheShardsSideOfConnections() throws RunFaultException {
        final Assignment plan = Assignments.direct(4, 400, new Ramp(0, 0));
        final GroupSpec callees = plan.groups().get(0).withSignalling(TransportsSystemTest.signalling("TCP", false));
        final GroupSpec callers = Assignments.repeating(plan.groups().get(1).withSignalling(TransportsSystemTest.signalling("TCP", true)), 0,
                1_000L * (STEADY_FROM_S + STEADY_S + 1), 100);
        final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(), callees, callers), EngineSettings.defaults());

        assertThat(run.faults).isEmpty();
        assertThat(run.countedCalls.get(CallEventKind.ANSWERED)).isGreaterThan(4 * STEADY_S);
        final List<Long> steady = run.allocatedBytes.entrySet().stream()
                .filter(second -> second.getKey() >= STEADY_FROM_S && second.getKey() < STEADY_FROM_S + STEADY_S)
                .map(Map.Entry::getValue).toList();
        assertThat(steady).hasSize(STEADY_S).containsOnly(0L);
    }
}
