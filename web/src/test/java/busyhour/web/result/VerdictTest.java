package busyhour.web.result;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.RunStatus;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanFiles;
import busyhour.web.plan.PlanReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thresholds and the order of exit codes. */
class VerdictTest {

    @ParameterizedTest
    @CsvSource({
            // failed, interrupted, overloaded, answered, held -> code
            "true, true, true, false, false, 1", "false, true, true, false, false, 105", "false, false, true, false, false, 4",
            "false, false, false, false, false, 3", "false, false, false, true, false, 99", "false, false, false, true, true, 0",
            "true, false, false, true, true, 1", "false, true, false, true, true, 105", "false, false, true, true, true, 4",
            "false, false, false, false, true, 3"})
    void shouldTakeFirstOfContractsOrder(boolean failed, boolean interrupted, boolean overloaded, boolean answered, boolean held,
                                         int code) {
        assertThat(ExitCode.decide(failed, interrupted, overloaded, answered, held).code()).isEqualTo(code);
    }

    private static Records calls(String... thresholds) {
        Records records = Records.of(thresholds);
        records.status(RunStatus.RUNNING, 0);
        records.answeredCall(2, 0, 0, 50 * Records.MS, 3 * Records.S);
        records.second(2, 1, "mos", 4.4, "packets_lost", 3);
        records.second(0, 1, "mos", 4.0);
        return records;
    }

    @Test
    void shouldPassWithoutThresholdsWhenCallWasAnswered() {
        assertThat(calls().aggregates.result().run().exitCode()).isZero();
    }

    @Test
    void shouldPassRegistrationsWithoutCallsWhenAllEndedWell() throws Exception {
        Plan plan = PlanReader.readYaml("plan.yaml", """
                registrars: [{ name: pbx, accounts: builtin }]
                groups: [{ name: a, endpoints: 2, registrar: pbx, callee: none }]
                """.getBytes(StandardCharsets.UTF_8), PlanFiles.NONE);
        Records records = new Records(new RunAggregates(plan, 7, 0));
        records.state(0, EndpointPhase.CLOSED, EndpointOutcome.SUCCESS, Records.S);
        assertThat(records.aggregates.result().run().exitCode()).isEqualTo(3);
        records.state(1, EndpointPhase.CLOSED, EndpointOutcome.SUCCESS, Records.S);
        assertThat(records.aggregates.result().run().exitCode()).isZero();
    }

    @Test
    void shouldFailWhenNothingWasAnswered() {
        Records records = Records.of("asr >= 99");
        records.failedCall(2, 0, 0, 1, CallResult.TIMEOUT, 408);
        RunResult result = records.aggregates.result();
        assertThat(result.thresholds().getFirst().passed()).isFalse();
        assertThat(result.run().exitCode()).isEqualTo(3);
    }

    @Test
    void shouldTellValueOfEachThreshold() {
        RunResult result = calls("mos.avg >= 4.2", "groups.callers.mos.min > 4.3", "packets_lost.sum == 3", "asr >= 99",
                "call_result.values.busy == 0", "calls.sipCodes.486 == 0", "engine.overloaded == 0", "mos.avg > 4.2")
                .aggregates.result();
        assertThat(result.thresholds()).extracting(RunResult.Verdict::value)
                .containsExactly(4.2, 4.4, 3.0, 100.0, Double.NaN, 0.0, 0.0, 4.2);
        assertThat(result.thresholds()).extracting(RunResult.Verdict::passed)
                .containsExactly(true, true, true, true, false, true, true, false);
        assertThat(result.run().exitCode()).isEqualTo(99);
    }

    @Test
    void shouldFailThresholdWithoutSample() {
        RunResult result = calls("rtt_ms.avg < 100").aggregates.result();
        assertThat(result.thresholds().getFirst().value()).isNaN();
        assertThat(result.run().exitCode()).isEqualTo(99);
    }

    @Test
    void shouldSayInterrupted() {
        RunAggregates aggregates = calls("asr >= 99").aggregates;
        aggregates.interrupt();
        aggregates.finish();
        assertThat(aggregates.result().run().exitCode()).isEqualTo(105);
        assertThat(aggregates.result().run().status()).isEqualTo("COMPLETED");
    }

    @Test
    void shouldSayFailedWhenWorkerDied() {
        RunAggregates aggregates = calls().aggregates;
        aggregates.fail("the worker was killed by signal 9");
        aggregates.interrupt();
        aggregates.finish();
        assertThat(aggregates.result().run().exitCode()).isEqualTo(1);
        assertThat(aggregates.result().run().status()).isEqualTo("FAILED");
        assertThat(aggregates.detail()).isEqualTo("the worker was killed by signal 9");
    }

    @Test
    void shouldSayGeneratorWasLimit() {
        Records records = calls("asr >= 99");
        for (int second = 0; second < 5; second++) {
            records.engine(0, second, second < 3 ? 0.9 : 0.85, 1_000, 100, 1);
        }
        assertThat(records.aggregates.result().engine().overloaded()).isTrue();
        assertThat(records.aggregates.result().run().exitCode()).isEqualTo(4);
    }

    @Test
    void shouldNotHoldWarmUpAgainstGenerator() {
        Records records = calls("asr >= 99");
        records.engine(0, 0, 0.95, 9_000_000, 100, 1);
        records.engine(0, 1, 0.95, 9_000_000, 100, 1);
        assertThat(records.aggregates.result().engine().lateness().maxUs()).isEqualTo(9_000.0);
        assertThat(records.aggregates.result().run().exitCode()).isZero();
        records.engine(0, 2, 0.1, 0, 100, 1, 1);
        assertThat(records.aggregates.result().run().exitCode()).as("a drop in the kernel counts always").isEqualTo(4);
    }

    @Test
    void shouldJudgeOnlyWhatIsSettledWhileRunGoesOn() {
        Records records = calls("asr >= 99", "calls.answered >= 2", "mos.count > 100", "packets_lost.sum < 2", "rtt_ms.avg < 1");
        records.event(3, 0, CallEventKind.STARTED, 1, null, 0);
        assertThat(records.aggregates.settledVerdicts()).extracting(verdict -> verdict.threshold().text())
                .containsExactly("asr >= 99", "packets_lost.sum < 2");
        assertThat(records.aggregates.settledVerdicts()).extracting(RunResult.Verdict::passed).containsExactly(true, false);
    }
}
