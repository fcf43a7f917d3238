package busyhour.ipc.link;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far the platform is with the runs of one worker, over its connections. Only so many are remembered; of an older one
 * the handler is asked again when the worker comes back with it. Polling thread only.
 */
final class WorkerRuns {
    private static final int REMEMBERED = 64;

    private final Map<Long, RunCursor> byRun = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<Long, RunCursor> eldest) {
            return size() > REMEMBERED;
        }
    };
    private RunCursor latest;

    /** @return null when the run did not ask to go on since this platform started. */
    RunCursor cursor(final long runId) {
        if (latest == null || latest.runId != runId) {
            latest = byRun.get(runId);
        }
        return latest;
    }

    void add(final RunCursor cursor) {
        byRun.put(cursor.runId, cursor);
        latest = cursor;
    }

    Collection<RunCursor> cursors() {
        return byRun.values();
    }
}
