package busyhour.web.probe;

import static busyhour.web.probe.Health.DEGRADED;
import static busyhour.web.probe.Health.HEALTHY;
import static busyhour.web.probe.Health.UNHEALTHY;
import static busyhour.web.probe.Health.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import busyhour.web.plan.Statistic;
import busyhour.web.store.Runs;
import org.junit.jupiter.api.Test;

/** From measured values to a probe's state. */
class HealthTest {

    @Test
    void shouldKnowOnWhichSideAStatisticIsBad() {
        assertThat(limit("mos.avg", 3.5, 2.5).bad()).isEqualTo(Limit.Side.BELOW);
        assertThat(limit("jitter_ms.p95", 30.0, 80.0).bad()).isEqualTo(Limit.Side.ABOVE);
        assertThat(limit("mos.p5", 3.0, null).bad()).as("by what the metric is").isEqualTo(Limit.Side.BELOW);
        assertThat(limit("asr", null, 99.0).bad()).isEqualTo(Limit.Side.BELOW);
        assertThat(limit("fraction_lost.p95", null, 1.0).bad()).isEqualTo(Limit.Side.ABOVE);
        assertThat(limit("rtt_ms.avg", 100.0, 50.0).bad()).as("the limits say so").isEqualTo(Limit.Side.BELOW);
    }

    @Test
    void shouldJudgeAValueByItsLimits() {
        Limit mos = limit("mos.avg", 3.5, 2.5);
        assertThat(List.of(mos.judge(4.4), mos.judge(3.5), mos.judge(3.49), mos.judge(2.5), mos.judge(2.49), mos.judge(Double.NaN)))
                .containsExactly(HEALTHY, HEALTHY, DEGRADED, DEGRADED, UNHEALTHY, UNKNOWN);
        Limit jitter = limit("jitter_ms.p95", 30.0, 80.0);
        assertThat(List.of(jitter.judge(30), jitter.judge(31), jitter.judge(80), jitter.judge(81))).containsExactly(HEALTHY, DEGRADED, DEGRADED, UNHEALTHY);
        assertThat(limit("asr", null, 99.0).judge(98)).isEqualTo(UNHEALTHY);
        assertThat(limit("asr", 99.0, null).judge(0)).isEqualTo(DEGRADED);
    }

    @Test
    void shouldLetTheWorstDecide() {
        assertThat(HEALTHY.or(UNKNOWN)).isEqualTo(UNKNOWN);
        assertThat(UNKNOWN.or(DEGRADED)).isEqualTo(DEGRADED);
        assertThat(UNHEALTHY.or(UNKNOWN)).isEqualTo(UNHEALTHY);
    }

    @Test
    void shouldJudgeRuns() {
        List<Limit> limits = List.of(limit("mos.avg", 3.5, 2.5), limit("jitter_ms.p95", 30.0, 80.0));
        Judgement good = Judgement.of(limits, run("COMPLETED", 0, "{\"metrics\":{\"mos\":{\"avg\":4.4},\"jitter_ms\":{\"p95\":2}},\"thresholds\":[]}"));
        assertThat(good.health()).isEqualTo(HEALTHY);
        assertThat(good.reason()).isNull();
        Judgement mixed = Judgement.of(limits, run("COMPLETED", 0, "{\"metrics\":{\"mos\":{\"avg\":3.4},\"jitter_ms\":{\"p95\":90}},\"thresholds\":[]}"));
        assertThat(mixed.health()).isEqualTo(UNHEALTHY);
        assertThat(mixed.reason()).isEqualTo("mos.avg is 3.40, warning below 3.50; jitter_ms.p95 is 90, critical above 80");
        assertThat(mixed.measured()).extracting(Execution.Measured::health).containsExactly(DEGRADED, UNHEALTHY);
        Judgement unmeasured = Judgement.of(limits, run("COMPLETED", 0, "{\"metrics\":{\"mos\":{\"avg\":4.4}},\"thresholds\":[]}"));
        assertThat(unmeasured.health()).isEqualTo(UNKNOWN);
        assertThat(unmeasured.reason()).contains("jitter_ms.p95 was not measured");
        assertThat(Judgement.of(limits, run("COMPLETED", 3, "{}")).health()).as("nobody answered").isEqualTo(UNHEALTHY);
        assertThat(Judgement.of(limits, run("COMPLETED", 4, "{}")).health()).as("the generator was the limit").isEqualTo(UNKNOWN);
        assertThat(Judgement.of(List.of(), run("COMPLETED", 99, "{\"thresholds\":[{\"threshold\":\"asr >= 99\",\"value\":50,\"passed\":false}]}")).reason())
                .isEqualTo("asr >= 99 failed: 50");
        assertThat(Judgement.of(limits, run("CANNOT_RUN_FOR_NOW", null, null)).health()).isEqualTo(UNKNOWN);
    }

