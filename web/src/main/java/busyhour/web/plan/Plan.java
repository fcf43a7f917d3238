package busyhour.web.plan;

import busyhour.ipc.plan.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A plan that holds: names are resolved, values are in range, files were read.
 *
 * @param name        for people; the file's name without one.
 * @param description for people, null without one.
 * @param labels      to find its runs by, and to cap how many run at once.
 * @param registrars  in the plan's order.
 * @param groups      in the plan's order, endpoints numbered through from 0.
 * @param placements  which workers may play each group, in their order.
 * @param thresholds  in the plan's order.
 * @param findMax     the highest load that is searched for, null without.
 * @param allowPublic whether targets outside loopback and private ranges may be called or sent to.
 * @param allowed     addresses or CIDR blocks allowed besides.
 * @param files       content of the files that travel to the worker: media by their name in the plan, TLS material by names of our own.
 * @param stored      registrars that are kept elsewhere ({@code stored: NAME}): their ids by index. Their accounts come with a run's lease;
 *                    until then each has its user name and no password.
 * @param json        the plan as a JSON document, as written (keys kebab-case): reading it again beside the same files
 *                    gives the same plan. May hold passwords and keys.
 * @param warnings    what a person should know of, such as a certificate that runs out soon; one line each.
 */
public record Plan(
        String name,
        String description,
        List<String> labels,
        List<Assignment.RegistrarSpec> registrars,
        List<Assignment.GroupSpec> groups,
        List<Placement> placements,
        List<Threshold> thresholds,
        FindMax findMax,
        boolean allowPublic,
        List<String> allowed,
        Map<String, byte[]> files,
        Map<Integer, Long> stored,
        String json,
        List<String> warnings) {

    public Plan {
        labels = List.copyOf(labels);
        registrars = List.copyOf(registrars);
        groups = List.copyOf(groups);
        placements = List.copyOf(placements);
        thresholds = List.copyOf(thresholds);
        allowed = List.copyOf(allowed);
        files = Map.copyOf(files);
        stored = Map.copyOf(stored);
        warnings = List.copyOf(warnings);
    }

    @Override
    public String toString() {
        return "Plan[" + name + "]"; // the JSON may hold passwords and keys
    }

    /** Endpoints of all groups. */
    public int endpoints() {
        return groups.stream().mapToInt(Assignment.GroupSpec::endpoints).sum();
    }

    /** Index of the group that an endpoint belongs to, -1 for a number outside the plan. */
    public int groupOf(int endpoint) {
        for (int i = 0; i < groups.size(); i++) {
            Assignment.GroupSpec group = groups.get(i);
            if (endpoint >= group.firstEndpoint() && endpoint < group.firstEndpoint() + group.endpoints()) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the group's endpoints call; the others answer. */
    public boolean calls(int group) {
        return groups.get(group).callee().calls();
    }

    /** Whether nobody calls or is called: endpoints register, and stay registered. */
    public boolean registersOnly() {
        return groups.stream().noneMatch(group -> group.callee().hasCalls());
    }

    /** The same plan with other accounts. @param accounts by the group's index; a group that is not there keeps its own. */
    public Plan withAccounts(Map<Integer, List<Assignment.Account>> accounts) {
        List<Assignment.GroupSpec> changed = new ArrayList<>(groups);
        accounts.forEach((group, its) -> changed.set(group, groups.get(group).withAccounts(its)));
        return new Plan(name, description, labels, registrars, changed, placements, thresholds, findMax, allowPublic, allowed, files, stored, json, warnings);
    }

    /** What one worker has to do when it plays the whole plan as run {@code runId}. */
    public Assignment assignment(long runId) {
        return new Assignment(runId, name, registrars, groups, files, allowPublic, allowed);
    }
}
