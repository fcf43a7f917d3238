package busyhour.engine.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.link.CalibrationReport;
import busyhour.ipc.run.CalibrationState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerCalibrationTest implements Measurement {

    private final List<String> events = new ArrayList<>();
    private final List<CalibrationReport> reports = new ArrayList<>();
    private String fault;
    private Outcome outcome;
    private long nowNs = Long.MAX_VALUE - 1; // the clock wraps in the middle

    private final WorkerCalibration calibration = new WorkerCalibration(this::begin, 2_000, () -> events.add("measured"));

    @BeforeEach
    void listen() {
        calibration.reports(reports::add);
        assertThat(reports).containsExactly(CalibrationReport.none(2_000));
        reports.clear();
    }

    private Measurement begin() throws IOException {
        if (fault != null) {
            throw new IOException(fault);
        }
        events.add("begin");
        return this;
    }

    @Override
    public Outcome poll() {
        return outcome;
    }

    @Override
    public void end() {
        events.add("end");
    }

    private static CalibrationReport report(final long id, final CalibrationState state, final int measured, final String message) {
        return new CalibrationReport(id, state, measured, message);
    }

    @Test
    void shouldReportWhatItFoundOnce() {
        calibration.ask(7, false, nowNs);
        calibration.ask(7, false, nowNs);
        assertThat(calibration.isUnderWay()).isTrue();
        assertThat(calibration.poll(nowNs + 1)).isZero();
        outcome = new Outcome(4_200, "4,200 endpoints");
        assertThat(calibration.poll(nowNs + 2)).isEqualTo(1);
        calibration.poll(nowNs + 3);
        calibration.ask(7, false, nowNs + 4);
        assertThat(events).containsExactly("begin", "measured");
        assertThat(reports).containsExactly(report(7, CalibrationState.RUNNING, 2_000, ""), report(7, CalibrationState.DONE, 4_200, "4,200 endpoints"));
        assertThat(calibration.isUnderWay()).isFalse();
        outcome = null;
        calibration.ask(8, false, nowNs + 5);
        assertThat(reports).last().isEqualTo(report(8, CalibrationState.RUNNING, 4_200, ""));
    }

    @Test
    void shouldKeepWhatItKnewWhenItFails() {
        fault = "no such command";
        calibration.ask(1, false, nowNs);
        fault = null;
        calibration.ask(2, true, nowNs);
        calibration.ask(3, false, nowNs);
        outcome = Outcome.failed("exit code 4");
        calibration.poll(nowNs);
        assertThat(reports).containsExactly(report(1, CalibrationState.FAILED, 2_000, "no such command"), report(2, CalibrationState.FAILED, 2_000, "the worker plays a run"),
                report(3, CalibrationState.RUNNING, 2_000, ""), report(3, CalibrationState.FAILED, 2_000, "exit code 4"));
        assertThat(events).as("nothing new is known").containsExactly("begin");
    }

    @Test
    void shouldEndItForARunAndNotTwice() {
        calibration.giveWay("nothing is going on");
        assertThat(reports).isEmpty();
        calibration.ask(1, false, nowNs);
        calibration.giveWay("a run came");
        calibration.giveWay("another run came");
        outcome = new Outcome(1, "too late");
        calibration.poll(nowNs);
        assertThat(events).containsExactly("begin", "end");
        assertThat(reports).containsExactly(report(1, CalibrationState.RUNNING, 2_000, ""), report(1, CalibrationState.FAILED, 2_000, "a run came"));
    }

    @Test
    void shouldEndWhatTakesTooLong() {
        calibration.ask(1, false, nowNs);
        calibration.poll(nowNs + WorkerCalibration.LIMIT_NS);
        assertThat(calibration.isUnderWay()).isTrue();
        calibration.poll(nowNs + WorkerCalibration.LIMIT_NS + 1);
        assertThat(calibration.isUnderWay()).isFalse();
        assertThat(events).containsExactly("begin", "end");
        assertThat(reports).last().isEqualTo(report(1, CalibrationState.FAILED, 2_000, "it was not over after 300 s"));
    }

    @Test
    void shouldLetAnotherRequestTakeOverWhatIsGoingOn() {
        calibration.ask(1, false, nowNs);
        calibration.ask(2, false, nowNs);
        outcome = new Outcome(10, "ten");
        calibration.poll(nowNs);
        assertThat(events).containsExactly("begin", "measured");
        assertThat(reports).containsExactly(report(1, CalibrationState.RUNNING, 2_000, ""), report(2, CalibrationState.RUNNING, 2_000, ""),
                report(2, CalibrationState.DONE, 10, "ten"));
    }

    @Test
    void shouldFailWhereNoPlatformAsks() {
        final WorkerCalibration none = WorkerCalibration.none();
        none.reports(reports::add);
        none.ask(1, false, nowNs);
        assertThat(reports).last().isEqualTo(new CalibrationReport(1, CalibrationState.FAILED, null, "this worker does not measure its host"));
    }
}
