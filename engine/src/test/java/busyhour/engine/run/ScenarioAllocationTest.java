package busyhour.engine.run;

import static busyhour.engine.run.Scripts.at;
import static busyhour.engine.run.Scripts.dtmf;
import static busyhour.engine.run.Scripts.every;
import static busyhour.engine.run.Scripts.expect;
import static busyhour.engine.run.Scripts.on;
import static busyhour.engine.run.Scripts.onDigits;
import static busyhour.engine.run.Scripts.pause;
import static busyhour.engine.run.Scripts.reInvite;
import static busyhour.engine.run.Scripts.refer;
import static busyhour.engine.run.Scripts.step;
import static busyhour.engine.run.Scripts.text;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ActionSpec.Event;
import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.run.CallEventKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls with scenario actions of every kind allocate nothing, once everything has happened once; nor do transfers. */
class ScenarioAllocationTest {

    private static final int STEADY_FROM_S = 12;
    private static final int STEADY_S = 5;

    private static List<ActionSpec> callee() {
        return List.of(
                onDigits("12", pause(50), dtmf("3", "INFO"), text(Kind.SEND_MESSAGE, "heard")),
                every(onDigits(null, pause(10))),
                on(Event.HOLD_RECEIVED, step(Kind.PAUSE_MEDIA)),
                on(Event.RESUME_RECEIVED, step(Kind.RESUME_MEDIA)));
    }

    private static List<ActionSpec> caller() {
        return List.of(
                at(100, dtmf("12", "RTP"), expect(Event.DTMF_RECEIVED, "3", 2_000)),
                at(150, text(Kind.SEND_INFO, "x"), step(Kind.UPDATE)),
                at(600, step(Kind.HOLD), pause(50), step(Kind.RESUME), reInvite("sendrecv", "PCMU"), dtmf("4", "BOTH")),
                at(1_000, expect(Event.DTMF_RECEIVED, "9", 50)));
    }

    @Test
    void shouldAllocateNothingWhileScenariosAreWalked() throws RunFaultException {
        final Assignment plan = Assignments.direct(3, 1_400, new Ramp(0, 0));
        final GroupSpec callers = Assignments.repeating(plan.groups().get(1), 0, 1_000L * (STEADY_FROM_S + STEADY_S + 1), 100);
        final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(), plan.groups().get(0).withActions(callee()),
                callers.withActions(caller())), EngineSettings.defaults());

        assertThat(run.faults).isEmpty();
        assertThat(run.countedCalls.get(CallEventKind.ANSWERED)).isGreaterThan(3 * STEADY_S / 2);
        assertThat(run.sum("scenario_actions_executed")).isGreaterThan(20.0 * run.countedCalls.get(CallEventKind.ANSWERED) - 200);
        assertThat(run.actions.values()).allSatisfy(steps -> assertThat(steps).filteredOn(line -> line.contains(": "))
                .allMatch(line -> line.startsWith("3.0 expect: what was expected") || line.contains("the call ended first")));
        assertThat(steady(run)).as("%s", run.allocatedBytes).hasSize(STEADY_S).containsOnly(0L);
    }

    @Test
    void shouldAllocateNothingWhileCallsAreTransferred() throws RunFaultException {
        final int first = Assignments.freePort();
        final int second = Assignments.freePort();
        final GroupSpec targets = Assignments.group("targets", 0, 6, -1, List.of(), new Callee(Callee.Kind.RECEIVE, -1, null),
                "127.0.0.1:" + second, 1_000, new Ramp(0, 0));
        final GroupSpec callees = Assignments.group("callees", 6, 6, -1, List.of(), new Callee(Callee.Kind.RECEIVE, -1, null),
                "127.0.0.1:" + first, 1_000, new Ramp(0, 0))
                .withActions(List.of(at(200, refer("sip:x@127.0.0.1:" + second, "ATTENDED"))));
        final GroupSpec callers = Assignments.repeating(Assignments.group("callers", 12, 3, -1, List.of(),
                new Callee(Callee.Kind.GROUP, 1, null), null, 1_000, new Ramp(0, 0)), 0, 1_000L * (STEADY_FROM_S + STEADY_S + 1), 100);
        final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(), targets, callees, callers), EngineSettings.defaults());

        assertThat(run.faults).isEmpty();
        assertThat(run.sum("transfers")).as("%s", run.actions).isGreaterThan(STEADY_S);
        assertThat(steady(run)).as("%s", run.allocatedBytes).hasSize(STEADY_S).containsOnly(0L);
    }

    private static List<Long> steady(final RecordedRun run) {
        return run.allocatedBytes.entrySet().stream()
                .filter(second -> second.getKey() >= STEADY_FROM_S && second.getKey() < STEADY_FROM_S + STEADY_S)
                .map(Map.Entry::getValue).toList();
    }
}
