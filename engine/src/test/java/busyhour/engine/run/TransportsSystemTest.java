package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.ipc.plan.SignallingSpec.HeaderSpec;
import busyhour.ipc.plan.SignallingSpec.TlsSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls between two groups over each transport, on loopback. */
class TransportsSystemTest {

    private static final int CALLS = 5;
    private static final Ramp AT_ONCE = new Ramp(0, 0);

    @ParameterizedTest
    @CsvSource({"UDP, false", "TCP, false", "TLS, false", "WS, false", "WSS, false", "UDP, true", "TCP, true", "TLS, true", "WS, true", "WSS, true"})
    void shouldCallAListeningGroup(final String transport, final boolean own) throws RunFaultException {
        final RecordedRun run = RecordedRun.play(direct(signalling(transport, own)), EngineSettings.defaults());
        assertSuccess(run);
        assertThat(run.messages).isNotEmpty().allSatisfy(message -> assertThat(message).contains("Via: SIP/2.0/" + transport + " "));
        assertThat(run.messages.stream().filter(message -> message.startsWith("INVITE ")).count())
                .as("each INVITE sent and received once").isEqualTo(2 * CALLS);
    }

    @Test
    void shouldSendLongRequestsOverTcp() throws RunFaultException {
        final RecordedRun run = RecordedRun.play(direct(withLongHeader(signalling("UDP", false))), EngineSettings.defaults());
        assertSuccess(run);
        assertThat(run.messages).filteredOn(message -> message.startsWith("INVITE ")).hasSize(2 * CALLS)
                .allSatisfy(message -> assertThat(message).contains("Via: SIP/2.0/TCP ").hasSizeGreaterThan(1_300));
        assertThat(run.messages).filteredOn(message -> message.startsWith("BYE ")).isNotEmpty();
    }

    private static void assertSuccess(final RecordedRun run) {
        assertThat(run.faults).isEmpty();
        assertThat(run.outcomes.values()).as(run.details + " " + run.messages).hasSize(2 * CALLS).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.statusCodes).containsExactly(java.util.Map.entry(200, CALLS));
    }

    static SignallingSpec signalling(final String transport, final boolean own) {
        final SignallingSpec plain = SignallingSpec.PLAIN;
        return new SignallingSpec(transport, new TlsSpec(false, null, null, null, null), own, null, List.of(), List.of(), plain.prack(),
                null, false, 600);
    }

    private static SignallingSpec withLongHeader(final SignallingSpec spec) {
        return new SignallingSpec(spec.transport(), spec.tls(), spec.own(), null, List.of(),
                List.of(new HeaderSpec("X-Long", "x".repeat(1_200), List.of("INVITE"))), spec.prack(), null, false, 600);
    }

    private static Assignment direct(final SignallingSpec signalling) {
        final GroupSpec callees = Assignments.group("callees", 0, CALLS, -1, List.of(), new Callee(Callee.Kind.RECEIVE, -1, null),
                "127.0.0.1:" + Assignments.freePort(), 1_000, AT_ONCE).withSignalling(signalling);
        final GroupSpec callers = Assignments.group("callers", CALLS, CALLS, -1, List.of(), new Callee(Callee.Kind.GROUP, 0, null), null,
                1_000, AT_ONCE).withSignalling(signalling);
        return Assignments.assignment(List.of(), callees, callers);
    }
}
