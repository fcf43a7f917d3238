package busyhour.web.result;

import busyhour.ipc.message.CallEvent;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.run.EndpointPhase;

/** All that is summed up for the run or for one group. Single-threaded. */
final class Scope {
    final ScopeAggregates values;
    final CallQuality calls = new CallQuality();
    final Series series;

    /** @param last final values of all endpoints of the run; this scope looks at {@code size} of them. */
    Scope(LastValues last, int firstEndpoint, int size) {
        values = new ScopeAggregates(last, firstEndpoint, firstEndpoint + size);
        series = new Series(size);
    }

    /** A gauge of one second or a one-shot of one call. */
    void record(Slot slot, int second, double value) {
        values.record(slot, value);
        Series.Second at = series.at(second);
        if (at != null) {
            at.add(slot, value);
        }
    }

    void onPhase(int second, EndpointPhase before, EndpointPhase phase) {
        Series.Second at = series.at(second);
        if (at != null) {
            at.phaseChanges[before.ordinal()]--;
            at.phaseChanges[phase.ordinal()]++;
        }
    }

    /**
     * A call moved on.
     *
     * @param wasAnswered whether it ends a call that was answered.
     * @param setupMs     since it was started, NaN where that does not count.
     */
    void onCall(CallEvent event, int second, boolean wasAnswered, double setupMs) {
        Series.Second at = series.at(second);
        if (at == null) {
            return;
        }
        switch (event.kind()) {
            case STARTED -> at.started++;
            case ANSWERED -> {
                at.answered++;
                at.concurrentChange++;
                if (!Double.isNaN(setupMs)) {
                    at.setup.add(setupMs);
                }
            }
            case ENDED -> {
                at.concurrentChange -= wasAnswered ? 1 : 0;
                at.failed += wasAnswered ? 0 : 1;
            }
            default -> { }
        }
    }
}
