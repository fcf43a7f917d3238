package busyhour.engine.arrival;

import busyhour.ipc.plan.ArrivalSpec.Stage;
import busyhour.ipc.plan.Load;
import java.util.List;

/**
 * How many users call at a time: user n, counted from 0, calls while there are more than n.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
public final class UserCurve {

    public static final long NEVER = Long.MAX_VALUE;

    private final Stages stages;

    /** @param list stages of users, not of rates. */
    public UserCurve(final List<Stage> list) {
        stages = new Stages(list);
    }

    /** When nobody calls any more, microseconds. */
    public long endUs() {
        return stages.endUs();
    }

    /** The first instant from {@code fromUs} on at which a user calls; {@link #NEVER} when that does not come. */
    public long nextUs(final int user, final long fromUs) {
        for (int i = 0; i < stages.count(); i++) {
            if (stages.stageEndUs(i) > fromUs) {
                final long within = nextWithin(i, user, Math.max(0, fromUs - stages.startUs[i]));
                if (within < stages.lengthUs[i]) {
                    return stages.startUs[i] + within;
                }
            }
        }
        return NEVER;
    }

    /** {@code from * T + (to - from) * t > user * T}, so far as t is not the stage's end or after it. */
    private long nextWithin(final int stage, final int user, final long us) {
        final long slope = stages.to[stage] - stages.from[stage];
        final long wanted = (user - stages.from[stage]) * stages.overUs[stage];
        if (slope * us > wanted) {
            return us;
        }
        return slope <= 0 ? NEVER : wanted / slope + 1; // wanted is not negative here
    }

    /** From {@code atUs} on there are so many users; times before {@code doneUs} are not asked for any more. */
    public void change(final Load load, final long atUs, final long doneUs) {
        stages.change(load, atUs, doneUs);
    }
}
