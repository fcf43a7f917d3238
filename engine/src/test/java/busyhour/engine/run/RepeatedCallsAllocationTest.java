package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.run.CallEventKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Beginning and ending calls allocates as little as keeping them up: nothing, once everything has happened once. */
class RepeatedCallsAllocationTest {

    /** Timer K ends the first transactions after 5 s: by then each constant has been asked for once. */
    private static final int STEADY_FROM_S = 12;
    private static final int STEADY_S = 6;

    @Test
    void shouldAllocateNothingWhileCallsComeAndGo() throws RunFaultException {
        final Assignment plan = Assignments.registered(4, 400);
        final GroupSpec callers = Assignments.repeating(plan.groups().get(1), 0, 1_000L * (STEADY_FROM_S + STEADY_S + 1), 100);
        final RecordedRun run = RecordedRun.play(
                Assignments.assignment(plan.registrars(), plan.groups().get(0), callers), EngineSettings.defaults());

        assertThat(run.faults).isEmpty();
        assertThat(run.countedCalls.get(CallEventKind.ANSWERED)).isGreaterThan(4 * STEADY_S);
        final List<Long> steady = run.allocatedBytes.entrySet().stream()
                .filter(second -> second.getKey() >= STEADY_FROM_S && second.getKey() < STEADY_FROM_S + STEADY_S)
                .map(Map.Entry::getValue).toList();
        assertThat(steady).hasSize(STEADY_S).containsOnly(0L);
    }
}
