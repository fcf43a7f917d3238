package busyhour.web.planner;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import busyhour.web.planner.CapacityPlan.AheadWeek;
import busyhour.web.planner.CapacityPlan.Limit;
import busyhour.web.planner.CapacityPlan.ModelCost;
import busyhour.web.planner.PlannerSettings.Licence;

/** A plan for people, in lines. Stateless. */
public final class PlanText {

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private PlanText() {
    }

    public static List<String> lines(CapacityPlan plan) {
        List<String> lines = new ArrayList<>();
        history(lines, plan);
        ahead(lines, plan);
        sizing(lines, plan);
        cost(lines, plan);
        plan.warnings().forEach(warning -> lines.add("warning       " + warning));
        return lines;
    }

    private static void history(List<String> lines, CapacityPlan plan) {
        History history = plan.history();
        lines.add("history       " + history.name() + ": " + (history.calls() == null ? "" : number(history.calls()) + " calls, mean " + number(history.meanSeconds()) + " s, ")
                + LocalDate.ofInstant(history.from(), ZoneOffset.UTC) + " to " + LocalDate.ofInstant(history.to(), ZoneOffset.UTC));
        lines.add("busy hour     " + HOUR.format(history.busyHour()) + " UTC, " + number(history.busyErlang()) + " Erlang; mean of all hours " + number(history.meanSessions()));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "  %-12s %8s %8s %8s", "week", "p99", "peak", "mean"));
        LocalDate busiest = history.busiest().monday();
        history.weeks().forEach(week -> lines.add(String.format(Locale.ROOT, "  %-12s %8s %8s %8s%s", week.monday(), number(week.p99()), number(week.peak()),
                number(week.mean()), week.monday().equals(busiest) ? "  highest" : "")));
        lines.add("");
    }

    private static void ahead(List<String> lines, CapacityPlan plan) {
        PlannerSettings settings = plan.settings();
        double customers = plan.weeks().stream().mapToDouble(AheadWeek::customers).max().orElse(0);
        lines.add("sessions      " + number(plan.base()) + " x burst " + number(settings.burst()) + " x growth " + number(settings.growth())
                + (customers > 0 ? " + " + number(customers) + " of customers to come" : "") + " = " + number(plan.sessions()));
        lines.add("trunks        " + number(plan.trunks().needed()) + " for " + number(plan.trunks().erlang()) + " Erlang at " + number(plan.trunks().blockingPercent())
                + " % blocking (Erlang B); " + plan.trunks().others().stream().map(other -> number(other.trunks()) + " at " + number(other.blockingPercent()) + " %")
                        .collect(Collectors.joining(", ")));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "  %-12s %8s %10s %9s %8s %8s", "week ahead", "own", "customers", "sessions", "trunks", "workers"));
        plan.weeks().forEach(week -> lines.add(String.format(Locale.ROOT, "  %-12s %8s %10s %9s %8s %8s", week.monday(), number(week.own()), number(week.customers()),
                number(week.sessions()), number(week.trunks()), week.workers() == null ? "-" : number(week.workers()))));
        lines.add("");
    }

    private static void sizing(List<String> lines, CapacityPlan plan) {
        lines.add(String.format(Locale.ROOT, "  %-18s %12s %12s %12s %12s %8s", "limit", "a session", "a worker", "usable", "sessions", "workers"));
        for (Limit row : plan.sizing().rows()) {
            lines.add(String.format(Locale.ROOT, "  %-18s %12s %12s %12s %12s %8s%s", row.name(), number(row.perSession()), number(row.has()), number(row.usable()),
                    number(row.carries()), row.forAll() ? "in all" : number(row.needed()), row.binding() ? "  binds" : ""));
        }
        lines.add("");
        lines.add("workers       " + (plan.sizing().workers() == null ? "none carries a session" : number(plan.sizing().workers()) + " with "
                + number(plan.sizing().sessionsPerWorker()) + " sessions each") + "; " + plan.sizing().binding() + " binds");
    }

    private static void cost(List<String> lines, CapacityPlan plan) {
        CapacityPlan.Cost cost = plan.cost();
        String currency = " " + cost.currency() + " a month";
        lines.add("licences      " + (cost.licences().isEmpty() ? "-" : cost.licences().stream().map(PlanText::licences).collect(Collectors.joining(", ")) + ": "
                + number(cost.licencesPerMonth()) + currency));
        lines.add("              alone: " + cost.tiers().stream().map(tier -> licences(tier) + " " + number(tier.costPerMonth())).collect(Collectors.joining(", "))
                + " (prices: " + plan.settings().licences().stream().map(PlanText::price).collect(Collectors.joining(", ")) + ")");
        if (cost.hostsPerMonth() > 0) {
            lines.add("hosts         " + number(cost.hostsPerMonth()) + currency);
        }
        ModelCost model = cost.model();
        if (model != null) {
            lines.add("model         " + number(model.sessionHoursPerMonth()) + " session-hours a month; "
                    + (model.tokensPerMonthCost() == null ? "" : "tokens " + number(model.tokensPerMonthCost()))
                    + (model.tokensPerMonthCost() != null && model.gpusPerMonthCost() != null ? ", " : "")
                    + (model.gpusPerMonthCost() == null ? "" : number(model.gpus()) + " GPUs " + number(model.gpusPerMonthCost()))
                    + (model.cheaper() == null ? "" : ": " + model.cheaper()));
            if (model.crossingSessions() != null) {
                lines.add("crossing      both cost the same at " + number(model.crossingSessionHours()) + " session-hours a month (" + number(model.crossingSessions())
                        + " sessions around the clock): below tokens are cheaper, above GPUs");
            }
        }
        lines.add("total         " + number(cost.total()) + currency);
    }

    private static String licences(CapacityPlan.Licences licences) {
        return number(licences.count()) + " x " + licences.tier().charAt(0) + licences.tier().substring(1).toLowerCase(Locale.ROOT);
    }

    private static String price(Licence licence) {
        return licence.tier().charAt(0) + licence.tier().substring(1).toLowerCase(Locale.ROOT) + " " + number(licence.costPerMonth()) + " for "
                + (licence.endpoints() == null ? "any number" : number(licence.endpoints()));
    }

    /** Three digits that count, and all of those before the point. */
    private static String number(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) || size >= 1_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        String text = String.format(Locale.ROOT, size >= 100 ? "%.1f" : size >= 1 ? "%.2f" : "%.4f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
