package busyhour.web.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineLimitsTest {
    private static final int SECONDS = 10;

    private final Records records = Records.of();

    @BeforeEach
    void shouldStartWithOneLongCall() {
        records.answeredCall(2, 0, 0, 0, 20 * Records.S); // steady from second 2 on
    }

    @Test
    void shouldSayNothingOfAHealthyGenerator() {
        for (int second = 0; second < SECONDS; second++) {
            records.engine(0, second, 0.8, 900_000, 100, 1);
            records.worker(second, Records.MS, Records.S, 0, Records.S / 1_000, 0);
        }
        RunResult.Engine engine = records.aggregates.result().engine();
        assertThat(engine.health().limits()).isEmpty();
        assertThat(engine.health().warnings()).isEmpty();
        assertThat(engine.overloaded()).isFalse();
        assertThat(engine.health().stealRatio()).isCloseTo(0.001, within(1e-9));
    }

    @Test
    void shouldSayWhichLimitsWerePassedAndWhatToDo() {
        for (int second = 0; second < SECONDS; second++) {
            records.engine(0, second, 0.9, 2_000_000, 100, 1, second == 0 ? 7 : 0);
        }
        records.aggregates.produced(Map.of("allowedCores", "0-3"));
        RunResult.Engine engine = records.aggregates.result().engine();
        assertThat(engine.overloaded()).isTrue();
        List<RunResult.Limit> limits = engine.health().limits();
        assertThat(limits).extracting(RunResult.Limit::limit).containsExactly("shardBusyRatio", "sendLatenessUs.p99", "kernelDrops");
        assertThat(limits).extracting(RunResult.Limit::allowed).containsExactly(0.8, 1_000.0, 0.0);
        assertThat(limits.get(0).value()).isCloseTo(0.9, within(1e-9));
        assertThat(limits.get(2).value()).isEqualTo(7);
        assertThat(limits.get(0).words()).isEqualTo("busiest shard 90 % busy (at most 80 %)");
        assertThat(limits.get(0).advice()).contains("--cores 0-3", "1 of 4");
        assertThat(limits.get(1).advice()).as("not all once more").isEqualTo("it follows from the busy shard");
    }

    @Test
    void shouldNotAdviseCoresThatTheHostDoesNotHave() {
        for (int second = 0; second < SECONDS; second++) {
            records.engine(0, second, 0.9, 1_000, 100, 1);
        }
        records.aggregates.produced(Map.of("allowedCores", "5"));
        assertThat(records.aggregates.result().engine().health().limits().get(0).advice())
                .contains("no core left", "fewer endpoints").doesNotContain("--cores");
    }

    @Test
    void shouldBlameWhoTookTheCoreForLateness() {
        for (int second = 0; second < SECONDS; second++) {
            records.engine(0, second, 0.3, 2_000_000, 100, 1);
            records.worker(second, 0, 0, 0, Records.S / 20, Records.S / 50);
        }
        RunResult.Health health = records.aggregates.result().engine().health();
        assertThat(health.limits()).singleElement().satisfies(limit -> assertThat(limit.advice()).contains("5.0 %", "hypervisor"));
        assertThat(health.warnings()).extracting(RunResult.Limit::limit).containsExactly("stealRatio", "coreWaitRatio");
        assertThat(health.coreWaitRatio()).isCloseTo(0.02, within(1e-9));
    }

    @Test
    void shouldBlameNeighboursThatTookMore() {
        for (int second = 0; second < SECONDS; second++) {
            records.engine(0, second, 2_000_000, 100, 0);
            records.worker(second, 0, 0, 0, Records.S / 50, Records.S / 20);
        }
        RunResult.Health health = records.aggregates.result().engine().health();
        assertThat(health.limits()).singleElement().satisfies(limit -> assertThat(limit.advice()).contains("5.0 %", "others ran", "isolate"));
    }

    @Test
    void shouldCountPacketsNeverSentInTheSteadyPart() {
        records.engine(0, 0, 1_000, 1_000, 3);
        for (int second = 2; second < SECONDS; second++) {
            records.engine(0, second, 1_000, 1_000, second == 5 ? 4 : 0);
        }
        RunResult.Health health = records.aggregates.result().engine().health();
        assertThat(health.packetsSkipped()).isEqualTo(4);
        assertThat(health.limits()).extracting(RunResult.Limit::limit).containsExactly("packetsSkipped");
        assertThat(health.shards()).singleElement().satisfies(shard -> assertThat(shard.core()).isEqualTo(3));
    }

    @Test
    void shouldWarnOfWhatDidNotSpoilTheResult() {
        for (int second = 0; second < SECONDS; second++) {
            records.engine(0, second, 1_000, 100, 0);
            records.worker(second, second == 3 ? 4 * Records.MS : 0, second == 4 ? 3 * Records.S : 0, second, -1, -1);
        }
        RunResult.Engine engine = records.aggregates.result().engine();
        assertThat(engine.overloaded()).isFalse();
        assertThat(engine.health().stealRatio()).isNaN();
        assertThat(engine.health().recordsLost()).as("10 refused by the ring, 9 by the disk").isEqualTo(19);
        assertThat(engine.health().sendRefusals()).isEqualTo(20);
        assertThat(engine.health().warnings()).extracting(RunResult.Limit::limit)
                .containsExactly("gcPauseMaxMs", "publisherLagMs", "recordsLost");
        assertThat(engine.health().warnings()).extracting(RunResult.Limit::value).containsExactly(4.0, 3_000.0, 19.0);
    }

    @ParameterizedTest
    @CsvSource({"0-3,4", "'0-3,8',5", "7,1", "'',0", "x,0", ",0"})
    void shouldCountTheCoresOfAList(String list, int cores) {
        assertThat(EngineLimits.cores(list)).isEqualTo(cores);
    }
}
