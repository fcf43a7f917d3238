package busyhour.ipc.link;

import busyhour.ipc.run.CalibrationState;
import busyhour.ipc.run.RunStatus;
import busyhour.ipc.sbe.HeartbeatDecoder;
import java.util.ArrayList;
import java.util.List;

/** Reads heartbeats; what a worker of an earlier version does not say stays unknown. */
final class Heartbeats {
    private Heartbeats() {
    }

    static WorkerHeartbeat of(final String worker, final HeartbeatDecoder message) {
        final List<WorkerRun> runs = new ArrayList<>();
        final int capacity = message.capacity();
        final int cores = message.cores();
        final long refused = message.refusedFrames();
        final long journalBytes = message.journalBytes();
        final long publisherLagNs = message.publisherLagNs();
        final long calibration = message.calibration();
        final CalibrationState state = CalibrationState.of(message.calibrationState());
        final int measured = message.measuredCapacity();
        for (final HeartbeatDecoder.RunsDecoder run : message.runs()) {
            final RunStatus status = RunStatus.of(run.runStatus());
            if (status != null) {
                runs.add(new WorkerRun(run.run(), status, Math.max(0, run.endpoints())));
            }
        }
        final HostLoad host = new HostLoad(
                capacity == HeartbeatDecoder.capacityNullValue() ? null : Integer.valueOf(capacity),
                Math.max(0, cores),
                message.cpuPercent(), message.memoryUsedBytes(), message.memoryLimitBytes(), message.udpDrops(), message.oomKills(),
                message.version());
        return new WorkerHeartbeat(worker, List.copyOf(runs), journalBytes, publisherLagNs, Math.max(0, refused), host,
                report(calibration, state, measured, message.calibrationMessage()));
    }

    private static CalibrationReport report(final long calibration, final CalibrationState state, final int measured, final String message) {
        final Integer endpoints = measured == HeartbeatDecoder.measuredCapacityNullValue() ? null : Integer.valueOf(Math.max(0, measured));
        return calibration == HeartbeatDecoder.calibrationNullValue() || state == null
                ? CalibrationReport.none(endpoints) : new CalibrationReport(calibration, state, endpoints, message);
    }
}
