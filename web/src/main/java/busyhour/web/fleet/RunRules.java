package busyhour.web.fleet;

/**
 * Whom the conductor asks before a run is given to workers.
 *
 * @param plans reads the plan of a run whose process is no more.
 */
public record RunRules(Entitlements entitlements, RunCaps caps, RunAccounts accounts, RunPlans plans) {

    /** Nothing is limited, and plans of other processes cannot be read. */
    public static final RunRules NONE = new RunRules(Entitlements.UNLIMITED, RunCaps.NONE, RunAccounts.NONE, run -> {
        throw new IllegalStateException("plans of other processes cannot be read here");
    });
}
