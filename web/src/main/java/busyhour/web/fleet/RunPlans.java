package busyhour.web.fleet;

import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.store.Runs.Run;

/** Reads the plan of a run that another process began. */
@FunctionalInterface
public interface RunPlans {

    /** @throws PlanException when it cannot be read any more. */
    Plan of(Run run) throws PlanException;
}
