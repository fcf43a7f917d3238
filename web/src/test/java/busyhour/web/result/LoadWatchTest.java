package busyhour.web.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.ipc.message.CallEvent;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanFiles;
import busyhour.web.plan.PlanReader;
import busyhour.web.plan.Threshold;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statistics of a part of a run: seconds 10 to 14. */
class LoadWatchTest {
    private static final long S = Records.S;
    private static final long MS = Records.MS;

    private Records records;
    private LoadWatch watch;

    @BeforeEach
    void watch() throws Exception {
        Plan plan = PlanReader.readYaml("plan.yaml", """
                name: steps
                groups:
                  - { name: callees, endpoints: 2, callee: receive-external, listen: "127.0.0.1:5060" }
                  - { name: callers, endpoints: 2, callee: { group: callees }, duration: 3s }
                find-max: { group: callers, of: concurrency, from: 1, to: 2, hold: 5s }
                thresholds:
                  - mos.avg >= 4
                  - groups.callers.mos.min >= 3.9
                  - packets_lost.sum == 3
                  - call_setup_time_ms.max < 30
                  - post_dial_delay_ms.max < 20
                  - asr >= 50
                  - calls.mos.min >= 4.1
                  - calls.sipCodes.486 == 1
                  - engine.shardBusyRatio < 0.5
                  - call_duration_ms.max == 2500
                  - endpoints.registered == 0
                """.getBytes(StandardCharsets.UTF_8), PlanFiles.NONE);
        records = new Records(new RunAggregates(plan, 7, 0));
        watch = records.aggregates.watch();
    }

    private void event(int endpoint, int call, CallEventKind kind, long timeNs, long intendedNs, CallResult result, int statusCode) {
        records.aggregates.onCallEvent(null, new CallEvent(timeNs, intendedNs, endpoint, call, kind, true, true, result, statusCode));
    }

    private void begun(int endpoint, int call, long atNs) {
        event(endpoint, call, CallEventKind.OFFERED, atNs, atNs, null, 0);
        event(endpoint, call, CallEventKind.STARTED, atNs, atNs, null, 0);
    }

    private void answered(int endpoint, int call, long atNs, long setupNs) {
        begun(endpoint, call, atNs);
        event(endpoint, call, CallEventKind.ANSWERED, atNs + setupNs, atNs, null, 200);
    }

    private LoadWatch.Measured close() {
        return watch.close(records.aggregates.result());
    }

    private Map<String, Double> values(LoadWatch.Measured measured) {
        return measured.thresholds().stream().collect(Collectors.toMap(verdict -> verdict.threshold().text(), RunResult.Verdict::value));
    }

    @Test
    void shouldCountCallsByTheirIntendedTimeWheneverTheyAreAnswered() {
        watch.open(10, 15);
        answered(2, 0, 9 * S + 999 * MS, 20 * MS);
        answered(2, 1, 12 * S, 25 * MS);
        begun(3, 0, 13 * S);
        event(3, 0, CallEventKind.ENDED, 13 * S + MS, 13 * S, CallResult.BUSY, 486);
        assertThat(watch.isSettled()).isTrue();
        begun(3, 1, 14 * S + 999 * MS);
        assertThat(watch.isSettled()).isFalse();
        event(3, 1, CallEventKind.ENDED, 16 * S, 14 * S + 999 * MS, CallResult.UNAVAILABLE, 503);
        assertThat(watch.isSettled()).isTrue();
        answered(2, 2, 15 * S, 25 * MS);
        LoadWatch.Measured measured = close();
        assertThat(measured.figures().offered()).isEqualTo(3);
        assertThat(measured.figures().answered()).isEqualTo(1);
        assertThat(measured.figures().failed()).isEqualTo(2);
        assertThat(measured.figures().asr()).isEqualTo(100.0 / 3, within(1e-9));
        assertThat(values(measured)).containsEntry("call_setup_time_ms.max < 30", 25.0).containsEntry("calls.sipCodes.486 == 1", 1.0);
    }

    @Test
    void shouldTakeGaugesOfItsSecondsOnly() {
        watch.open(10, 15);
        records.second(2, 9, "mos", 1.0);
        records.second(2, 10, "mos", 4.0);
        records.second(0, 14, "mos", 4.4);
        records.second(2, 15, "mos", 1.0);
        assertThat(values(close())).containsEntry("mos.avg >= 4", 4.2).containsEntry("groups.callers.mos.min >= 3.9", 4.0);
    }

