package busyhour.web.library;

/**
 * Accounts that are missing.
 *
 * @param registrar as it is called in its project.
 * @param needed    endpoints that register there.
 * @param free      accounts that no run uses just now.
 * @param total     accounts that it has.
 */
public record Shortfall(String registrar, int needed, int free, int total) {

    /** {@code registrar pbx: needs 100 accounts; free: 60 of 80}. */
    @Override
    public String toString() {
        return "registrar " + registrar + ": needs " + needed + (needed == 1 ? " account" : " accounts") + "; free: " + free + " of " + total
                + (total < needed ? " (" + (needed - total) + " short even when all are free)" : "");
    }
}
