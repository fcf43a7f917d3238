package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Load;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.DropReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Beginning and ending calls allocates as little as keeping them up: nothing, once everything has happened once. */
class RepeatedCallsAllocationTest {

    /** Timer K ends the first transactions after 5 s: by then each constant has been asked for once. */
    private static final int STEADY_FROM_S = 12;
    private static final int STEADY_S = 6;

    private static final long FOR_MS = 1_000L * (STEADY_FROM_S + STEADY_S + 1);

    /** By each caller itself, by a rate of which one more comes than there are callers for, and by users. */
    @Test
    void shouldAllocateNothingWhileCallsComeAndGo() throws RunFaultException {
        final Assignment plan = Assignments.registered(2, 400);
        final GroupSpec repeating = Assignments.repeating(plan.groups().get(1), 0, FOR_MS, 100);
        final GroupSpec listening = Assignments.receivers(4, 5, "127.0.0.1:" + Assignments.freePort(), 400);
        final Callee listeners = new Callee(Callee.Kind.GROUP, 2, null);
        final GroupSpec byRate = Assignments.group("rate", 9, 2, -1, List.of(), listeners, null, 400, new Ramp(0, 0))
                .withArrivals(ArrivalSpec.constant(Load.rate(6, 1_000), FOR_MS).withPatienceMs(200).withPoisson(1));
        final GroupSpec users = Assignments.group("users", 11, 2, -1, List.of(), listeners, null, 400, new Ramp(0, 0))
                .withArrivals(ArrivalSpec.constant(Load.users(1), FOR_MS));
        final RecordedRun run = RecordedRun.play(Assignments.assignment(plan.registrars(), plan.groups().get(0), repeating, listening, byRate, users),
                EngineSettings.defaults());

        assertThat(run.faults).isEmpty();
        assertThat(run.countedCalls.get(CallEventKind.ANSWERED)).isGreaterThan((3 + 3 + 2) * STEADY_S);
        assertThat(run.drops).containsKey(DropReason.NO_FREE_CALLER);
        final List<Long> steady = run.allocatedBytes.entrySet().stream()
                .filter(second -> second.getKey() >= STEADY_FROM_S && second.getKey() < STEADY_FROM_S + STEADY_S)
                .map(Map.Entry::getValue).toList();
        assertThat(steady).hasSize(STEADY_S).containsOnly(0L);
    }
}
