package busyhour.web.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import busyhour.web.store.Database;
import busyhour.web.store.Notices;
import busyhour.web.store.RunPictures;
import busyhour.web.store.Runs;

/** Runs of other processes that somebody looks at here. Any thread. */
final class RemoteRuns {

    static final String TOPIC = "live";
    private static final int MAX_RUNS = 256;

    private final RunPictures pictures;
    private final Runs runs;
    private final Map<Long, RemoteRun> byId = new ConcurrentHashMap<>();

    RemoteRuns(Database database, Notices notices) {
        this.pictures = new RunPictures(database);
        this.runs = new Runs(database);
        notices.on(TOPIC, this::tell);
    }

    private void tell(String id) {
        RemoteRun run = byId.get(Long.parseLong(id));
        if (run != null) {
            run.tell();
        }
    }

    RemoteRun of(long runId) {
        if (byId.size() >= MAX_RUNS) {
            byId.values().removeIf(RemoteRun::isOver);
        }
        return byId.computeIfAbsent(runId, id -> new RemoteRun(id, pictures, runs));
    }
}
