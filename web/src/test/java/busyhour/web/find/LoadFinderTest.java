package busyhour.web.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.web.result.FindMaxResult;
import busyhour.web.result.FindMaxResult.Outcome;
import busyhour.web.result.FindMaxResult.Phase;
import busyhour.web.result.FindMaxResult.Status;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole searches in virtual time: plan, steps, their windows, the verdict and the exit code. */
class LoadFinderTest {
    private static final String QUICK = "from: 10/s, to: 200/s, step: 10/s, hold: 5s, confirm: 10s, retries: 0";

    private static List<String> levels(FindMaxResult found) {
        return found.steps().stream().map(step -> step.phase().name().charAt(0) + "" + step.level()).toList();
    }

    private int exitCode(VirtualRun run) {
        run.aggregates.abort();
        run.end();
        return run.aggregates.result().run().exitCode();
    }

    @Test
    void shouldFindTheRateAboveWhichCallsAreRefused() {
        VirtualRun run = new VirtualRun(QUICK, 400, "1s").system((rate, up) -> rate <= 60 ? 5 : -503);
        FindMaxResult found = run.play();
        assertThat(found.status()).isEqualTo(Status.FOUND);
        assertThat(found.level()).isEqualTo(60);
        assertThat(found.confirmed()).isTrue();
        assertThat(found.broken()).isEqualTo(70);
        assertThat(found.limits()).containsExactly("asr >= 99: 0");
        assertThat(levels(found)).containsExactly("C10", "C20", "C30", "C40", "C50", "C60", "C70", "C60");
        assertThat(found.words()).isEqualTo("60/s held for 10s; at 70/s asr >= 99: 0");
        assertThat(run.told).containsExactly("10/s", "20/s", "30/s", "40/s", "50/s", "60/s", "70/s", "60/s", "60/s");
        assertThat(exitCode(run)).isZero();
    }

    @Test
    void shouldJudgeEachStepByItsOwnCalls() {
        FindMaxResult found = new VirtualRun(QUICK, 400, "1s").system((rate, up) -> rate <= 30 ? 5 : -503).play();
        FindMaxResult.Step last = found.steps().getLast();
        assertThat(last.phase()).isEqualTo(Phase.CONFIRM);
        assertThat(last.toSecond() - last.fromSecond()).isEqualTo(10);
        assertThat(last.figures().offered()).isEqualTo(300);
        assertThat(last.figures().answered()).as("in spite of the step before").isEqualTo(300);
        assertThat(last.figures().asr()).isEqualTo(100);
        assertThat(last.figures().setupP95Ms()).isEqualTo(5, within(0.01));
        assertThat(last.figures().concurrent()).isEqualTo(30, within(1.0));
        assertThat(found.steps().get(3).figures().failed()).isEqualTo(200);
    }

    @Test
    void shouldJudgeByThePlansThresholds() {
        VirtualRun run = new VirtualRun(QUICK, 400, "1s", "call_setup_time_ms.p95 < 100", "asr >= 90", "findMax.max >= 50")
                .system((rate, up) -> rate <= 40 ? 20 : 150);
        FindMaxResult found = run.play();
        assertThat(found.level()).isEqualTo(40);
        assertThat(found.limits()).singleElement().asString().startsWith("call_setup_time_ms.p95 < 100: 150");
        assertThat(run.aggregates.result().thresholds()).extracting(verdict -> verdict.threshold().text() + " " + verdict.passed())
                .containsExactly("call_setup_time_ms.p95 < 100 true", "asr >= 90 true", "findMax.max >= 50 false");
        assertThat(exitCode(run)).as("findMax.max does not hold").isEqualTo(99);
    }

    @Test
    void shouldCountCallsWithoutAnAnswerInTimeAsNotAnswered() {
        VirtualRun run = new VirtualRun(QUICK, 20_000, "1s").system((rate, up) -> rate <= 20 ? 5 : 0);
        FindMaxResult found = run.play();
        assertThat(found.level()).isEqualTo(20);
        FindMaxResult.Step broke = found.steps().get(2);
        assertThat(broke.figures().started()).isEqualTo(150);
        assertThat(broke.figures().answered()).isZero();
        assertThat(broke.figures().asr()).isZero();
    }

