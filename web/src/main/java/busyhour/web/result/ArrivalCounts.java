package busyhour.web.result;

import busyhour.ipc.histogram.BucketHistogram;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.run.DropReason;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the calls of a run or group arrived: what the plan wanted, what was begun and how late, what was not and why. Only events that
 * count. Single-threaded.
 *
 * <p>A rate is over the time between the first and the last of its calls, so that n calls a second apart are 1/s whatever n is.
 */
final class ArrivalCounts {
    private static final double NS = 1e9;

    private final Map<DropReason, Long> reasons = new EnumMap<>(DropReason.class);
    private final BucketHistogram delayNs = new BucketHistogram();
    private final Span offeredAt = new Span();
    private final Span startedAt = new Span();
    private long answered;
    private long failed;
    private long dropped;

    /** From the first to the last of some calls. */
    private static final class Span {
        private long count;
        private long firstNs = Long.MAX_VALUE;
        private long lastNs = Long.MIN_VALUE;

        void add(long atNs) {
            count++;
            firstNs = Math.min(firstNs, atNs);
            lastNs = Math.max(lastNs, atNs);
        }

        double perSecond() {
            return lastNs > firstNs ? (count - 1) * NS / (lastNs - firstNs) : Double.NaN;
        }
    }

    /** @param wasAnswered whether it ends a call that was answered. */
    void onEvent(CallEvent event, boolean wasAnswered) {
        switch (event.kind()) {
            case OFFERED -> offeredAt.add(event.intendedNs());
            case STARTED -> {
                startedAt.add(event.timeNs());
                if (event.caller()) {
                    delayNs.record(Math.max(0, event.timeNs() - event.intendedNs()));
                }
            }
            case DROPPED -> {
                dropped++;
                if (event.dropReason() != null) {
                    reasons.merge(event.dropReason(), 1L, Long::sum);
                }
            }
            case ANSWERED -> answered++;
            case ENDED -> failed += wasAnswered ? 0 : 1;
            default -> { }
        }
    }

    RunResult.Arrivals arrivals() {
        Map<String, Long> named = new LinkedHashMap<>();
        reasons.forEach((reason, count) -> named.put(reason.word(), count));
        boolean timed = delayNs.count() > 0;
        return new RunResult.Arrivals(Math.max(offeredAt.count, startedAt.count), startedAt.count, answered, failed, dropped, named,
                offeredAt.perSecond(), startedAt.perSecond(), timed ? delayNs.percentile(50) / 1e6 : Double.NaN,
                timed ? delayNs.percentile(99) / 1e6 : Double.NaN, timed ? delayNs.max() / 1e6 : Double.NaN);
    }
}
