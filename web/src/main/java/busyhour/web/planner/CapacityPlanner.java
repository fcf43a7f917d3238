package busyhour.web.planner;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

import busyhour.web.planner.CapacityPlan.AheadWeek;
import busyhour.web.planner.CapacityPlan.AtBlocking;
import busyhour.web.planner.CapacityPlan.Sizing;
import busyhour.web.planner.CapacityPlan.Trunks;
import busyhour.web.planner.PlannerSettings.Customer;

/**
 * From history and settings to a plan. The highest weekly p99 grows week by week, by the same factor each, until it has the whole growth
 * at the end of the forecast; the burst comes on top of it and of the busy hours of customers to come. The planned peak in sessions is
 * the traffic in Erlang that the trunks are sized for. Stateless.
 */
public final class CapacityPlanner {

    private static final List<Double> BLOCKINGS = List.of(0.1, 1.0, 5.0);
    private static final double MOST_SESSIONS = 5e6;
    private static final double MUCH_OVERSUBSCRIPTION_PERCENT = 10;
    /** A week in which nobody called before and after counts as whole. */
    private static final int WHOLE_WEEK_MINUTES = 6 * 24 * 60;

    private CapacityPlanner() {
    }

    /**
     * Plans.
     *
     * @param today the first week ahead is the one that begins after it.
     */
    public static CapacityPlan plan(History history, PlannerSettings settings, LocalDate today) {
        int base = history.busiest().p99();
        LocalDate first = today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
        List<double[]> ahead = new ArrayList<>();
        double most = 0;
        for (int week = 1; week <= settings.weeks(); week++) {
            LocalDate sunday = first.plusWeeks(week - 1L).plusDays(6);
            double own = base * Math.pow(settings.growth(), (double) week / settings.weeks()) * settings.burst();
            double customers = settings.burst() * settings.customers().stream().filter(customer -> !customer.starts().isAfter(sunday))
                    .mapToDouble(Customer::erlang).sum();
            ahead.add(new double[] {own, customers});
            most = Math.max(most, own + customers);
        }
        if (most > MOST_SESSIONS) {
            throw new SettingsException(List.of("sessions: found " + Math.round(most) + " at the planned peak, expected at most " + Math.round(MOST_SESSIONS)));
        }
        int sessions = whole(most);
        Sizing sizing = SizingTable.of(settings, sessions);
        List<AheadWeek> weeks = new ArrayList<>();
        for (int week = 0; week < ahead.size(); week++) {
            double own = ahead.get(week)[0];
            double customers = ahead.get(week)[1];
            int needed = whole(own + customers);
            weeks.add(new AheadWeek(first.plusWeeks(week), own, customers, needed, ErlangB.trunks(needed, settings.blockingPercent() / 100),
                    sizing.sessionsPerWorker() == null ? null : SizingTable.workers(needed, sizing.sessionsPerWorker())));
        }
        Trunks trunks = new Trunks(sessions, settings.blockingPercent(), ErlangB.trunks(sessions, settings.blockingPercent() / 100),
                BLOCKINGS.stream().map(percent -> new AtBlocking(percent, ErlangB.trunks(sessions, percent / 100))).toList());
        return new CapacityPlan(history, settings, base, history.trendPerWeek(), sessions, trunks, weeks, sizing,
                CostTable.of(history, settings, sizing), warnings(history, settings, sessions, sizing, first.plusWeeks(settings.weeks())));
    }

    /** Up, but not for what rounding of doubles left. */
    static int whole(double value) {
        return (int) Math.ceil(value - 1e-9);
    }

    private static List<String> warnings(History history, PlannerSettings settings, int sessions, Sizing sizing, LocalDate end) {
        List<String> warnings = new ArrayList<>();
        long full = history.weeks().stream().filter(week -> week.minutes() > WHOLE_WEEK_MINUTES).count();
        if (full < settings.weeks()) {
            warnings.add("the history covers " + full + " whole weeks of " + settings.weeks() + ": what comes once a quarter may not be in it");
        }
        double trend = history.busiest().p99() + history.trendPerWeek() * settings.weeks();
        if (trend > history.busiest().p99() * settings.growth() && history.weeks().size() >= 3) {
            warnings.add("at the trend of these weeks the p99 comes to " + Math.round(trend) + " sessions, more than growth "
                    + SettingsField.plain(settings.growth()) + " allows for");
        }
        if (settings.model().oversubscriptionPercent() > MUCH_OVERSUBSCRIPTION_PERCENT) {
            warnings.add("tokens are oversubscribed by " + SettingsField.plain(settings.model().oversubscriptionPercent())
                    + " %: above 10 % calls wait for the model, or are refused, when many talk at a time");
        }
        sizing.rows().stream().filter(row -> row.forAll() && row.carries() < sessions).forEach(row -> warnings.add("tokens a minute carry "
                + row.carries() + " of " + sessions + " sessions, however many workers there are: ask for " + row.needed() + " times the limit"));
        sizing.rows().stream().filter(row -> !row.forAll() && row.carries() == 0).forEach(row -> warnings.add("a worker carries no session: "
                + row.name() + " " + SettingsField.plain(row.usable()) + " " + row.unit() + " free, one takes " + SettingsField.plain(row.perSession())));
        settings.customers().stream().filter(customer -> !customer.starts().isBefore(end))
                .forEach(customer -> warnings.add(customer.name() + " comes on " + customer.starts() + ", after the weeks ahead, and is not in this plan"));
        return warnings;
    }
}
