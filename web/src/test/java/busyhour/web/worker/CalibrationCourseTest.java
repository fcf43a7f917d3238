package busyhour.web.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import busyhour.ipc.link.CalibrationReport;
import busyhour.ipc.run.CalibrationState;
import busyhour.web.worker.CalibrationCourse.Become;
import busyhour.web.worker.CalibrationCourse.Move;
import busyhour.web.worker.CalibrationCourse.Open;
import busyhour.web.worker.CalibrationCourse.Stay;
import busyhour.web.worker.CalibrationCourse.Tell;
import org.junit.jupiter.api.Test;

class CalibrationCourseTest {

    private static final long WORKER = 5;
    private static final long ID = 70;
    private static final long NEVER_MS = 1_000_000_000;
    private static final CalibrationReport NOTHING = CalibrationReport.none(100);
    private static final Move STAY = new Stay();
    private static final Move TELL = new Tell();

    private long nowMs = -500; // of a monotonic clock
    private final CalibrationCourse course = new CalibrationCourse(nowMs);
    private Open open = new Open(WORKER, ID, CalibrationState.WAITING, NEVER_MS);

    private Move look(long afterMs, boolean here, CalibrationReport said) {
        nowMs += afterMs;
        course.look(List.of(open), nowMs);
        Move move = course.next(open, here, said, nowMs);
        if (move instanceof Become next) {
            open = new Open(WORKER, ID, next.state(), open.silentMs());
        }
        return move;
    }

    private static CalibrationReport said(CalibrationState state, Integer measured, String message) {
        return new CalibrationReport(ID, state, measured, message);
    }

    private static Become failed(String why) {
        return new Become(CalibrationState.FAILED, why, null);
    }

    @Test
    void shouldTellTheWorkerAgainUntilItBeginsAndThenFollowIt() {
        assertThat(look(0, true, null)).as("it may be at it already").isEqualTo(STAY);
        assertThat(look(500, true, NOTHING)).isEqualTo(TELL);
        assertThat(look(1_000, true, NOTHING)).isEqualTo(STAY);
        assertThat(look(2_000, true, new CalibrationReport(ID - 1, CalibrationState.DONE, 100, "an earlier one"))).isEqualTo(TELL);
        assertThat(look(500, true, said(CalibrationState.RUNNING, 100, ""))).isEqualTo(new Become(CalibrationState.RUNNING, null, null));
        assertThat(look(90_000, true, said(CalibrationState.RUNNING, 100, ""))).isEqualTo(STAY);
        assertThat(look(500, true, said(CalibrationState.DONE, 4_200, "4,200"))).isEqualTo(new Become(CalibrationState.DONE, "4,200", 4_200));
    }

    @Test
    void shouldTakeTheWorkersRefusalWithoutACapacity() {
        look(0, true, NOTHING);
        assertThat(look(100, true, said(CalibrationState.FAILED, 100, "it plays a run"))).isEqualTo(failed("it plays a run"));
        assertThat(look(100, true, said(CalibrationState.FAILED, 100, "it plays a run"))).isEqualTo(STAY);
    }

    @Test
    void shouldFailWhenTheWorkerNeverBegins() {
        assertThat(look(0, true, NOTHING)).isEqualTo(TELL);
        for (int i = 0; i < 10; i++) {
            assertThat(look(3_000, true, NOTHING)).isEqualTo(TELL);
        }
        assertThat(look(1, true, NOTHING)).isEqualTo(failed("the worker did not begin within 30 s: is it of an earlier version?"));
        assertThat(look(1, true, NOTHING)).as("and is told no more").isEqualTo(STAY);
    }

    @Test
    void shouldCountFromWhenItCameBack() {
        look(0, true, NOTHING);
        look(20_000, false, NOTHING);
        assertThat(look(15_000, true, NOTHING)).isEqualTo(TELL);
        assertThat(look(20_000, true, NOTHING)).isEqualTo(TELL);
    }

    @Test
    void shouldFailWhenTheWorkerWasStartedAnew() {
        open = new Open(WORKER, ID, CalibrationState.RUNNING, 0);
        assertThat(look(0, true, null)).as("it has not said anything yet").isEqualTo(STAY);
        assertThat(look(500, true, NOTHING)).isEqualTo(failed("the worker was started anew before it was over"));
    }

    @Test
    void shouldFailWhenTheWorkerIsNowhereForAMinuteAndBelieveItWhenItIsBack() {
        open = new Open(WORKER, ID, CalibrationState.RUNNING, NEVER_MS);
        CalibrationReport running = said(CalibrationState.RUNNING, null, "");
        for (int i = 0; i < 12; i++) {
            assertThat(look(5_000, false, running)).isEqualTo(STAY);
        }
        assertThat(look(1, false, running)).isEqualTo(failed("the worker was lost for 60 s"));
        assertThat(look(5_000, false, running)).isEqualTo(STAY);
        assertThat(look(5_000, true, running)).isEqualTo(new Become(CalibrationState.RUNNING, null, null));
        assertThat(look(5_000, true, said(CalibrationState.DONE, 7, "seven"))).isEqualTo(new Become(CalibrationState.DONE, "seven", 7));
    }

    @Test
    void shouldLeaveItToTheProcessThatHearsTheWorker() {
        open = new Open(WORKER, ID, CalibrationState.RUNNING, 2_000);
        for (int i = 0; i < 100; i++) {
            assertThat(look(5_000, false, null)).isEqualTo(STAY);
        }
    }

    @Test
    void shouldNotTakeAWorkerForLostThatCouldNotBeSeen() {
        open = new Open(WORKER, ID, CalibrationState.WAITING, NEVER_MS);
        look(5_000, false, null);
        assertThat(look(300_000, false, null)).as("the database was away, or this process").isEqualTo(STAY);
        for (int i = 0; i < 6; i++) {
            assertThat(look(10_000, false, null)).isEqualTo(STAY);
        }
        assertThat(look(1, false, null)).isEqualTo(failed("the worker was lost for 60 s"));
    }
}
