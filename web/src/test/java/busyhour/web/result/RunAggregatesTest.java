package busyhour.web.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.run.RunStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Aggregates against numbers computed by hand. */
class RunAggregatesTest {

    @Test
    void shouldTakeGaugesOverEndpointSeconds() {
        Records records = Records.of();
        for (int second = 0; second < 50; second++) {
            records.second(0, second, "jitter_ms", 1.0);
            records.second(2, second, "jitter_ms", 3.0);
        }
        records.second(2, 50, "jitter_ms", 101.0);
        Statistics jitter = records.aggregates.result().metrics().get("jitter_ms");
        assertThat(jitter.unit()).isEqualTo("ms");
        assertThat(jitter.count()).isEqualTo(101);
        assertThat(jitter.avg()).isCloseTo((50 * 1.0 + 50 * 3.0 + 101.0) / 101, within(1e-9));
        assertThat(jitter.min()).isEqualTo(1.0);
        assertThat(jitter.max()).isEqualTo(101.0);
        assertThat(jitter.p1()).isCloseTo(1.0, within(0.01));
        assertThat(jitter.p50()).isCloseTo(3.0, within(0.01));
        assertThat(jitter.p99()).isCloseTo(3.0, within(0.01));
        assertThat(jitter.p999()).isCloseTo(101.0, within(0.1));
        assertThat(jitter.sum()).isNaN();
        Map<String, RunResult.Group> groups = records.aggregates.result().groups();
        assertThat(groups.get("callees").metrics().get("jitter_ms").max()).isEqualTo(1.0);
        assertThat(groups.get("callers").metrics().get("jitter_ms").count()).isEqualTo(51);
    }

    @Test
    void shouldTakeCountersOverFinalValuesOfEndpoints() {
        Records records = Records.of();
        for (int second = 0; second < 3; second++) {
            records.second(0, second, "packets_sent", 50.0 * (second + 1));
            records.second(1, second, "packets_sent", 10.0 * (second + 1));
        }
        Statistics sent = records.aggregates.result().metrics().get("packets_sent");
        assertThat(sent.count()).isEqualTo(2);
        assertThat(sent.sum()).isEqualTo(180);
        assertThat(sent.avg()).isEqualTo(90);
        assertThat(sent.min()).isEqualTo(30);
        assertThat(sent.max()).isEqualTo(150);
        assertThat(records.aggregates.result().groups().get("callers").metrics().get("packets_sent")).isNull();
    }

    @Test
    void shouldKeepNegativeValues() {
        Records records = Records.of();
        records.second(0, 0, "audio_level_rms_dbov", -26.0);
        records.second(0, 1, "audio_level_rms_dbov", -30.0);
        Statistics level = records.aggregates.result().metrics().get("audio_level_rms_dbov");
        assertThat(level.min()).isEqualTo(-30.0);
        assertThat(level.p50()).isCloseTo(-30.0, within(0.1));
        assertThat(level.max()).isEqualTo(-26.0);
        assertThat(level.avg()).isEqualTo(-28.0);
    }

    @Test
    void shouldLeaveNullWhatWasNotMeasured() {
        Records records = Records.of();
        records.second(0, 0, "jitter_ms", 1.0);
        Map<String, Statistics> metrics = records.aggregates.result().metrics();
        assertThat(metrics).containsKey("mos");
        assertThat(metrics.get("mos")).isNull();
        assertThat(metrics.get("opus_bandwidth_hz")).isNull();
    }

    @Test
    void shouldCountTextsByEndpointOrByCall() {
        Records records = Records.of();
        records.text(0, "audio_codec", "PCMA");
        records.text(0, "audio_codec", "PCMU");
        records.text(1, "audio_codec", "PCMU");
        records.text(2, "call_result", "busy");
        records.text(2, "call_result", "answered");
        Map<String, Statistics> metrics = records.aggregates.result().metrics();
        assertThat(metrics.get("audio_codec").values()).isEqualTo(Map.of("PCMU", 2L));
        assertThat(metrics.get("call_result").values()).isEqualTo(Map.of("busy", 1L, "answered", 1L));
    }

