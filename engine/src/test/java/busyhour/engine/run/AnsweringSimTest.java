package busyhour.engine.run;

import static busyhour.engine.run.RepeatedCallsSimTest.assertCounts;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan says of answering and offering, played from end to end in virtual time. */
class AnsweringSimTest {

    private static final String LISTEN = "127.0.0.1:5070";
    private static final String ELSEWHERE = "127.0.0.1:5080";

    private static final SignallingSpec DELAYED = new SignallingSpec("UDP", SignallingSpec.TlsSpec.SYSTEM, false, null, List.of(), List.of(),
            SignallingSpec.Prack.SUPPORTED, null, true, 600);

    private static SimRun play(final AnsweringSpec answering, final SignallingSpec callers) throws RunFaultException {
        return new SimRun(Assignments.assignment(List.of(),
                Assignments.receivers(0, 2, LISTEN, 3_000).withAnswering(answering),
                Assignments.callers(2, 2, 3_000).withSignalling(callers))).play();
    }

    private static void succeeded(final SimRun run) {
        assertCounts(run, 2, 2, 2);
        assertThat(run.record.outcomes.values()).as("%s", run.record.details).hasSize(4).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.record.phases.values()).containsOnly(EndpointPhase.CLOSED);
        assertThat(run.record.counters.get("packets_received").values()).allMatch(packets -> packets >= 149);
        assertThat(run.record.sum("packets_received")).isEqualTo(run.record.sum("packets_sent"));
    }

    private static long messages(final SimRun run, final String start) {
        return run.record.messages.stream().filter(message -> message.startsWith(start)).count();
    }

    @Test
    void shouldRingForAsLongAsThePlanSays() throws RunFaultException {
        final SimRun run = play(new AnsweringSpec(2_000, false, 200, null), SignallingSpec.PLAIN);
        succeeded(run);
        assertThat(run.record.oneShots.get("call_setup_time_ms")).hasSize(2).allMatch(ms -> ms >= 2_000 && ms <= 2_010);
        assertThat(messages(run, "PRACK")).isZero();
    }

    @Test
    void shouldLetMediaFlowWhileItRings() throws RunFaultException {
        final SimRun run = play(new AnsweringSpec(2_000, true, 200, null), SignallingSpec.PLAIN);
        succeeded(run);
        assertThat(run.record.messages).anyMatch(message -> message.startsWith("SIP/2.0 183") && message.contains("m=audio"))
                .anyMatch(message -> message.startsWith("PRACK"));
        assertThat(run.record.counters.get("packets_received").values()).as("2 s of ringing, 3 s of talk").allMatch(packets -> packets >= 248);
    }

    @Test
    void shouldRefuseWithTheStatusOfThePlan() throws RunFaultException {
        final SimRun run = play(new AnsweringSpec(500, false, 486, null), SignallingSpec.PLAIN);
        assertCounts(run, 2, 2, 0);
        assertThat(run.record.texts.get("call_result")).containsOnlyKeys("busy");
        assertThat(messages(run, "SIP/2.0 180")).isEqualTo(messages(run, "SIP/2.0 486")).isPositive();
        assertThat(run.record.outcomes).containsEntry(2, EndpointOutcome.CALL_FAILED);
        assertThat(run.record.outcomes.get(0)).as("as planned").isEqualTo(EndpointOutcome.SUCCESS);
        assertThat(run.sockets.openSockets()).as("signalling only").isEqualTo(2);
    }

    @Test
    void shouldRefuseAfterAnAnnouncement() throws RunFaultException {
        final SimRun run = play(new AnsweringSpec(1_000, true, 603, null), SignallingSpec.PLAIN);
        assertCounts(run, 2, 2, 0);
        assertThat(run.record.texts.get("call_result")).containsOnlyKeys("rejected");
        assertThat(run.record.sum("packets_sent")).as("a second each way and call").isGreaterThanOrEqualTo(4 * 48.0);
        assertThat(run.sockets.openSockets()).as("signalling only").isEqualTo(2);
    }

    @Test
    void shouldSendTheCallerElsewhere() throws RunFaultException {
        final GroupSpec first = Assignments.receivers(0, 1, LISTEN, 1_000)
                .withAnswering(new AnsweringSpec(0, false, 302, "sip:anybody@" + ELSEWHERE));
        final GroupSpec second = Assignments.receivers(1, 1, ELSEWHERE, 1_000);
        final SimRun run = new SimRun(Assignments.assignment(List.of(), first, second, Assignments.callers(2, 1, 1_000))).play();
        assertThat(run.record.faults).isEmpty();
        assertThat(run.record.messages).anyMatch(message -> message.startsWith("SIP/2.0 302")
                        && message.contains("Contact: <sip:anybody@" + ELSEWHERE + ">"))
                .anyMatch(message -> message.startsWith("INVITE sip:anybody@" + ELSEWHERE));
        assertThat(run.record.outcomes).containsEntry(2, EndpointOutcome.SUCCESS);
        assertThat(run.record.texts.get("call_result")).as("at the caller, and at the callee that nobody of the plan calls")
                .containsOnlyKeys("answered");
    }

    @Test
    void shouldLeaveTheOfferToTheCallee() throws RunFaultException {
        final SimRun run = play(AnsweringSpec.AT_ONCE, DELAYED);
        succeeded(run);
        assertThat(run.record.messages).anyMatch(message -> message.startsWith("INVITE") && !message.contains("m=audio"))
                .anyMatch(message -> message.startsWith("ACK") && message.contains("m=audio"));
    }

    @Test
    void shouldAnswerAnEarlyOfferInThePrack() throws RunFaultException {
        final SimRun run = play(new AnsweringSpec(1_000, true, 200, null), DELAYED);
        succeeded(run);
        assertThat(run.record.messages).anyMatch(message -> message.startsWith("PRACK") && message.contains("m=audio"))
                .anyMatch(message -> message.startsWith("SIP/2.0 200") && message.contains("INVITE") && !message.contains("m=audio"));
        assertThat(run.record.counters.get("packets_received").values()).as("1 s of ringing, 3 s of talk").allMatch(packets -> packets >= 198);
    }

    private static SignallingSpec signalling(final SignallingSpec.Prack prack, final List<SignallingSpec.HeaderSpec> headers) {
        return new SignallingSpec("UDP", SignallingSpec.TlsSpec.SYSTEM, false, null, List.of(), headers, prack, null, false, 600);
    }

    @Test
    void shouldAcknowledgeEachRingingWhereThePlanRequiresIt() throws RunFaultException {
        final SimRun run = play(new AnsweringSpec(500, false, 200, null), signalling(SignallingSpec.Prack.REQUIRED, List.of()));
        succeeded(run);
        assertThat(messages(run, "PRACK")).isEqualTo(messages(run, "SIP/2.0 180")).isPositive();
    }

    @Test
    void shouldRefuseCallersThatRequireWhatThePlanRulesOut() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(),
                Assignments.receivers(0, 1, LISTEN, 1_000).withSignalling(signalling(SignallingSpec.Prack.OFF, List.of())),
                Assignments.callers(1, 1, 1_000).withSignalling(signalling(SignallingSpec.Prack.REQUIRED, List.of())))).play();
        assertThat(run.record.messages).anyMatch(message -> message.startsWith("SIP/2.0 420") && message.contains("Unsupported: 100rel\r\n"));
        assertThat(run.record.outcomes).containsEntry(1, EndpointOutcome.CALL_FAILED);
    }

    @Test
    void shouldCarryThePlansHeaders() throws RunFaultException {
        final SimRun run = play(AnsweringSpec.AT_ONCE, signalling(SignallingSpec.Prack.SUPPORTED, List.of(
                new SignallingSpec.HeaderSpec("X-Lab", "seven", List.of()), new SignallingSpec.HeaderSpec("User-Agent", "Lab", List.of("BYE")))));
        succeeded(run);
        assertThat(run.record.messages).filteredOn(message -> message.startsWith("INVITE")).isNotEmpty()
                .allMatch(message -> message.contains("X-Lab: seven\r\n") && message.contains("User-Agent: Busyhour"));
        assertThat(run.record.messages).filteredOn(message -> message.startsWith("BYE")).isNotEmpty()
                .allMatch(message -> message.contains("User-Agent: Lab\r\n") && !message.contains("X-Lab"));
    }

    @Test
    void shouldEndWhatRingsWhenTheRunStops() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(),
                Assignments.receivers(0, 1, LISTEN, 3_000).withAnswering(new AnsweringSpec(30_000, true, 200, null)),
                Assignments.repeating(Assignments.callers(1, 1, 3_000), 1, 0, 0)));
        run.register();
        run.startCalls();
        run.run(2_000);
        assertThat(run.record.phases).containsEntry(1, EndpointPhase.RINGING);
        run.end();
        assertCounts(run, 1, 1, 0);
        assertThat(run.record.phases.values()).containsOnly(EndpointPhase.CLOSED);
        assertThat(run.sockets.openSockets()).as("signalling only").isEqualTo(2);
    }

    @Test
    void shouldCallAgainAfterEachRefusal() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(),
                Assignments.receivers(0, 1, LISTEN, 1_000).withAnswering(new AnsweringSpec(100, true, 480, null)),
                Assignments.repeating(Assignments.callers(1, 1, 1_000), 5, 0, 100))).play();
        assertCounts(run, 5, 5, 0);
        assertThat(run.record.statusCodes).containsKey(480);
    }
}
