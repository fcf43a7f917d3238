package busyhour.web.probe;

import java.util.List;

/**
 * How many of the last executions must agree before a probe's state changes, so that one bad call wakes nobody.
 *
 * @param need 1 to {@code of}.
 * @param of   1 to {@value #MOST}; with 1 the last execution alone decides.
 */
public record Damping(int need, int of) {

    static final int MOST = 10;
    static final Damping NONE = new Damping(1, 1);

    /**
     * The state after an execution: the worst that {@code need} of the last {@code of} reach or exceed. When none is, HEALTHY if the last
     * execution was, else the state stays.
     *
     * @param latest the newest first, at least one; more than {@code of} do no harm.
     */
    Health state(Health before, List<Health> latest) {
        List<Health> window = latest.subList(0, Math.min(of, latest.size()));
        if (count(window, Health.UNHEALTHY) >= need) {
            return Health.UNHEALTHY;
        }
        if (count(window, Health.UNHEALTHY) + count(window, Health.DEGRADED) >= need) {
            return Health.DEGRADED;
        }
        if (count(window, Health.UNKNOWN) >= need) {
            return Health.UNKNOWN;
        }
        return window.getFirst() == Health.HEALTHY ? Health.HEALTHY : before;
    }

    private static long count(List<Health> window, Health health) {
        return window.stream().filter(each -> each == health).count();
    }
}
