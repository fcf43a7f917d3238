package busyhour.web.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import busyhour.web.result.ResultJson;
import busyhour.web.result.RunAggregates;
import busyhour.web.result.SeriesPoint;
import busyhour.web.store.RunSeconds;
import com.fasterxml.jackson.databind.JsonNode;

/** One run that goes on. {@link #refresh} by the thread of {@link LiveRuns}, the rest by any. */
public final class LiveRun implements Followed {

    /** Samples of a second may come this much later than the newest; older seconds no longer change. */
    private static final int OPEN_SECONDS = 12;
    private static final long RESULT_LASTS_NS = 500_000_000L;

    private final long id;
    private final RunAggregates aggregates;
    private final RunSeconds store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> frames = new ArrayList<>();
    private final Map<Integer, String> unsaved = new LinkedHashMap<>();
    private Snapshot snapshot = new Snapshot(0, "PENDING", Summary.of("PENDING", (String) null), List.of(), 0, false);
    private volatile String status = "PENDING";
    private final Object makingResult = new Object();
    private volatile Shown shown;

    /** The figures as they were when somebody asked last. */
    private record Shown(JsonNode result, long atNs) {
    }

    LiveRun(long id, RunAggregates aggregates, RunSeconds store) {
        this.id = id;
        this.aggregates = aggregates;
        this.store = store;
    }

    public long id() {
        return id;
    }

    /** The figures so far. */
    public RunAggregates aggregates() {
        return aggregates;
    }

    /** What {@code busyhour run --json} would write now, at most half a second old: to make it takes milliseconds, and many may ask. */
    public JsonNode result() {
        Shown last = shown;
        if (last != null && System.nanoTime() - last.atNs < RESULT_LASTS_NS) {
            return last.result;
        }
        synchronized (makingResult) {
            last = shown;
            if (last == null || System.nanoTime() - last.atNs >= RESULT_LASTS_NS) {
                last = new Shown(ResultJson.tree(aggregates.result()), System.nanoTime());
                shown = last;
            }
            return last.result;
        }
    }

    public void status(String itsStatus) {
        status = itsStatus;
    }

    public Snapshot snapshot() {
        lock.lock();
        try {
            return snapshot;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Snapshot awaitAfter(long version, long timeoutMs) throws InterruptedException {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        lock.lockInterruptibly();
        try {
            while (snapshot.version() <= version && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
            return snapshot;
        } finally {
            lock.unlock();
        }
    }

    /** Makes the next snapshot and stores the seconds that it changed. */
    void refresh(boolean last) {
        List<SeriesPoint> seconds = aggregates.series();
        int first = Math.max(0, Math.min(frames.size(), seconds.size()) - (last ? seconds.size() : OPEN_SECONDS));
        int firstChange = seconds.size();
        for (int i = first; i < seconds.size(); i++) {
            String frame = Frame.json(seconds.get(i));
            if (i >= frames.size()) {
                frames.add(frame);
            } else if (frames.get(i).equals(frame)) {
                continue;
            } else {
                frames.set(i, frame);
            }
            unsaved.put(i, frame);
            firstChange = Math.min(firstChange, i);
        }
        String summary = Summary.of(status, aggregates.preparation(), aggregates.result());
        publish(new Snapshot(snapshot().version() + 1, status, summary, frames, firstChange, last));
        store.put(id, unsaved);
        unsaved.clear(); // what the database did not take waits for the next time
    }

    private void publish(Snapshot next) {
        lock.lock();
        try {
            snapshot = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
