package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the plan says of calls that repeat, and that one call leaves nothing to the next. */
class RepeatedCallsSimTest {

    private static final String LISTEN = "127.0.0.1:5070";

    @Test
    void shouldMakeThreeCallsWithAPauseBetween() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(), Assignments.receivers(0, 2, LISTEN, 1_000),
                Assignments.repeating(Assignments.callers(2, 2, 1_000), 3, 0, 500)));
        final int signalling = run.sockets.openSockets();
        run.play();

        assertCounts(run, 6, 6, 6);
        assertThat(run.record.outcomes.values()).as("%s", run.record.details).hasSize(4).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.record.phases.values()).containsOnly(EndpointPhase.CLOSED);
        assertThat(run.record.counters.get("packets_sent").values()).hasSize(4).containsOnly(150.0);
        assertThat(run.record.counters.get("packets_received").values()).hasSize(4).containsOnly(150.0);
        assertThat(run.record.sum("packets_lost")).isZero();
        assertThat(run.record.oneShots.get("call_duration_ms")).hasSize(12).allMatch(ms -> ms >= 999 && ms <= 1_002);
        assertThat(run.sockets.openSockets()).isEqualTo(signalling);
        assertThat(run.nowMs()).as("200 + 3 x 1000 + 2 x 500 + 1000").isBetween(5_200L, 5_300L);
    }

    @Test
    void shouldBeginNoCallWhenTheTimeIsOver() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(), Assignments.receivers(0, 1, LISTEN, 1_000),
                Assignments.repeating(Assignments.callers(1, 1, 1_000), 0, 4_700, 500))).play();

        assertCounts(run, 4, 4, 4); // at 0, 1.5, 3.0 and 4.5 s, and a little
    }

    @Test
    void shouldPlayTwoGroupsOfCallersAtDifferentSpeeds() throws RunFaultException {
        final Assignment.GroupSpec slow = Assignments.group("slow", 6, 2, -1, List.of(), new Callee(Callee.Kind.GROUP, 0, null),
                null, 500, new Ramp(1, 2_000));
        final SimRun run = new SimRun(Assignments.assignment(List.of(), Assignments.receivers(0, 4, LISTEN, 1_000),
                Assignments.repeating(Assignments.callers(4, 2, 300), 5, 0, 0), slow)).play();

        assertCounts(run, 12, 12, 12);
        assertThat(run.nowMs()).isBetween(200L + 2_000 + 500 + 1_000, 3_900L);
    }

    @Test
    void shouldAnswer486WhenNoneIsFree() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(), Assignments.receivers(0, 2, LISTEN, 1_000),
                Assignments.callers(2, 3, 1_000))).play();

        assertCounts(run, 3, 3, 2);
        assertThat(run.record.statusCodes).containsEntry(200, 2).containsEntry(486, 1);
        assertThat(run.record.texts.get("call_result")).containsEntry("answered", 2).containsEntry("busy", 1);
        assertThat(run.record.outcomes.values()).containsOnlyOnce(EndpointOutcome.CALL_FAILED);
    }

    @Test
    void shouldGoOnWithItsCallWhenARegisteredCalleeIsCalledAgain() throws RunFaultException {
        final Assignment plan = Assignments.registered(1, 1_000);
        final Assignment.GroupSpec callers = Assignments.group("callers", 1, 2, 0, Assignments.accounts("caller", 2),
                new Callee(Callee.Kind.GROUP, 0, null), null, 1_000, new Ramp(0, 0));
        final SimRun run = new SimRun(Assignments.assignment(plan.registrars(), plan.groups().get(0), callers)).withRegistrar().play();

        assertCounts(run, 2, 2, 1);
        assertThat(run.record.statusCodes).containsEntry(200, 1).containsEntry(486, 1);
        assertThat(run.record.outcomes).containsEntry(0, EndpointOutcome.SUCCESS);
        assertThat(run.record.counters.get("packets_sent")).containsEntry(0, 50.0);
    }

    @Test
    void shouldShareOnePortWithRtcpWhenBothWantTo() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(), Assignments.muxed(Assignments.receivers(0, 1, LISTEN, 9_000)),
                Assignments.muxed(Assignments.callers(1, 1, 9_000)))).play();

        assertThat(run.record.messages).anyMatch(message -> message.startsWith("INVITE") && message.contains("a=rtcp-mux"))
                .anyMatch(message -> message.startsWith("SIP/2.0 200") && message.contains("a=rtcp-mux"));
        assertThat(run.record.sum("rtcp_packets_received")).isEqualTo(run.record.sum("rtcp_packets_sent")).isGreaterThanOrEqualTo(4);
        assertThat(run.record.sum("malformed_packets")).isZero();
        assertThat(run.record.counters.get("packets_received").values()).containsOnly(450.0);
    }

    @Test
    void shouldCountRtcpThatComesAfterTheHangUp() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.direct(2, 1_000, new Ramp(0, 0))).play();

        assertThat(run.record.counters.get("rtcp_packets_sent").values()).containsOnly(1.0); // the BYE
        assertThat(run.record.counters.get("rtcp_packets_received").values()).containsOnly(1.0);
    }

    @Test
    void shouldCallAgainAfterARegistrationOfOthersWasRefused() throws RunFaultException {
        final Assignment plan = Assignments.registered(2, 500);
        final List<Account> half = List.of(new Account("caller1", "secret1", null), new Account("caller2", "secret2", "another realm"));
        final Assignment.GroupSpec callers = Assignments.repeating(Assignments.group("callers", 2, 2, 0, half,
                new Callee(Callee.Kind.GROUP, 0, null), null, 500, new Ramp(0, 0)), 2, 0, 100);
        final SimRun run = new SimRun(Assignments.assignment(plan.registrars(), plan.groups().get(0), callers)).withRegistrar().play();

        assertCounts(run, 2, 2, 2);
        assertThat(run.record.outcomes).containsEntry(0, EndpointOutcome.SUCCESS).containsEntry(1, EndpointOutcome.TIMEOUT)
                .containsEntry(2, EndpointOutcome.SUCCESS).containsEntry(3, EndpointOutcome.REGISTRATION_FAILED);
    }

    static void assertCounts(final SimRun run, final int offered, final int started, final int answered) {
        assertThat(run.record.faults).isEmpty();
        assertThat(run.record.countedCalls.get(CallEventKind.OFFERED)).as("offered").isEqualTo(offered);
        assertThat(run.record.countedCalls.getOrDefault(CallEventKind.STARTED, 0)).as("started").isEqualTo(started);
        assertThat(run.record.countedCalls.getOrDefault(CallEventKind.DROPPED, 0)).as("dropped").isEqualTo(offered - started);
        assertThat(run.record.countedCalls.getOrDefault(CallEventKind.ANSWERED, 0)).as("answered").isEqualTo(answered);
        assertThat(run.record.countedCalls.getOrDefault(CallEventKind.ENDED, 0)).as("ended").isEqualTo(started);
    }
}