    @Test
    void shouldFindTheNumberOfCallsThatASystemHolds() {
        VirtualRun run = new VirtualRun("of: concurrency, from: 10, to: 100, step: 10, resolution: 2, hold: 5s, confirm: 10s", 120, "3s")
                .system((users, up) -> up < 46 ? 5 : -486);
        FindMaxResult found = run.play();
        assertThat(found.status()).isEqualTo(Status.FOUND);
        assertThat(found.level()).isEqualTo(46);
        assertThat(found.steps().getLast().figures().concurrent()).isEqualTo(46, within(1.0));
        assertThat(found.words()).isEqualTo("46 calls held for 10s; at 48 calls " + found.limits().getFirst());
        assertThat(exitCode(run)).isZero();
    }

    @Test
    void shouldHoldNothingWhenTheSystemRefusesTheFirstLevel() {
        VirtualRun run = new VirtualRun(QUICK, 400, "1s").system((rate, up) -> up == 0 ? 5 : -503);
        FindMaxResult found = run.play();
        assertThat(found.status()).isEqualTo(Status.NOTHING_HELD);
        assertThat(found.level()).isZero();
        assertThat(levels(found)).containsExactly("C10");
        assertThat(exitCode(run)).isEqualTo(99);
    }

    @Test
    void shouldAnswerThreeWhenNobodyAnswered() {
        VirtualRun run = new VirtualRun(QUICK, 400, "1s").system((rate, up) -> -404);
        assertThat(run.play().status()).isEqualTo(Status.NOTHING_HELD);
        assertThat(exitCode(run)).isEqualTo(3);
    }

    @Test
    void shouldSayThatMoreMayDoWhenAllLevelsHold() {
        VirtualRun run = new VirtualRun("from: 10/s, to: 60/s, factor: 2, hold: 5s, confirm: 10s", 400, "1s");
        FindMaxResult found = run.play();
        assertThat(found.status()).isEqualTo(Status.ALL_HELD);
        assertThat(levels(found)).containsExactly("C10", "C20", "C40", "C60", "C60");
        assertThat(found.words()).isEqualTo("60/s held for 10s: it is the highest of the plan, more may do");
        assertThat(exitCode(run)).isZero();
    }

    @Test
    void shouldNotCountWhenTheGeneratorWasLateFirst() {
        VirtualRun run = new VirtualRun(QUICK, 400, "1s").generator(rate -> new double[] {0.5, rate > 50 ? 3_000 : 50})
                .system((rate, up) -> rate <= 80 ? 5 : -503);
        FindMaxResult found = run.play();
        assertThat(found.status()).isEqualTo(Status.GENERATOR);
        assertThat(found.level()).isEqualTo(50);
        assertThat(found.limits()).singleElement().asString().startsWith("send lateness p99");
        assertThat(exitCode(run)).isEqualTo(4);
    }

    @Test
    void shouldNotMindAGeneratorThatIsFullOnlyAboveTheSystemsMaximum() {
        VirtualRun run = new VirtualRun(QUICK, 400, "1s").generator(rate -> new double[] {rate > 60 ? 0.97 : 0.3, rate > 60 ? 9_000 : 50})
                .system((rate, up) -> rate <= 40 ? 5 : -503);
        assertThat(run.play().status()).isEqualTo(Status.FOUND);
        assertThat(exitCode(run)).isZero();
    }

    @Test
    void shouldEndAtTheCpuCeiling() {
        VirtualRun.Generator tenth = rate -> new double[] {rate / 100.0, 50};
        VirtualRun unasked = new VirtualRun(QUICK, 400, "1s").generator(tenth);
        assertThat(unasked.play().status()).isEqualTo(Status.GENERATOR);
        assertThat(unasked.aggregates.result().findMax().level()).isEqualTo(80);
        assertThat(exitCode(unasked)).isEqualTo(4);
        VirtualRun asked = new VirtualRun(QUICK + ", cpu-ceiling: 50%", 400, "1s").generator(tenth);
        assertThat(asked.play().status()).isEqualTo(Status.CEILING);
        assertThat(asked.aggregates.result().findMax().level()).isEqualTo(50);
        assertThat(asked.aggregates.result().findMax().limits()).containsExactly("shard 60 % busy, of 50 %");
        assertThat(exitCode(asked)).isZero();
    }

