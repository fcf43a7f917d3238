package busyhour.web.cli;

import busyhour.web.result.Numbers;
import busyhour.web.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a run's end says of the generator: how it did, each limit that it passed, and what to do about it. */
final class GeneratorSummary {
    private static final int WORTH_TELLING = 2;
    private static final String NONE = "";
    /** Fact in which a worker tells what could be better and spoils nothing, a line each. */
    private static final String NOTICES = "notices";

    private GeneratorSummary() {
    }

    record Line(String label, String text) {
    }

    /** @param producedBy what the workers told of themselves. */
    static List<Line> lines(RunResult.Engine engine, Map<String, String> producedBy) {
        RunResult.Health health = engine.health();
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("generator", Math.round(engine.shardBusyRatio() * 100) + " % busy, send lateness p99 "
                + Numbers.plain(engine.lateness().p99Us()) + " us, p99.9 " + Numbers.plain(engine.lateness().p999Us()) + ", max "
                + Numbers.plain(engine.lateness().maxUs()) + " us, " + engine.kernelDrops() + " kernel drops" + (engine.overloaded()
                        ? Terminal.red("   it was the limit: this result does not count") : NONE)));
        lines.add(new Line(NONE, "longest duty cycle " + Numbers.plain(engine.dutyCycleMaxUs()) + " us, GC pause "
                + Numbers.plain(engine.gcPauseMaxMs()) + " ms, steal " + percent(health.stealRatio()) + ", core wait "
                + percent(health.coreWaitRatio()) + ", publisher lag " + Numbers.plain(engine.publisherLagMs()) + " ms"));
        if (health.shards().size() >= WORTH_TELLING) {
            lines.add(new Line(NONE, "by shard   " + String.join("   ", health.shards().stream().map(GeneratorSummary::shard).toList())));
        }
        health.limits().forEach(limit -> lines.add(new Line("over limit", Terminal.red(limit.words()) + ": " + limit.advice())));
        health.warnings().forEach(limit -> lines.add(new Line("warning", limit.words() + ": " + limit.advice())));
        producedBy.getOrDefault(NOTICES, NONE).lines().forEach(notice -> lines.add(new Line("note", notice)));
        return lines;
    }

    private static String shard(RunResult.Shard shard) {
        return shard.shard() + (shard.core() < 0 ? NONE : " on core " + shard.core()) + ": " + percent(shard.busyRatio()) + " busy, p99 "
                + Numbers.plain(shard.lateness().p99Us()) + " us";
    }

    private static String percent(double ratio) {
        return Double.isNaN(ratio) ? "-" : Numbers.plain(Math.rint(ratio * 1_000) / 10) + " %";
    }
}
