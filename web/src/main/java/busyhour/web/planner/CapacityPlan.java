package busyhour.web.planner;

import java.time.LocalDate;
import java.util.List;

/**
 * How large it must be, and why. What is null is not known or does not apply.
 *
 * @param base         sessions: the highest weekly p99 of the history.
 * @param sessions     at the planned peak: the most of all weeks ahead.
 * @param trendPerWeek sessions that a week's p99 gained on the one before.
 * @param weeks        ahead, with what each needs.
 * @param warnings     what a person should know of besides, one line each.
 */
public record CapacityPlan(History history, PlannerSettings settings, int base, double trendPerWeek, int sessions, Trunks trunks,
        List<AheadWeek> weeks, Sizing sizing, Cost cost, List<String> warnings) {

    public CapacityPlan {
        weeks = List.copyOf(weeks);
        warnings = List.copyOf(warnings);
    }

    /**
     * Trunks for the planned peak.
     *
     * @param erlang offered at the planned peak.
     * @param needed at the blocking of the settings.
     * @param others at 0.1, 1 and 5 %.
     */
    public record Trunks(double erlang, double blockingPercent, int needed, List<AtBlocking> others) {
    }

    public record AtBlocking(double blockingPercent, int trunks) {
    }

    /**
     * A week ahead.
     *
     * @param own       sessions of today's customers, grown so far, with the burst.
     * @param customers sessions of those who have come until then, with the burst.
     */
    public record AheadWeek(LocalDate monday, double own, double customers, int sessions, int trunks, Integer workers) {
    }

    /**
     * What limits how many sessions a worker carries.
     *
     * @param rows              limits, in a fixed order; those of which nothing is known are not there.
     * @param binding           name of the row that limits most.
     * @param sessionsPerWorker null when nothing limits.
     * @param endpoints         for all sessions.
     */
    public record Sizing(List<Limit> rows, String binding, Integer sessionsPerWorker, Integer workers, int endpoints) {
    }

    /**
     * One limit.
     *
     * @param unit       of the three figures behind it.
     * @param has        one worker, or all together for tokens.
     * @param usable     of that, without the reserve; tokens with the oversubscription.
     * @param carries    sessions on one worker, or in all for tokens.
     * @param forAll     true when it is not a worker's but everybody's.
     * @param needed     workers for the planned sessions; for tokens how many times the limit is needed, in whole ones.
     */
    public record Limit(String name, String unit, double perSession, double has, double usable, long carries, boolean forAll, int needed, boolean binding) {
    }

    /**
     * Cost each month.
     *
     * @param licences in the mix that costs least, or of the tier that the settings name.
     * @param tiers    what each tier alone would take.
     * @param total    licences, hosts and the model the cheaper way.
     */
    public record Cost(String currency, List<Licences> licences, double licencesPerMonth, List<Licences> tiers, double hostsPerMonth, ModelCost model,
            double total) {
    }

    /** @param endpoints that one of them carries. */
    public record Licences(String tier, int count, int endpoints, double costPerMonth) {
    }

    /**
     * By the token or on own GPUs.
     *
     * @param sessionHoursPerMonth    of talk, at the end of the forecast.
     * @param tokenCostPerSessionHour null without a price.
     * @param gpus                    one for each worker.
     * @param crossingSessions        mean sessions around the clock at which both cost the same; below it tokens are cheaper.
     * @param crossingSessionHours    the same in session-hours a month.
     * @param cheaper                 {@code tokens} or {@code gpus}.
     */
    public record ModelCost(double sessionHoursPerMonth, Double tokenCostPerSessionHour, Double tokensPerMonthCost, Integer gpus, Double gpusPerMonthCost,
            Double crossingSessions, Double crossingSessionHours, String cheaper) {
    }
}
