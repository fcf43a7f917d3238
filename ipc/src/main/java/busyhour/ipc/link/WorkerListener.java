package busyhour.ipc.link;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Load;
import busyhour.ipc.run.RefusalCode;
import java.util.List;

/** What a worker is told. Called by the thread that polls the {@link WorkerLink}: hand over and return at once. */
public interface WorkerListener {
    /** Play this. May come again for a run that is in progress, after a platform's restart: then do nothing. */
    void onStartRun(Assignment assignment);

    /** An assignment came that cannot be read, by the fault of either version; the platform wants to hear of it. */
    default void onFaultyStartRun(final long runId, final String reason) {
    }

    /**
     * End a run.
     *
     * @param graceful with BYEs answered; else at once.
     */
    void onStopRun(long runId, boolean graceful);

    /**
     * From now on a group of a run calls so much.
     *
     * @param group index of the group in the assignment.
     */
    default void onSetLoad(final long runId, final int group, final Load load) {
    }

    /**
     * All workers of a run are prepared. May come again.
     *
     * @param parts where what the others have answers, and the built-in registrar.
     */
    default void onBeginRun(final long runId, final List<PartAddress> parts) {
    }

    /**
     * The callers of a group start, everywhere. May come again.
     *
     * @param group index of the group in the assignment.
     */
    default void onReleaseGroup(final long runId, final int group) {
    }

    /**
     * Measure what this host carries, and tell by {@link WorkerLink#calibration}. May come again.
     *
     * @param calibration its number.
     */
    default void onCalibrate(final long calibration) {
    }

    /** The platform is there, or there again. */
    default void onConnected() {
    }

    /** The platform has not been heard of for too long. Runs go on; what they measure is journaled. */
    default void onDisconnected(final String reason) {
    }

    /** The platform does not want this worker; the link tries again every few seconds. */
    default void onRefused(final RefusalCode code, final String reason) {
    }

    /** The platform let this worker in anew; the link is opened with that. */
    default void onGranted(final LinkGrant grant) {
    }
}
