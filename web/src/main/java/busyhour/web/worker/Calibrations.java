package busyhour.web.worker;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import busyhour.ipc.link.PlatformLink;
import busyhour.ipc.link.WorkerHeartbeat;
import busyhour.web.http.ApiException;
import busyhour.web.store.FaultLine;
import busyhour.web.store.Notices;
import busyhour.web.store.PublicId;
import busyhour.web.store.Secrets;
import busyhour.web.worker.CalibrationCourse.Become;
import busyhour.web.worker.CalibrationCourse.Open;
import busyhour.web.worker.CalibrationCourse.Stay;
import busyhour.web.worker.CalibrationCourse.Tell;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has workers measure their hosts. Whoever asks may ask any process: what is asked for stands in the database, and the process to which
 * the worker is linked hears of it by a notice, or sees it within a second.
 */
final class Calibrations {

    private static final String TOPIC = "calibrate";
    private static final long LOOK_MS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(Calibrations.class);

    private final CalibrationRows rows;
    private final Workers workers;
    private final Presence presence;
    private final Notices notices;
    private final ScheduledExecutorService thread;
    private final LongSupplier nowMs = () -> System.nanoTime() / 1_000_000;
    private final CalibrationCourse course = new CalibrationCourse(nowMs.getAsLong());

    /** @param thread that everything but {@link #ask} is done by. */
    Calibrations(CalibrationRows rows, Workers workers, Presence presence, Notices notices, ScheduledExecutorService thread) {
        this.rows = rows;
        this.workers = workers;
        this.presence = presence;
        this.notices = notices;
        this.thread = thread;
        notices.on(TOPIC, worker -> thread.execute(this::look));
        thread.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Has a worker measured that is there and plays nothing. Any thread.
     *
     * @throws ApiException 409 when it is not, or one is under way.
     */
    void ask(WorkerState worker) {
        if (worker.status() != WorkerStatus.ONLINE) {
            throw ApiException.conflict("the worker is " + worker.status() + ": only one that is ONLINE can be calibrated");
        }
        if (worker.isCalibrating()) {
            throw ApiException.conflict("a calibration of the worker is under way");
        }
        if (rows.isPlaying(worker)) {
            throw plays();
        }
        if (!rows.ask(worker, Secrets.newId())) {
            throw workers.byLinkName(worker.linkName()).filter(WorkerState::isCalibrating).isPresent()
                    ? ApiException.conflict("a calibration of the worker is under way") : plays();
        }
        notices.tell(TOPIC, worker.linkName());
    }

    private static ApiException plays() {
        return ApiException.conflict("the worker plays a run: drain it and wait, or stop the run");
    }

    private void look() {
        try {
            List<Open> all = rows.open();
            long now = nowMs.getAsLong();
            course.look(all, now);
            all.forEach(open -> move(open, now));
        } catch (RuntimeException e) {
            LOG.warn("calibrations are not looked after: {}", FaultLine.of(e));
        }
    }

    private void move(Open open, long now) {
        String linkName = PublicId.text(open.workerId());
        boolean here = presence.isHere(linkName); // before its word: a worker that comes has said nothing
        WorkerHeartbeat heartbeat = presence.heartbeat(linkName);
        switch (course.next(open, here, heartbeat == null ? null : heartbeat.calibration(), now)) {
            case Stay stay -> { }
            case Tell tell -> {
                PlatformLink link = workers.link();
                if (link != null) {
                    link.calibrate(linkName, open.id());
                }
            }
            case Become next -> {
                LOG.info("calibration of worker {}: {}{}", linkName, next.state(), next.message() == null ? "" : ", " + next.message());
                rows.become(open, next);
            }
        }
    }
}
