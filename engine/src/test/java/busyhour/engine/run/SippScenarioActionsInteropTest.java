package busyhour.engine.run;

import static busyhour.engine.run.Scripts.at;
import static busyhour.engine.run.Scripts.dtmf;
import static busyhour.engine.run.Scripts.pause;
import static busyhour.engine.run.Scripts.step;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.ipc.run.EndpointOutcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenario actions against SIPp, which checks what it gets and ends badly when it is something else. */
class SippScenarioActionsInteropTest {

    private static final int CALLS = 3;

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeSipp() {
        SippProcess.assumeInstalled();
    }

    private RecordedRun call(final String scenario, final ActionSpec action, final EndpointOutcome outcome) throws Exception {
        try (SippScenario sipp = SippScenario.answers(directory, scenario, false, CALLS, null)) {
            final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(),
                    Assignments.callersOf("sip:sipp@127.0.0.1:" + sipp.port, CALLS, 3_000).withActions(List.of(action))), EngineSettings.defaults());
            sipp.shouldHaveSucceeded(scenario);
            assertThat(run.faults).isEmpty();
            assertThat(run.outcomes.values()).as("%s %s", run.details, run.actions).containsOnly(outcome).hasSize(CALLS);
            return run;
        }
    }

    @Test
    void shouldHoldAndResumeAForeignPeer() throws Exception {
        final RecordedRun run = call("recv-hold-uas", at(500, step(Kind.HOLD), pause(1_000), step(Kind.RESUME)), EndpointOutcome.SUCCESS);

        assertThat(run.actions.values()).allMatch(List.of("0.0 hold", "0.1 wait", "0.2 resume")::equals).hasSize(CALLS);
        assertThat(run.sum("hold_count")).isEqualTo(CALLS);
        assertThat(run.sum("total_hold_duration_ms")).isBetween(1_000.0 * CALLS, 1_500.0 * CALLS);
        assertThat(run.sum("reinvites_sent")).isEqualTo(2 * CALLS);
    }

    @Test
    void shouldSendADigitByInfo() throws Exception {
        final RecordedRun run = call("recv-info-uas", at(500, dtmf("5", "INFO")), EndpointOutcome.SUCCESS);

        assertThat(run.actions.values()).allMatch(List.of("0.0 send-dtmf")::equals).hasSize(CALLS);
        assertThat(run.sum("dtmf_digits_sent")).isEqualTo(CALLS);
    }

    @Test
    void shouldSayThatAForeignPeerHungUpFirst() throws Exception {
        final RecordedRun run = call("recv-info-uas", at(500, dtmf("5", "INFO"), pause(10_000)),
                EndpointOutcome.COMPLETED_WITH_WARNINGS);

        assertThat(run.actions.values()).allMatch(List.of("0.0 send-dtmf", "0.1 wait: the call ended first")::equals).hasSize(CALLS);
    }
}
