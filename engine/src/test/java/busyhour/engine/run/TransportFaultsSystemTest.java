package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.ipc.plan.SignallingSpec.TlsSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that cannot be made: each endpoint's record says why. */
class TransportFaultsSystemTest {

    private static final int CALLS = 3;
    private static final Ramp AT_ONCE = new Ramp(0, 0);

    private static SignallingSpec signalling(final String transport, final boolean verify) {
        final SignallingSpec plain = SignallingSpec.PLAIN;
        return new SignallingSpec(transport, new TlsSpec(verify, null, null, null, null), false, null, List.of(), List.of(), plain.prack(),
                null, false, 600);
    }

    @Test
    void shouldSayThatNobodyListens() throws RunFaultException {
        final int port = Assignments.freePort();
        final Assignment assignment = Assignments.assignment(List.of(), Assignments.callersOf(
                "sip:nobody@127.0.0.1:" + port + ";transport=tcp", CALLS, 1_000).withSignalling(signalling("TCP", true)));
        final RecordedRun run = RecordedRun.play(assignment, EngineSettings.defaults());
        assertThat(run.outcomes.values()).hasSize(CALLS).containsOnly(EndpointOutcome.CALL_FAILED);
        assertThat(run.details.values()).hasSize(CALLS).allMatch(detail -> detail.equals("nobody listens at 127.0.0.1:" + port));
        assertThat(run.statusCodes).as("no response came").containsExactly(java.util.Map.entry(0, CALLS));
    }

    @Test
    void shouldSayThatTheCertificateIsNotTrusted() throws RunFaultException {
        final GroupSpec callees = Assignments.group("callees", 0, CALLS, -1, List.of(), new Callee(Callee.Kind.RECEIVE, -1, null),
                "127.0.0.1:" + Assignments.freePort(), 1_000, AT_ONCE).withSignalling(signalling("TLS", true));
        final GroupSpec callers = Assignments.group("callers", CALLS, CALLS, -1, List.of(), new Callee(Callee.Kind.GROUP, 0, null), null,
                1_000, AT_ONCE).withSignalling(signalling("TLS", true));
        final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(), callees, callers), EngineSettings.defaults());
        for (int caller = CALLS; caller < 2 * CALLS; caller++) {
            assertThat(run.outcomes.get(caller)).isEqualTo(EndpointOutcome.CALL_FAILED);
            assertThat(run.details.get(caller)).contains("TLS with 127.0.0.1:", "CN=busyhour", "do not trust");
        }
    }
}
