package busyhour.web.library;

import java.util.List;
import java.util.Set;

import busyhour.web.plan.Plan;

/**
 * A plan with what it names found.
 *
 * @param plan       holds; accounts of stored registrars are there without passwords: {@link PlanLibrary#lease} gives them.
 * @param shortfalls stored registrars that have fewer accounts than the plan has endpoints, whoever uses them now; such a plan cannot
 *                   run until they have more. One line each stands among the plan's warnings too.
 * @param registrars names of the stored registrars that it uses.
 * @param media      names of the library's files that it uses.
 */
public record ResolvedPlan(Plan plan, List<Shortfall> shortfalls, Set<String> registrars, Set<String> media) {

    public ResolvedPlan {
        shortfalls = List.copyOf(shortfalls);
        registrars = Set.copyOf(registrars);
        media = Set.copyOf(media);
    }

    /** What a person should know of, one line each. */
    public List<String> warnings() {
        return plan.warnings();
    }
}
