package busyhour.web.planner;

/** Calls lost when all trunks are taken: Poisson arrivals, no waiting. Stateless. */
public final class ErlangB {

    private ErlangB() {
    }

    /**
     * Share of calls that find all trunks taken, 0 to 1.
     *
     * @param erlang offered: calls in an hour times their mean length in hours.
     */
    public static double blocked(double erlang, int trunks) {
        double blocked = 1;
        for (int n = 1; n <= trunks; n++) {
            blocked = erlang * blocked / (n + erlang * blocked);
        }
        return blocked;
    }

    /**
     * The fewest trunks that lose no more than that share of calls.
     *
     * @param blocking above 0, below 1.
     */
    public static int trunks(double erlang, double blocking) {
        if (!(blocking > 0 && blocking < 1) || !(erlang >= 0 && erlang < 1e8)) {
            throw new IllegalArgumentException("erlang " + erlang + ", blocking " + blocking + ": expected 0 to 1e8 and a share between 0 and 1");
        }
        double blocked = 1;
        int n = 0;
        while (blocked > blocking && erlang > 0) {
            n++;
            blocked = erlang * blocked / (n + erlang * blocked);
        }
        return n;
    }
}
