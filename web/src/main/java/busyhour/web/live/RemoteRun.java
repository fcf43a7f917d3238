package busyhour.web.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import busyhour.web.store.RunPictures;
import busyhour.web.store.Runs;

/**
 * A run that another process conducts, as it stands in the database. That process tells by a notice when there is a new picture; without
 * one it is looked for each {@value #LOOK_MS} ms. Each looking browser's thread reads for itself and for all: one at a time.
 */
final class RemoteRun implements Followed {

    private static final int OPEN_SECONDS = 12;
    private static final long LOOK_MS = 3_000;

    private final long id;
    private final RunPictures pictures;
    private final Runs runs;
    private final List<String> frames = new ArrayList<>();
    private Snapshot snapshot = new Snapshot(0, "PENDING", Summary.of("PENDING", (String) null), List.of(), 0, false);
    private long seenVersion = -1;
    private boolean told = true;

    RemoteRun(long id, RunPictures pictures, Runs runs) {
        this.id = id;
        this.pictures = pictures;
        this.runs = runs;
    }

    /** There is a new picture. */
    synchronized void tell() {
        told = true;
        notifyAll();
    }

    @Override
    public synchronized Snapshot awaitAfter(long version, long timeoutMs) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (snapshot.version() <= version) {
            if (told) {
                told = false;
                refresh();
                continue;
            }
            long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            if (leftMs <= 0) {
                break;
            }
            wait(Math.min(leftMs, LOOK_MS));
            told = true;
        }
        return snapshot;
    }

    private void refresh() {
        Optional<RunPictures.Picture> picture = pictures.get(id);
        Optional<Runs.Run> ended = picture.isPresent() ? Optional.empty() : runs.byId(id).filter(run -> !run.isUnfinished());
        if (picture.isEmpty() && ended.isEmpty() || picture.isPresent() && picture.get().version() == seenVersion) {
            return;
        }
        seenVersion = picture.map(RunPictures.Picture::version).orElse(-1L);
        int from = Math.max(0, frames.size() - OPEN_SECONDS);
        List<String> fresh = pictures.secondsFrom(id, from);
        frames.subList(from, frames.size()).clear();
        frames.addAll(fresh);
        String status = picture.map(RunPictures.Picture::status).orElseGet(() -> ended.orElseThrow().status());
        String summary = picture.map(RunPictures.Picture::summary).orElseGet(() -> Summary.of(status, ended.orElseThrow().result()));
        snapshot = new Snapshot(snapshot.version() + 1, status, summary, frames, from, ended.isPresent());
        notifyAll();
    }

    synchronized boolean isOver() {
        return snapshot.ended();
    }
}