    @Test
    void shouldCountCallsAtCaller() {
        Records records = Records.of();
        records.answeredCall(2, 0, 1 * Records.S, 100 * Records.MS, 5 * Records.S);
        records.failedCall(2, 1, 6 * Records.S, 7 * Records.S, CallResult.BUSY, 486);
        records.failedCall(3, 0, 1 * Records.S, 2 * Records.S, CallResult.UNAVAILABLE, 503);
        records.answeredCall(3, 1, 3 * Records.S, 100 * Records.MS, 5 * Records.S);
        records.event(2, 2, CallEventKind.OFFERED, 8 * Records.S, null, 0);
        records.event(2, 2, CallEventKind.DROPPED, 8 * Records.S, null, 0);
        records.event(0, 0, CallEventKind.STARTED, 1 * Records.S, null, 0); // a callee, not counted
        RunResult.Calls calls = records.aggregates.result().calls();
        assertThat(calls.offered()).isEqualTo(5);
        assertThat(calls.started()).isEqualTo(4);
        assertThat(calls.answered()).isEqualTo(2);
        assertThat(calls.failed()).isEqualTo(2);
        assertThat(calls.dropped()).isEqualTo(1);
        assertThat(calls.asr()).isEqualTo(50.0);
        assertThat(calls.ner()).isEqualTo(75.0);
        assertThat(calls.results()).isEqualTo(Map.of("answered", 2L, "busy", 1L, "unavailable", 1L));
        assertThat(calls.sipCodes()).isEqualTo(Map.of("200", 2L, "486", 1L, "503", 1L));
    }

    @Test
    void shouldCountForeignCallsForWhichNoEndpointWasFree() {
        Records records = Records.of();
        records.answeredCall(2, 0, 1 * Records.S, 100 * Records.MS, 5 * Records.S);
        records.refusedCall(2 * Records.S, 486);
        RunResult.Calls calls = records.aggregates.result().calls();
        assertThat(calls.offered()).isEqualTo(2);
        assertThat(calls.started()).isEqualTo(2);
        assertThat(calls.answered()).isEqualTo(1);
        assertThat(calls.failed()).isEqualTo(1);
        assertThat(calls.asr()).isEqualTo(50.0);
        assertThat(calls.results()).isEqualTo(Map.of("answered", 1L, "busy", 1L));
        assertThat(calls.sipCodes()).isEqualTo(Map.of("200", 1L, "486", 1L));
    }

    @Test
    void shouldHaveNoAnswerRatioWithoutCall() {
        assertThat(Records.of().aggregates.result().calls().asr()).isNaN();
    }

    @Test
    void shouldDrawSecondBySecond() {
        Records records = Records.of();
        records.state(0, EndpointPhase.REGISTERED, null, 100 * Records.MS);
        records.state(0, EndpointPhase.INCALL, null, 2 * Records.S);
        records.answeredCall(2, 0, 1 * Records.S, 250 * Records.MS, 3 * Records.S + 1);
        records.failedCall(3, 0, 1 * Records.S, 2 * Records.S, CallResult.BUSY, 486);
        for (int stream = 0; stream < 4; stream++) {
            records.second(stream, 2, "mos", 4.0 + stream / 10.0, "jitter_ms", stream, "fraction_lost", stream * 2.0);
        }
        List<SeriesPoint> series = records.aggregates.series();
        assertThat(series).hasSize(4);
        assertThat(series).extracting(SeriesPoint::started).containsExactly(0, 2, 0, 0);
        assertThat(series).extracting(SeriesPoint::answered).containsExactly(0, 1, 0, 0);
        assertThat(series).extracting(SeriesPoint::failed).containsExactly(0, 0, 1, 0);
        assertThat(series).extracting(SeriesPoint::concurrent).containsExactly(0, 1, 1, 0);
        assertThat(series.get(1).setupP50Ms()).isEqualTo(250.0);
        assertThat(series.get(0).phases()[EndpointPhase.INITIALIZING.ordinal()]).isEqualTo(3);
        assertThat(series.get(0).phases()[EndpointPhase.REGISTERED.ordinal()]).isEqualTo(1);
        assertThat(series.get(3).phases()[EndpointPhase.INCALL.ordinal()]).isEqualTo(1);
        SeriesPoint measured = series.get(2);
        assertThat(measured.mosAvg()).isCloseTo(4.15, within(1e-9));
        assertThat(measured.mosP5()).isEqualTo(4.0);
        assertThat(measured.jitterP95Ms()).isEqualTo(3.0);
        assertThat(measured.jitterAvgMs()).isEqualTo(1.5);
        assertThat(measured.lossPercent()).isEqualTo(3.0);
        assertThat(series.get(0).mosAvg()).isNaN();
        assertThat(records.aggregates.series(0).get(2).mosAvg()).isCloseTo(4.05, within(1e-9));
    }

    @Test
    void shouldKeepPercentilesOfClosedSeconds() {
        Records records = Records.of();
        for (int stream = 0; stream < 4; stream++) {
            records.second(stream, 0, "mos", 4.0 + stream / 10.0);
        }
        records.second(0, 60, "mos", 1.0);
        records.second(0, 0, "mos", 1.0); // far too late for the chart, not for the statistics
        assertThat(records.aggregates.series().getFirst().mosP5()).isEqualTo(4.0);
        assertThat(records.aggregates.result().metrics().get("mos").count()).isEqualTo(6);
    }

