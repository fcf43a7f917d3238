package busyhour.engine.run;

import static busyhour.engine.run.Scripts.at;
import static busyhour.engine.run.Scripts.refer;
import static busyhour.engine.run.Scripts.step;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Transfers between three endpoints of one shard in virtual time: the target answers at 5071 (endpoint 0), the callee at 5070
 * (endpoint 1), and the caller (endpoint 2) calls the callee. Who transfers whom is the test's.
 */
class TransferSimTest {

    private static final int TARGET = 0;
    private static final int CALLEE = 1;
    private static final int CALLER = 2;
    private static final long DURATION_MS = 10_000;

    private static SimRun play(final List<ActionSpec> callee, final List<ActionSpec> caller) throws Exception {
        return new SimRun(three(callee, caller)).play();
    }

    private static Assignment three(final List<ActionSpec> callee, final List<ActionSpec> caller) {
        final GroupSpec target = Assignments.receivers(0, 1, "127.0.0.1:5071", DURATION_MS);
        final GroupSpec answering = Assignments.receivers(1, 1, "127.0.0.1:5070", DURATION_MS).withActions(callee);
        final GroupSpec calling = Assignments.group("callers", 2, 1, -1, List.of(), new Assignment.Callee(Assignment.Callee.Kind.GROUP, 1, null),
                null, DURATION_MS, new Assignment.Ramp(0, 0)).withActions(caller);
        return Assignments.assignment(List.of(), target, answering, calling);
    }

    private static double counter(final SimRun run, final String key, final int endpoint) {
        return run.record.counters.get(key).getOrDefault(endpoint, 0.0);
    }

    private static void assertWell(final SimRun run) {
        assertThat(run.record.outcomes.values()).as("%s", run.record.details).containsOnly(EndpointOutcome.SUCCESS).hasSize(3);
    }

    @Test
    void shouldSendTheCallerToTheTarget() throws Exception {
        final SimRun run = play(List.of(at(3_000, refer("sip:t@127.0.0.1:5071", "BLIND"))), List.of());

        assertThat(run.record.actions).isEqualTo(Map.of(CALLEE, List.of("0.0 refer")));
        assertThat(counter(run, "transfers", CALLEE)).isEqualTo(1);
        assertThat(counter(run, "transfers", CALLER)).isZero();
        // 7 s with the target, 3 s with the callee
        assertThat(counter(run, "packets_received", TARGET)).isBetween(340.0, 352.0);
        assertThat(counter(run, "packets_received", CALLEE)).isBetween(145.0, 155.0);
        assertThat(counter(run, "packets_received", CALLER)).isBetween(490.0, 502.0);
        assertWell(run);
    }

    @Test
    void shouldSendTheCalleeToTheTarget() throws Exception {
        final SimRun run = new SimRun(three(List.of(), List.of(at(3_000, refer("sip:t@127.0.0.1:5071", "BLIND")))));
        run.register();
        run.startCalls();
        run.run(8_000);
        run.end();

        assertThat(run.record.actions).isEqualTo(Map.of(CALLER, List.of("0.0 refer")));
        assertThat(counter(run, "transfers", CALLER)).isEqualTo(1);
        assertThat(counter(run, "packets_received", TARGET)).isBetween(240.0, 262.0);
        assertWell(run);
    }

    @Test
    void shouldAskTheTargetFirst() throws Exception {
        final SimRun run = play(List.of(at(2_000, step(Kind.HOLD), refer("sip:t@127.0.0.1:5071", "ATTENDED"))), List.of());

        assertThat(run.record.actions).isEqualTo(Map.of(CALLEE, List.of("0.0 hold", "0.1 refer")));
        assertThat(counter(run, "transfers", CALLEE)).isEqualTo(1);
        assertThat(run.record.messages).anyMatch(message -> message.contains("Replaces:"));
        assertThat(counter(run, "packets_received", TARGET)).isBetween(380.0, 402.0);
        assertThat(counter(run, "packets_sent", TARGET)).isBetween(380.0, 402.0);
        assertWell(run);
    }

    @Test
    void shouldStayWhereItIsWhenTheTargetIsBusy() throws Exception {
        final SimRun run = play(List.of(), List.of(at(1_000, refer("sip:t@127.0.0.1:5070", "BLIND")), at(2_000, refer("sip:t@127.0.0.1:5070", "ATTENDED"))));

        assertThat(run.record.actions).isEqualTo(Map.of(CALLER, List.of("0.0 refer: the peer could not reach the transfer's target 486",
                "1.0 refer: the transfer's target did not take our call 486")));
        assertThat(counter(run, "transfers", CALLER)).isZero();
        assertThat(counter(run, "scenario_actions_failed", CALLER)).isEqualTo(2);
        assertThat(counter(run, "packets_received", CALLER)).isBetween(490.0, 502.0);
        assertThat(run.record.outcomes.get(CALLER)).as("%s", run.record.details).isEqualTo(EndpointOutcome.COMPLETED_WITH_WARNINGS);
        assertThat(run.record.outcomes.get(CALLEE)).as("%s", run.record.details).isEqualTo(EndpointOutcome.SUCCESS);
    }

    @Test
    void shouldEndWithTheRunWhereTheTargetNeverAnswers() throws Exception {
        final SimRun run = new SimRun(three(List.of(), List.of(at(1_000, refer("sip:t@127.0.0.1:5998", "BLIND")))));
        run.register();
        run.startCalls();
        run.run(15_000);
        run.end();
        run.run(40_000);

        assertThat(run.record.actions).isEqualTo(Map.of(CALLER, List.of("0.0 refer: the call ended first")));
        assertThat(run.record.outcomes.get(CALLEE)).as("%s", run.record.details).isNotNull();
    }
}
