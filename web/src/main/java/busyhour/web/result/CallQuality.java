package busyhour.web.result;

import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Kind;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.Metric;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;

/**
 * What the media of calls came to, over whole calls: each end of a call that is ours counts with what it received. Single-threaded.
 */
final class CallQuality {
    /** Below it some users are dissatisfied (ITU-T G.107 Annex B, R of about 70). */
    static final double FAIR_MOS = 3.5;

    private static final Metric TALK_RATIO = metric("talk_ratio", "ratio", 0, 10_000);
    private static final Metric GREETING = metric("time_to_greeting_ms", "ms", 0, 10);
    private static final Metric SCORE = metric("media_score", "0-100", 0, 100);

    private static final Slot MOS = MetricCatalogue.instance().require("mos", Media.AUDIO, Direction.RECV);

    private final SlotHistogram mos = new SlotHistogram(MOS.metric());
    private final SlotHistogram talkRatio = new SlotHistogram(TALK_RATIO);
    private final SlotHistogram greeting = new SlotHistogram(GREETING);
    private final SlotHistogram score = new SlotHistogram(SCORE);
    private long belowFair;

    private static Metric metric(String key, String unit, double offset, double scale) {
        return new Metric(-1, key, unit, "call", Direction.CALL, Media.ANY, Kind.ONE_SHOT, offset, scale, "");
    }

    /** A gauge over a whole call. */
    void addScore(Slot slot, double value) {
        if (slot == MOS) {
            mos.record(value);
            belowFair += value < FAIR_MOS ? 1 : 0;
        }
    }

    /** @param media of a call that is over. */
    void add(CallMedia media) {
        talkRatio.record(media.talkRatio());
        greeting.record(media.timeToGreetingMs());
    }

    void add(MediaCheck check) {
        score.record(check.score());
    }

    RunResult.CallQuality result() {
        return new RunResult.CallQuality(statistics(mos), mos.count() == 0 ? Double.NaN : 100.0 * belowFair / mos.count(),
                statistics(talkRatio), statistics(greeting), statistics(score));
    }

    private static Statistics statistics(SlotHistogram histogram) {
        return histogram.count() == 0 ? null : histogram.statistics(false);
    }
}