    @Test
    void shouldSayThatTheGroupHasTooFewCallers() {
        VirtualRun run = new VirtualRun(QUICK, 70, "1s");
        FindMaxResult found = run.play();
        assertThat(found.status()).isEqualTo(Status.GENERATOR);
        assertThat(found.level()).isEqualTo(60);
        assertThat(found.limits()).singleElement().asString().contains("dropped: no free caller: the group needs more endpoints");
    }

    @Test
    void shouldRestAtTheLevelThatHeldBeforeTheNextOne() {
        VirtualRun run = new VirtualRun("from: 10/s, to: 40/s, step: 10/s, hold: 5s, confirm: 10s, retries: 1", 4_000, "1s")
                .system((rate, up) -> rate <= 20 ? 5 : -503);
        FindMaxResult found = run.play();
        assertThat(found.steps().get(2).attempt()).isEqualTo(1);
        assertThat(found.steps().get(3).attempt()).isEqualTo(2);
        assertThat(run.told).containsExactly("10/s", "20/s", "30/s", "20/s", "30/s", "20/s", "20/s");
        assertThat(found.steps().get(3).fromSecond() - found.steps().get(2).toSecond()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldKeepWhatWasFoundWhenInterrupted() {
        VirtualRun run = new VirtualRun(QUICK, 400, "1s");
        for (int i = 0; i < 25; i++) {
            run.playSecond();
            assertThat(run.finder.onTick()).isFalse();
        }
        assertThat(run.aggregates.result().findMax().status()).isEqualTo(Status.SEARCHING);
        assertThat(run.aggregates.result().findMax().trial()).isNotNull();
        run.aggregates.interrupt();
        run.finder.interrupt();
        run.end();
        run.finder.onRunEnd();
        FindMaxResult found = run.aggregates.result().findMax();
        assertThat(found.status()).isEqualTo(Status.INTERRUPTED);
        assertThat(found.level()).isPositive();
        assertThat(found.confirmed()).isFalse();
        assertThat(found.trial()).isNull();
        assertThat(run.aggregates.result().run().exitCode()).isEqualTo(105);
    }

    @Test
    void shouldFailWhenTheRunEndsBeforeTheSearch() {
        VirtualRun run = new VirtualRun(QUICK, 400, "1s");
        for (int i = 0; i < 12; i++) {
            run.playSecond();
            run.finder.onTick();
        }
        run.end();
        run.finder.onRunEnd();
        assertThat(run.aggregates.result().run().exitCode()).isEqualTo(1);
        assertThat(run.aggregates.detail()).isEqualTo("the run ended before the search for the highest load was done");
    }

    @Test
    void shouldFailWhenTheWorkerDoesNotChangeTheLoad() {
        VirtualRun run = new VirtualRun(QUICK, 400, "1s").deaf();
        assertThat(run.play().status()).isEqualTo(Status.INTERRUPTED);
        assertThat(run.told).hasSize(5).containsOnly("10/s");
        assertThat(exitCode(run)).isEqualTo(1);
        assertThat(run.aggregates.detail()).isEqualTo("the worker does not change the load of its group");
    }

    /** Refuses one in two hundred calls whatever comes, and most of them above its knee. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldFindTheKneeOfANoisySystem(long seed) {
        Random random = new Random(seed);
        VirtualRun run = new VirtualRun("from: 10/s, to: 400/s, factor: 1.5, resolution: 2/s, hold: 5s, confirm: 20s, until: [asr >= 98]", 900, "1s")
                .system((rate, up) -> random.nextDouble() < (rate > 120 ? 0.2 : 0.005) ? -503 : 5);
        FindMaxResult found = run.play();
        assertThat(found.status()).as("seed %d: %s", seed, levels(found)).isEqualTo(Status.FOUND);
        assertThat(found.level()).as("seed %d: %s", seed, levels(found)).isBetween(112L, 120L);
        assertThat(found.steps()).extracting(FindMaxResult.Step::outcome).contains(Outcome.HELD, Outcome.BROKE);
    }
}
