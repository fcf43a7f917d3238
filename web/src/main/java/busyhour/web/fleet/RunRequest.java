package busyhour.web.fleet;

import java.util.List;

import busyhour.web.access.Accounts.Project;
import busyhour.web.plan.Plan;
import busyhour.web.store.Tests.Test;

/**
 * A run that somebody or something wants.
 *
 * @param trigger what wants it: {@code manual}, {@code api}, {@code probe}, {@code schedule}, {@code repeat}.
 * @param by      name of the user or key, or of the probe.
 * @param labels  to find it by, and to cap how many run at once.
 * @param mayWait  QUEUED until there is room, instead of CANNOT_RUN_FOR_NOW.
 */
public record RunRequest(Project project, Test test, Plan plan, String trigger, String by, List<String> labels, boolean mayWait) {

    public RunRequest {
        labels = List.copyOf(labels);
    }

    /** A run now or not at all, asked for by a person or a script. */
    public static RunRequest now(Project project, Test test, Plan plan, String by) {
        return new RunRequest(project, test, plan, "api", by, List.of(), false);
    }
}
