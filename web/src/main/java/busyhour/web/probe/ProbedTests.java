package busyhour.web.probe;

import java.util.List;
import java.util.Optional;

import busyhour.web.access.Accounts.Project;
import busyhour.web.plan.Plan;
import busyhour.web.store.Runs;
import busyhour.web.store.Tests;

/** What probes need of tests: found, kept, read and run as a person would. Any thread. */
public interface ProbedTests {

    Optional<Tests.Test> byId(long projectId, long id);

    /** Keeps a plan as a test. @throws busyhour.web.http.ApiException 422 with the plan's faults. */
    Tests.Test keep(Project project, String planJson);

    /** @throws busyhour.web.http.ApiException 422 with the plan's faults. */
    Plan read(Project project, String planJson);

    /** Starts a run with the trigger {@code probe}. It may have ended at once, as CANNOT_RUN_FOR_NOW. */
    Runs.Run start(Project project, Tests.Test test, String by, List<String> labels);

    /** As it stands in the database. */
    Optional<Runs.Run> run(long runId);
}