    @Test
    void shouldChangeTheStateOnlyWhenEnoughAgree() {
        Damping none = Damping.NONE;
        assertThat(none.state(HEALTHY, List.of(UNHEALTHY, HEALTHY))).isEqualTo(UNHEALTHY);
        assertThat(none.state(UNHEALTHY, List.of(HEALTHY, UNHEALTHY))).isEqualTo(HEALTHY);
        assertThat(none.state(HEALTHY, List.of(UNKNOWN))).isEqualTo(UNKNOWN);
        Damping damping = new Damping(2, 3);
        assertThat(damping.state(HEALTHY, List.of(UNHEALTHY, HEALTHY, HEALTHY))).as("one bad call wakes nobody").isEqualTo(HEALTHY);
        assertThat(damping.state(HEALTHY, List.of(UNHEALTHY, HEALTHY, UNHEALTHY))).isEqualTo(UNHEALTHY);
        assertThat(damping.state(HEALTHY, List.of(DEGRADED, UNHEALTHY, HEALTHY))).as("both are DEGRADED at least").isEqualTo(DEGRADED);
        assertThat(damping.state(UNHEALTHY, List.of(HEALTHY, UNHEALTHY, UNHEALTHY))).isEqualTo(UNHEALTHY);
        assertThat(damping.state(UNHEALTHY, List.of(HEALTHY, HEALTHY, UNHEALTHY))).isEqualTo(HEALTHY);
        assertThat(damping.state(UNKNOWN, List.of(UNHEALTHY))).as("a new probe").isEqualTo(UNKNOWN);
        assertThat(damping.state(UNKNOWN, List.of(HEALTHY))).isEqualTo(HEALTHY);
        assertThat(damping.state(HEALTHY, List.of(UNKNOWN, UNKNOWN, HEALTHY))).isEqualTo(UNKNOWN);
        assertThat(damping.state(HEALTHY, List.of(UNHEALTHY, HEALTHY, HEALTHY, UNHEALTHY))).as("what is older does not count").isEqualTo(HEALTHY);
    }

    @Test
    void shouldKeepTheRhythmOfAnInterval() {
        Instant due = Instant.parse("2026-05-01T10:00:00Z");
        Duration interval = Duration.ofMinutes(5);
        assertThat(ProbeRuns.next(due, interval, due.plusMillis(300))).isEqualTo("2026-05-01T10:05:00Z");
        assertThat(ProbeRuns.next(due, interval, due.plus(Duration.ofMinutes(12)))).as("what went by is left out").isEqualTo("2026-05-01T10:15:00Z");
        assertThat(ProbeRuns.next(due, interval, due.minusSeconds(1))).isEqualTo("2026-05-01T10:05:00Z");
    }

    @Test
    void shouldSumUpDays() {
        Instant now = Instant.parse("2026-05-03T06:00:00Z");
        List<Probes.Span> spans = List.of(
                new Probes.Span(1, HEALTHY, Instant.parse("2026-05-01T12:00:00Z"), Instant.parse("2026-05-02T06:00:00Z")),
                new Probes.Span(1, UNHEALTHY, Instant.parse("2026-05-02T06:00:00Z"), Instant.parse("2026-05-02T12:00:00Z")),
                new Probes.Span(1, UNKNOWN, Instant.parse("2026-05-02T12:00:00Z"), Instant.parse("2026-05-02T18:00:00Z")),
                new Probes.Span(1, DEGRADED, Instant.parse("2026-05-02T18:00:00Z"), null));
        List<Uptime> days = Uptime.days(spans, 4, now);
        assertThat(days).extracting(Uptime::date).containsExactly(LocalDate.parse("2026-04-30"), LocalDate.parse("2026-05-01"),
                LocalDate.parse("2026-05-02"), LocalDate.parse("2026-05-03"));
        assertThat(days).extracting(Uptime::worst).containsExactly(null, HEALTHY, UNHEALTHY, DEGRADED);
        assertThat(days.get(1).ms(HEALTHY)).isEqualTo(12 * 3_600_000L);
        assertThat(days.get(2).msByHealth()).containsExactly(6 * 3_600_000L, 6 * 3_600_000L, 6 * 3_600_000L, 6 * 3_600_000L);
        assertThat(days.get(3).ms(DEGRADED)).isEqualTo(6 * 3_600_000L);
        assertThat(Uptime.percent(days)).as("30 of 36 known hours").isEqualTo(100.0 * 30 / 36);
        assertThat(Uptime.percent(Uptime.days(List.of(), 2, now))).isNaN();
    }

    private static Limit limit(String metric, Double warning, Double critical) {
        Statistic statistic = Statistic.of(metric, List.of()).orElseThrow();
        return new Limit(statistic, warning, critical, Limit.side(statistic, warning, critical));
    }

    private static Runs.Run run(String status, Integer exitCode, String result) {
        return new Runs.Run(1, 1, 1L, "n", status, null, "{}", 2, LocalDate.EPOCH, 1, exitCode, result, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
    }
}
