package busyhour.web.live;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.javalin.http.sse.SseClient;

/**
 * Sends snapshots to one browser as server-sent events: {@code seconds} (frames that are new or changed, all of them at first),
 * {@code summary} each time, {@code end} when nothing more comes. A line of comment every {@value #SILENCE_MS} ms keeps proxies awake.
 */
public final class EventStream implements AutoCloseable {

    private static final long SILENCE_MS = 15_000;

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("event-stream-", 0).factory());

    /** Follows a run until it ends or the browser leaves. */
    public void follow(SseClient client, LiveRun run) {
        follow(client, (Followed) run);
    }

    /** The same for a run that another process conducts. */
    public void follow(SseClient client, LiveRuns runs, long runId) {
        follow(client, runs.elsewhere(runId));
    }

    private void follow(SseClient client, Followed run) {
        client.keepAlive();
        Thread[] thread = new Thread[1];
        client.onClose(() -> {
            if (thread[0] != null) {
                thread[0].interrupt();
            }
        });
        threads.execute(() -> {
            thread[0] = Thread.currentThread();
            send(client, run);
        });
    }

    /** Sends all of a run that has ended, and its end. */
    public static void replay(SseClient client, List<String> frames, String status, String result) {
        client.sendEvent("seconds", Snapshot.array(Snapshot.downsampled(frames)));
        client.sendEvent("summary", Summary.of(status, result));
        client.sendEvent("end", "{}");
        client.close();
    }

    private static void send(SseClient client, Followed run) {
        try (client) {
            long version = 0;
            int sent = 0;
            while (!client.terminated()) {
                Snapshot snapshot = run.awaitAfter(version, SILENCE_MS);
                if (snapshot.version() == version) {
                    client.sendComment("");
                    continue;
                }
                // A browser that missed snapshots may have missed changes of the last seconds: send those again.
                boolean missed = snapshot.version() != version + 1;
                int from = sent == 0 ? 0 : Math.min(snapshot.changed(), missed ? Math.max(0, sent - 30) : sent);
                List<String> fresh = snapshot.frames().subList(Math.min(from, snapshot.frames().size()), snapshot.frames().size());
                client.sendEvent("seconds", Snapshot.array(sent == 0 ? Snapshot.downsampled(fresh) : fresh));
                client.sendEvent("summary", snapshot.summary());
                if (snapshot.ended()) {
                    client.sendEvent("end", "{}");
                    return;
                }
                version = snapshot.version();
                sent = snapshot.frames().size();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the browser left
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