    @Test
    void shouldTakeWhatCountersGrewBy() {
        records.second(2, 5, "packets_lost", 100);
        records.second(3, 5, "packets_lost", 7);
        watch.open(10, 15);
        records.second(2, 9, "packets_lost", 120);
        records.second(2, 10, "packets_lost", 121);
        records.second(2, 14, "packets_lost", 122);
        records.second(3, 14, "packets_lost", 7);
        records.second(0, 12, "packets_lost", 1);
        records.second(2, 15, "packets_lost", 500);
        assertThat(values(close())).containsEntry("packets_lost.sum == 3", 3.0);
        assertThat(records.aggregates.result().metrics().get("packets_lost").sum()).as("of the whole run").isEqualTo(508);
    }

    @Test
    void shouldTakeSetupTimeFromItsOwnCallsAndNotFromThoseThatEndInIt() {
        watch.open(10, 15);
        records.call(2, 11, "call_setup_time_ms", 900, "call_duration_ms", 2_500, "post_dial_delay_ms", 800, "mos", 4.2);
        begun(3, 0, 12 * S);
        event(3, 0, CallEventKind.RINGING, 12 * S + 15 * MS, 12 * S, null, 180);
        event(3, 0, CallEventKind.ANSWERED, 12 * S + 25 * MS, 12 * S, null, 200);
        assertThat(values(close())).containsEntry("call_setup_time_ms.max < 30", 25.0).containsEntry("post_dial_delay_ms.max < 20", 15.0)
                .containsEntry("call_duration_ms.max == 2500", 2_500.0).containsEntry("calls.mos.min >= 4.1", 4.2);
    }

    @Test
    void shouldTellOfTheGeneratorInItsSeconds() {
        records.engine(0, 9, 0.99, 9_000_000, 50, 2);
        watch.open(10, 12);
        records.engine(0, 10, 0.2, 20_000, 50, 2);
        records.engine(0, 11, 0.4, 20_000, 50, 2);
        records.engine(0, 12, 0.99, 9_000_000, 50, 2);
        LoadWatch.Measured measured = close();
        assertThat(measured.figures().shardBusy()).isEqualTo(0.3, within(1e-9));
        assertThat(measured.figures().latenessP99Us()).isLessThan(30);
        assertThat(measured.engine().overloaded()).isFalse();
    }

    @Test
    void shouldLeaveOutWhatOnlyTheWholeRunHas() {
        watch.open(10, 15);
        LoadWatch.Measured measured = close();
        assertThat(measured.thresholds()).extracting(RunResult.Verdict::threshold).extracting(Threshold::text)
                .doesNotContain("endpoints.registered == 0").hasSize(10);
        assertThat(measured.until()).as("asr of the plan").hasSize(10);
        assertThat(measured.thresholds()).filteredOn(verdict -> verdict.threshold().text().equals("mos.avg >= 4"))
                .allSatisfy(verdict -> assertThat(verdict.passed()).as("not measured").isFalse());
    }

    @Test
    void shouldCountCallsUpInEachSecond() {
        watch.open(10, 15);
        records.answeredCall(2, 0, 8 * S, MS, 12 * S + MS);
        records.answeredCall(3, 0, 11 * S, MS, 30 * S);
        assertThat(watch.callsUp()).isZero();
        records.event(2, 1, CallEventKind.ANSWERED, 40 * S, null, 200);
        assertThat(watch.callsUp()).isEqualTo(1);
        assertThat(close().figures().concurrent()).as("1, 2, 1, 1, 1").isEqualTo(1.2, within(1e-9));
    }

    @Test
    void shouldKnowTheSecondThatAllShardsHaveTold() {
        assertThat(watch.second()).isEqualTo(-1);
        records.engine(0, 3, 0.1, 1_000, 1, 1);
        assertThat(watch.second()).isEqualTo(3);
        records.engine(1, 2, 0.1, 1_000, 1, 1);
        assertThat(watch.second()).isEqualTo(2);
        records.engine(1, 3, 0.1, 1_000, 1, 1);
        assertThat(watch.second()).isEqualTo(3);
    }

    @Test
    void shouldBeThereOnlyWithASearch() {
        assertThat(new RunAggregates(Records.plan(), 7, 0).watch()).isNull();
        assertThat(Records.of().aggregates.result().findMax()).isNull();
    }
}
