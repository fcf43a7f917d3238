package busyhour.web.fleet;

import java.util.HashSet;
import java.util.Set;

import busyhour.ipc.link.PlatformLink;

/**
 * Takes a run that several workers play through its steps. Says again every few seconds what a worker may have missed while its link was
 * away: hearing it twice does it no harm. One thread.
 */
final class SharedRun {

    private static final long AGAIN_MS = 3_000;

    private final ActiveRun run;
    private final PlatformLink link;
    private final Set<Integer> started = new HashSet<>();
    private boolean begun;
    private boolean stopping;
    private boolean registrarEnded;
    private long saidMs;

    SharedRun(ActiveRun run, PlatformLink link) {
        this.run = run;
        this.link = link;
    }

    /** Does what is due. */
    void tick(long nowMs) {
        boolean again = nowMs - saidMs >= AGAIN_MS;
        if (again) {
            saidMs = nowMs;
        }
        PartProgress progress = run.progress;
        run.parts.stream().filter(part -> part.state() == RunPart.State.ASSIGNED && progress.isPrepared(part)).forEach(part -> part.state(RunPart.State.PREPARED));
        if ((!begun || again) && progress.mayBegin()) {
            begun = true;
            run.parts.stream().filter(part -> !part.isOver() && part.state() != RunPart.State.RUNNING)
                    .forEach(part -> link.beginRun(part.worker(), run.id, progress.addresses()));
        }
        for (int group : progress.mayStart()) {
            if (started.add(group) || again) {
                run.parts.stream().filter(part -> !part.isOver()).forEach(part -> link.releaseGroup(part.worker(), run.id, group));
            }
        }
        if (begun && !stopping && (progress.areCallersFinished() || run.aggregates.isInterrupted() || run.stopping)) {
            stopping = true;
            again = true;
        }
        if (stopping && again) {
            run.parts.stream().filter(part -> !part.isOver()).forEach(part -> link.stopRun(part.worker(), run.id, true));
        }
        if (stopping && !registrarEnded) {
            endRegistrar();
        }
    }

    /** Whether the workers were told to begin. */
    boolean isBegun() {
        return begun;
    }

    /** The worker with the registrar waits some seconds for the others to unregister; when they are done it need not. */
    private void endRegistrar() {
        for (RunPart part : run.parts) {
            boolean alone = run.parts.stream().allMatch(other -> other == part || other.isOver());
            if (part.hasRegistrar() && !part.isOver() && alone && run.aggregates.areClosed(run.endpointsOf(part))) {
                registrarEnded = true;
                link.stopRun(part.worker(), run.id, false);
            }
        }
    }
}
