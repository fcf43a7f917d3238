package busyhour.web.platform;

import busyhour.web.access.Accounts;
import busyhour.web.fleet.RunAccounts;
import busyhour.web.fleet.RunPlans;
import busyhour.web.library.Lease;
import busyhour.web.library.PlanLibrary;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.store.Runs.Run;

/** What the conductor wants of the library: accounts for runs, and plans of runs that another process began. Any thread. */
final class RunLibrary implements RunAccounts, RunPlans {

    private final Accounts accounts;
    private final PlanLibrary library;

    RunLibrary(Accounts accounts, PlanLibrary library) {
        this.accounts = accounts;
        this.library = library;
    }

    @Override
    public Leased lease(long runId, Plan plan) {
        Lease lease = library.lease(runId, plan);
        return lease.complete() ? new Leased(lease.plan(), null) : new Leased(null, lease.reason());
    }

    @Override
    public void release(long runId) {
        library.release(runId);
    }

    @Override
    public Plan of(Run run) throws PlanException {
        return library.resolve(accounts.project(run.projectId()), run.plan()).plan();
    }
}
