package busyhour.web.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import busyhour.ipc.link.PartAddress;
import busyhour.ipc.message.GroupState;
import busyhour.ipc.message.GroupState.Step;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.ipc.plan.Assignment.Share;
import busyhour.web.plan.Plan;

/**
 * How far the groups of a run are at its workers, and what that means for all of them.
 *
 * <pre>
 *   all groups PREPARED at all workers  -> all begin, and hear where the others' parts answer
 *   a calling group and the one that it calls READY at all -> its callers start, everywhere
 *   all calling groups FINISHED at all  -> all stop
 * </pre>
 *
 * A lost worker's part holds nobody up. What workers say comes from their journals: a process that takes the run over hears all of it
 * again. Any thread.
 */
final class PartProgress {

    private final Plan plan;
    private final List<RunPart> parts;
    private final Map<String, Step[]> steps = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();

    PartProgress(Plan plan, List<RunPart> parts) {
        this.plan = plan;
        this.parts = parts;
        parts.forEach(part -> steps.put(part.worker(), new Step[plan.groups().size()]));
    }

    /** A worker said how far a group is. */
    synchronized void on(String worker, GroupState state) {
        Step[] reached = steps.get(worker);
        if (reached == null || state.step() == null || state.group() >= plan.groups().size()) {
            return;
        }
        if (!state.address().isEmpty()) {
            addresses.put(worker + "/" + state.group(), state.address());
        }
        if (state.group() >= 0 && (reached[state.group()] == null || reached[state.group()].compareTo(state.step()) < 0)) {
            reached[state.group()] = state.step();
        }
    }

    /** Whether all of a worker's part is prepared. */
    synchronized boolean isPrepared(RunPart part) {
        boolean registrarThere = !part.hasRegistrar() || addresses.containsKey(part.worker() + "/" + GroupState.REGISTRAR);
        for (int group = 0; group < plan.groups().size(); group++) {
            registrarThere &= isAt(part, group, Step.PREPARED);
        }
        return registrarThere;
    }

    /** Whether all may begin. */
    synchronized boolean mayBegin() {
        return parts.stream().allMatch(part -> part.isOver() || isPrepared(part));
    }

    /** Where the parts answer. */
    synchronized List<PartAddress> addresses() {
        List<PartAddress> known = new ArrayList<>();
        for (RunPart part : parts) {
            for (int group = GroupState.REGISTRAR; group < plan.groups().size(); group++) {
                String address = addresses.get(part.worker() + "/" + group);
                Share share = group < 0 ? Share.NONE : part.shares().get(group);
                if (address != null) {
                    known.add(new PartAddress(group, share.first(), share.endpoints(), address));
                }
            }
        }
        return known;
    }

    /** Groups whose callers may start. */
    synchronized List<Integer> mayStart() {
        List<Integer> groups = new ArrayList<>();
        for (int i = 0; i < plan.groups().size(); i++) {
            Callee callee = plan.groups().get(i).callee();
            if (callee.calls() && areAt(i, Step.READY) && (callee.kind() != Callee.Kind.GROUP || areAt(callee.group(), Step.READY))) {
                groups.add(i);
            }
        }
        return groups;
    }

    /** Whether there were calls to make, and all are made. */
    synchronized boolean areCallersFinished() {
        boolean callers = false;
        for (int i = 0; i < plan.groups().size(); i++) {
            GroupSpec group = plan.groups().get(i);
            callers |= group.callee().calls();
            if (group.callee().calls() && !areAt(i, Step.FINISHED)) {
                return false;
            }
        }
        return callers;
    }

    /** Whether the run needs a registrar of its own, and the worker that had it is lost. */
    boolean isRegistrarLost() {
        return plan.registrars().stream().anyMatch(RegistrarSpec::builtin)
                && parts.stream().anyMatch(part -> part.hasRegistrar() && part.state() == RunPart.State.LOST);
    }

    private boolean areAt(int group, Step step) {
        return parts.stream().allMatch(part -> isAt(part, group, step));
    }

    private boolean isAt(RunPart part, int group, Step step) {
        Step reached = steps.get(part.worker())[group];
        return part.isOver() || part.shares().get(group).endpoints() == 0 || reached != null && reached.compareTo(step) >= 0;
    }

    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder();
        steps.forEach((worker, reached) -> text.append(worker).append(Arrays.toString(reached)).append(' '));
        return text.toString().strip();
    }
}
