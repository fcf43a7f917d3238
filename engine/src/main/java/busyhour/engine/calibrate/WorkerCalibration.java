package busyhour.engine.calibrate;

import busyhour.ipc.link.CalibrationReport;
import busyhour.ipc.run.CalibrationState;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a platform had this worker measure last.
 *
 * <pre>
 *   --ask--> RUNNING --the measurement is over--> DONE
 *      |        +--it failed, took too long, a run came--> FAILED
 *      +--a run is being played, or it cannot begin------> FAILED
 * </pre>
 *
 * A run goes before: whoever dealt it did not know of the calibration yet. Each change is reported, and heartbeats repeat it. The worker's
 * thread, but for {@link #isUnderWay}.
 */
public final class WorkerCalibration {

    /** The command promises three minutes; before its first use it makes its start-up caches. */
    static final long LIMIT_NS = TimeUnit.MINUTES.toNanos(5);
    private static final Logger LOG = LoggerFactory.getLogger(WorkerCalibration.class);

    private final Measurement.Begin begin;
    private final Runnable onMeasured;
    private Consumer<CalibrationReport> reports = report -> { };
    private CalibrationReport last;
    private volatile Measurement measurement;
    private long startedNs;

    WorkerCalibration(final Measurement.Begin begin, final Integer measured, final Runnable onMeasured) {
        this.begin = begin;
        this.onMeasured = onMeasured;
        this.last = CalibrationReport.none(measured);
    }

    /**
     * @param command    that measures.
     * @param measured   endpoints by an earlier one on this host, null = there was none.
     * @param onMeasured called when another number was found and written.
     */
    public WorkerCalibration(final CalibrationCommand command, final Integer measured, final Runnable onMeasured) {
        this(() -> CalibrationProcess.begin(command), measured, onMeasured);
    }

    /** Of a worker whose platform does not ask: a local run's. */
    public static WorkerCalibration none() {
        return new WorkerCalibration(() -> {
            throw new IOException("this worker does not measure its host");
        }, null, () -> { });
    }

    /** Who hears of it. Hears at once how it stands. */
    public void reports(final Consumer<CalibrationReport> listener) {
        reports = listener;
        listener.accept(last);
    }

    /** Whether the host is being measured. Any thread. */
    public boolean isUnderWay() {
        return measurement != null;
    }

    /**
     * A platform asks.
     *
     * @param id   number of the request; the same again is the same request, another one takes over what is going on.
     * @param busy whether runs are being played.
     */
    public void ask(final long id, final boolean busy, final long nowNs) {
        if (id == last.id()) {
            return;
        }
        if (measurement != null) {
            report(id, CalibrationState.RUNNING, last.measured(), "");
        } else if (busy) {
            report(id, CalibrationState.FAILED, last.measured(), "the worker plays a run");
        } else {
            begin(id, nowNs);
        }
    }

    private void begin(final long id, final long nowNs) {
        try {
            measurement = begin.begin();
            startedNs = nowNs;
            LOG.info("the platform has this host measured");
            report(id, CalibrationState.RUNNING, last.measured(), "");
        } catch (final IOException e) {
            LOG.warn("this host is not measured, which the platform asked for: {}", e.getMessage());
            report(id, CalibrationState.FAILED, last.measured(), e.getMessage());
        }
    }

    /** Looks whether it is over. @return how much there was to do. */
    public int poll(final long nowNs) {
        if (measurement == null) {
            return 0;
        }
        final Measurement.Outcome outcome = measurement.poll();
        if (outcome == null) {
            if (nowNs - startedNs > LIMIT_NS) {
                giveWay("it was not over after " + TimeUnit.NANOSECONDS.toSeconds(LIMIT_NS) + " s");
            }
            return 0;
        }
        measurement = null;
        if (outcome.endpoints() == null) {
            LOG.warn("the calibration failed: {}", outcome.message());
            report(last.id(), CalibrationState.FAILED, last.measured(), outcome.message());
        } else {
            LOG.info("calibrated: {}", outcome.message());
            onMeasured.run();
            report(last.id(), CalibrationState.DONE, outcome.endpoints(), outcome.message());
        }
        return 1;
    }

    /** Ends what is going on, for something that goes before. */
    public void giveWay(final String why) {
        final Measurement current = measurement;
        if (current != null) {
            current.end();
            measurement = null;
            LOG.warn("the calibration was ended: {}", why);
            report(last.id(), CalibrationState.FAILED, last.measured(), why);
        }
    }

    private void report(final long id, final CalibrationState state, final Integer measured, final String message) {
        last = new CalibrationReport(id, state, measured, message);
        reports.accept(last);
    }
}
