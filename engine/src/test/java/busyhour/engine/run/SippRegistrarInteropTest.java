package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.ipc.plan.SignallingSpec.Prack;
import busyhour.ipc.plan.SignallingSpec.TlsSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIPp as a registrar: it binds for 5 s, wants the refresh with a new nonce, and in the end the unregistration. */
class SippRegistrarInteropTest {

    private static final int ENDPOINTS = 3;
    private static final int EXPIRES_S = 5;
    private static final long STOP_AFTER_MS = 6_500;

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeSipp() {
        SippProcess.assumeInstalled();
    }

    @Test
    void shouldRegisterRefreshWithAStaleNonceAndUnregister() throws Exception {
        try (SippScenario registrar = SippScenario.answers(directory, "register-uas", false, ENDPOINTS, null)) {
            final SignallingSpec signalling = new SignallingSpec(
                    "UDP", TlsSpec.SYSTEM, false, null, List.of(), List.of(), Prack.SUPPORTED, null, false, EXPIRES_S);
            final GroupSpec group = Assignments.group("registered", 0, ENDPOINTS, 0, Assignments.accounts("user", ENDPOINTS),
                    new Callee(Callee.Kind.RECEIVE, -1, null), null, 60_000, new Ramp(0, 0)).withSignalling(signalling);
            final RecordedRun run = RecordedRun.play(Assignments.assignment(
                    List.of(new RegistrarSpec("sipp", false, "127.0.0.1", registrar.port, "UDP")), group), EngineSettings.defaults(), STOP_AFTER_MS);
            registrar.shouldHaveSucceeded(run.details + "\n" + String.join("\n", run.messages));
            assertThat(run.faults).isEmpty();
            assertThat(run.outcomes.values()).as("%s", run.details).hasSize(ENDPOINTS).doesNotContain(EndpointOutcome.REGISTRATION_FAILED);
        }
    }
}
