package busyhour.engine.run;

import busyhour.ipc.message.GroupState;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import java.util.Arrays;

/**
 * When the callers of each group start, and how far the groups are.
 *
 * <pre>
 *   all of the run here:   a group and the one that it calls are ready  ----------------------------------> start
 *   shared with others:    a group is ready here -> platform: it and the one it calls are ready everywhere -> start
 * </pre>
 *
 * <p>The run's thread.
 */
final class GroupStarts {

    private final Assignment assignment;
    private final GroupState.Step[] reached;
    private final GroupState.Step[] told;
    private final boolean[] released;
    private final boolean[] started;

    GroupStarts(final Assignment assignment) {
        this.assignment = assignment;
        final int groups = assignment.groups().size();
        reached = new GroupState.Step[groups];
        told = new GroupState.Step[groups];
        released = new boolean[groups];
        started = new boolean[groups];
    }

    /** The platform lets the group's callers start. */
    void release(final int group) {
        if (group >= 0 && group < released.length) {
            released[group] = true;
        }
    }

    void ready(final int group) {
        if (reached[group] == null) {
            reached[group] = GroupState.Step.READY;
        }
    }

    void finished(final int group) {
        reached[group] = GroupState.Step.FINISHED;
    }

    boolean isReady(final int group) {
        return reached[group] != null;
    }

    /** Whether the group is to start now, once. Its endpoints and those it calls are known to be ready or not. */
    boolean takeStart(final int group) {
        if (started[group] || !mayStart(group)) {
            return false;
        }
        started[group] = true;
        return true;
    }

    private boolean mayStart(final int group) {
        final GroupSpec spec = assignment.groups().get(group);
        if (assignment.isShared() && spec.callee().calls()) {
            return released[group] || assignment.endpoints(group) == 0;
        }
        return isReady(group) && (spec.callee().kind() != Callee.Kind.GROUP || isReady(spec.callee().group()));
    }

    boolean isStarted(final int group) {
        return started[group];
    }

    boolean areAllStarted() {
        for (final boolean each : started) {
            if (!each) {
                return false;
            }
        }
        return true;
    }

    /** A group that is further than was told, -1 for none; groups that this worker has nothing of are not told of. */
    int nextToTell() {
        for (int group = 0; group < reached.length; group++) {
            if (reached[group] != told[group] && assignment.endpoints(group) > 0) {
                return group;
            }
        }
        return -1;
    }

    /** The step that follows the last one told. */
    GroupState.Step tell(final int group) {
        told[group] = told[group] == null ? GroupState.Step.READY : GroupState.Step.FINISHED;
        return told[group];
    }

    @Override
    public String toString() {
        return Arrays.toString(reached);
    }
}