    @Test
    void shouldListWorstEndpointsFirst() {
        Records records = Records.of();
        records.second(0, 1, "mos", 4.4);
        records.second(1, 1, "mos", 2.0);
        records.second(1, 2, "mos", 4.0);
        records.state(3, EndpointPhase.CLOSED, EndpointOutcome.CALL_FAILED, 2 * Records.S);
        List<EndpointRow> worst = records.aggregates.worstEndpoints(3);
        assertThat(worst).extracting(EndpointRow::endpoint).containsExactly(3, 1, 0);
        assertThat(worst.get(1).mosMin()).isEqualTo(2.0);
        assertThat(worst.get(1).mosAvg()).isEqualTo(3.0);
        assertThat(worst.get(0).mosMin()).isNaN();
        assertThat(records.aggregates.result().endpoints().outcomes()).isEqualTo(Map.of("CALL_FAILED", 1));
    }

    @Test
    void shouldKeepWorstOutcome() {
        Records records = Records.of();
        records.state(2, EndpointPhase.CLOSED, EndpointOutcome.TIMEOUT, 1);
        records.state(2, EndpointPhase.CLOSED, EndpointOutcome.SUCCESS, 2);
        assertThat(records.aggregates.result().endpoints().outcomes()).isEqualTo(Map.of("TIMEOUT", 1));
    }

    @Test
    void shouldJudgeGeneratorOverSteadyPart() {
        Records records = Records.of();
        records.answeredCall(2, 0, 0, 500 * Records.MS, 20 * Records.S);
        records.answeredCall(3, 0, Records.S, 500 * Records.MS, 21 * Records.S);
        // the ramp's last answer at 1.5 s: steady from second 4 (3.5 s rounded up) up to the first hang-up at 20 s
        for (int second = 0; second < 22; second++) {
            boolean steady = second >= 4 && second < 20;
            records.engine(0, second, steady ? 0.25 : 0.95, steady ? 100_000 : 5_000_000, 100, 2);
            records.engine(1, second, steady ? 0.5 : 0.95, steady ? 100_000 : 5_000_000, 100, 2);
        }
        RunResult.Engine engine = records.aggregates.result().engine();
        assertThat(engine.shards()).isEqualTo(2);
        assertThat(engine.shardBusyRatio()).isCloseTo(0.5, within(1e-9));
        assertThat(engine.lateness().maxUs()).isEqualTo(100.0);
        assertThat(engine.lateness().p99Us()).isCloseTo(100.0, within(1.0));
        assertThat(engine.dutyCycleMaxUs()).isEqualTo(300.0);
        assertThat(engine.allocatedBytesPerSecond()).isEqualTo(256.0);
        assertThat(engine.packetsSent()).isEqualTo(4400);
        assertThat(engine.packetsReceived()).isEqualTo(4356);
        assertThat(engine.peakEndpoints()).isEqualTo(8);
        assertThat(engine.cpuSeconds()).isCloseTo(4.4, within(1e-9));
        assertThat(engine.overloaded()).isFalse();
    }

    @Test
    void shouldJudgeGeneratorWithoutSteadyPartBySecondsWithCalls() {
        Records records = Records.of();
        records.answeredCall(2, 0, Records.S, 0, 2 * Records.S);
        records.engine(0, 0, 0.9, 9_000_000, 10, 0);
        records.engine(0, 1, 0.3, 10_000, 10, 1);
        RunResult.Engine engine = records.aggregates.result().engine();
        assertThat(engine.shardBusyRatio()).isCloseTo(0.3, within(1e-9));
        assertThat(engine.overloaded()).isFalse();
    }

    @Test
    void shouldCountFirstInviteFromCommand() {
        Records records = Records.of();
        records.status(RunStatus.RUNNING, 0);
        records.answeredCall(2, 0, 700 * Records.MS, 1, 2 * Records.S);
        assertThat(records.aggregates.result().engine().firstInviteMs()).isEqualTo(2_200.0);
    }

    @Test
    void shouldLeaveOutEndpointsThatPlanDoesNotHave() {
        Records records = Records.of();
        records.second(4, 0, "mos", 4.0);
        records.state(-1, EndpointPhase.CLOSED, null, 0);
        assertThat(records.aggregates.result().metrics().get("mos")).isNull();
    }

    @Test
    void shouldEndWhenEveryWorkerHas() {
        Records records = Records.of();
        assertThat(records.aggregates.ended()).isFalse();
        records.status(RunStatus.RUNNING, 0);
        assertThat(records.aggregates.ended()).isFalse();
        records.status(RunStatus.COMPLETED, 3 * Records.S);
        records.end();
        assertThat(records.aggregates.ended()).isTrue();
        assertThat(records.aggregates.result().run().status()).isEqualTo("COMPLETED");
        assertThat(records.aggregates.result().run().durationMs()).isEqualTo(3_000);
    }
}
