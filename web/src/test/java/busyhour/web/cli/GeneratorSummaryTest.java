package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.web.result.RunResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratorSummaryTest {
    private static final RunResult.Lateness LATENESS = new RunResult.Lateness(6, 1_530, 2_000, 2_500);

    private static RunResult.Engine engine(List<RunResult.Shard> shards, List<RunResult.Limit> limits, List<RunResult.Limit> warnings) {
        return new RunResult.Engine(shards.size(), 2, 0.31, 100, 1_000, 1_000, LATENESS, 300, 0, 900, 0.25, 0, 12, 0, 0,
                new RunResult.Health(0.002, Double.NaN, 0, 0, 0, shards, limits, warnings));
    }

    private static RunResult.Shard shard(int number, int core) {
        return new RunResult.Shard("local", number, core, 0.31, LATENESS, 300, 0.002, Double.NaN);
    }

    @Test
    void shouldSayInTwoLinesThatAllIsWell() {
        assertThat(GeneratorSummary.lines(engine(List.of(shard(0, -1)), List.of(), List.of()), Map.of("readiness", "notes"))).containsExactly(
                new GeneratorSummary.Line("generator", "31 % busy, send lateness p99 1530 us, p99.9 2000, max 2500 us, 0 kernel drops"),
                new GeneratorSummary.Line("", "longest duty cycle 300 us, GC pause 0.25 ms, steal 0.2 %, core wait -, publisher lag 12 ms"));
    }

    @Test
    void shouldSayWhichLimitWasPassedAndWhatToDo() {
        List<GeneratorSummary.Line> lines = GeneratorSummary.lines(engine(List.of(shard(0, 2), shard(1, -1)),
                List.of(new RunResult.Limit("sendLatenessUs.p99", 1_530, 1_000, "pin the shard")),
                List.of(new RunResult.Limit("stealRatio", 0.024, 0.01, "ask for dedicated cores"))), Map.of());
        assertThat(lines.getFirst().text()).endsWith("it was the limit: this result does not count");
        assertThat(lines.subList(2, lines.size())).containsExactly(
                new GeneratorSummary.Line("", "by shard   0 on core 2: 31 % busy, p99 1530 us   1: 31 % busy, p99 1530 us"),
                new GeneratorSummary.Line("over limit", "send lateness p99 1530 us (at most 1000): pin the shard"),
                new GeneratorSummary.Line("warning", "hypervisor took 2.4 % of a shard's core: ask for dedicated cores"));
    }

    @Test
    void shouldPassOnWhatAWorkerNoticedWithoutCallingItAWarning() {
        List<GeneratorSummary.Line> lines = GeneratorSummary.lines(engine(List.of(shard(0, -1)), List.of(), List.of()),
                Map.of("readiness", "epoll (BPF_MAP_CREATE array EPERM (not permitted))", "notices", "epoll tells what came\nand another"));
        assertThat(lines.subList(2, lines.size())).containsExactly(
                new GeneratorSummary.Line("note", "epoll tells what came"), new GeneratorSummary.Line("note", "and another"));
    }
}
