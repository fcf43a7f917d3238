package busyhour.web.worker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import busyhour.ipc.link.CalibrationReport;
import busyhour.ipc.run.CalibrationState;

/**
 * What is to be done about calibrations, by what workers say and for how long they say nothing. Knows neither clock nor database.
 *
 * <pre>
 *   WAITING  here: told every 3 s, until it says that it began; FAILED when it has not for 30 s (a worker of an earlier version)
 *   RUNNING  here: what it says; FAILED when it says nothing of it any more (its process was started anew)
 *   either   nowhere for 60 s: FAILED; should it come back with the same one, its word counts again
 * </pre>
 *
 * Each platform process looks after workers linked to it; that one is nowhere, any may find. One thread. Times are of a monotonic clock.
 */
final class CalibrationCourse {

    private static final long AGAIN_MS = 3_000;
    private static final long TAKEN_WITHIN_MS = 30_000;
    private static final long LOST_AFTER_MS = 60_000;
    /** Who did not look for so long cannot tell who was away meanwhile. */
    private static final long GAP_MS = 10_000;

    private final Map<Long, Telling> tellings = new HashMap<>();
    private long watchingSinceMs;
    private long lookedMs;

    CalibrationCourse(long nowMs) {
        watchingSinceMs = nowMs;
        lookedMs = nowMs;
    }

    /**
     * One that is not over, or failed a moment ago.
     *
     * @param id       its number on the link.
     * @param silentMs since a process heard the worker last; of one that is linked here, whatever.
     */
    record Open(long workerId, long id, CalibrationState state, long silentMs) {
    }

    /** What to do. */
    sealed interface Move permits Stay, Tell, Become {
    }

    /** Nothing. */
    record Stay() implements Move {
    }

    /** Tell the worker. */
    record Tell() implements Move {
    }

    /** @param capacity null = none was found. */
    record Become(CalibrationState state, String message, Integer capacity) implements Move {
        private static Become failed(String why) {
            return new Become(CalibrationState.FAILED, why, null);
        }
    }

    /** When a worker was told of a calibration. */
    private static final class Telling {
        private final long id;
        private final long firstMs;
        private long lastMs;

        private Telling(long id, long nowMs) {
            this.id = id;
            firstMs = nowMs;
        }
    }

    /** Before the moves of one look. @param open all that is. */
    void look(List<Open> open, long nowMs) {
        if (nowMs - lookedMs > GAP_MS) {
            watchingSinceMs = nowMs;
        }
        lookedMs = nowMs;
        tellings.keySet().retainAll(open.stream().map(Open::workerId).toList());
    }

    /**
     * @param here whether the worker's link ends in this process.
     * @param said its last word since it is, null = none yet.
     */
    Move next(Open open, boolean here, CalibrationReport said, long nowMs) {
        if (!here) {
            tellings.remove(open.workerId());
            boolean lost = open.state().isUnderWay() && Math.min(open.silentMs(), nowMs - watchingSinceMs) > LOST_AFTER_MS;
            return lost ? Become.failed("the worker was lost for " + LOST_AFTER_MS / 1_000 + " s") : new Stay();
        }
        if (said == null) {
            return new Stay();
        }
        if (said.id() == open.id()) {
            return said.state() == open.state() ? new Stay()
                    : new Become(said.state(), said.message().isEmpty() ? null : said.message(), said.state() == CalibrationState.DONE ? said.measured() : null);
        }
        return switch (open.state()) {
            case WAITING -> tell(open, nowMs);
            case RUNNING -> Become.failed("the worker was started anew before it was over");
            default -> new Stay();
        };
    }

    private Move tell(Open open, long nowMs) {
        Telling telling = tellings.get(open.workerId());
        if (telling == null || telling.id != open.id()) {
            telling = new Telling(open.id(), nowMs);
            tellings.put(open.workerId(), telling);
        } else if (nowMs - telling.firstMs > TAKEN_WITHIN_MS) {
            return Become.failed("the worker did not begin within " + TAKEN_WITHIN_MS / 1_000 + " s: is it of an earlier version?");
        } else if (nowMs - telling.lastMs < AGAIN_MS) {
            return new Stay();
        }
        telling.lastMs = nowMs;
        return new Tell();
    }
}
