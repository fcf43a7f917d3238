package busyhour.web.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Feature;
import busyhour.web.http.Page;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;

/** The plan, what of it is used, and what was billed. For owners. */
public final class BillingFeature implements Feature {

    private static final int MAX_ALERTS = 10;
    private static final double MAX_LIMIT = 1e9;
    private static final Map<String, String> TIME = Map.of("from", "ISO-8601, the period's start unless told otherwise",
            "to", "ISO-8601, the period's end unless told otherwise");

    private final Billing billing;
    private final PlanGate gate;

    public BillingFeature(Billing billing, PlanGate gate) {
        this.billing = billing;
        this.gate = gate;
    }

    @Override
    public void guard(Context context, Route route) {
        gate.check(context, route);
    }

    @Override
    public List<Route> routes() {
        Map<String, String> paged = new LinkedHashMap<>(Route.PAGING);
        paged.putAll(TIME);
        paged.put("by", "run (default), project or day");
        return List.of(
                Route.get("/billing", "The organisation's plan and what is used in this period", "Billing", this::show).needing(Access.Need.OWNER),
                Route.patch("/billing", "Choose a plan (upgrades at once, downgrades from the period's end on), limit spending, set alerts", "Billing", this::change)
                        .needing(Access.Need.OWNER).body("BillingChange").errors(415, 422),
                Route.get("/billing/plans", "Plans that can be chosen", "BillingPlan[]", this::plans).query(Map.of()).needing(Access.Need.OWNER),
                Route.get("/billing/usage", "Stream-minutes by run, project or day, newest first", "BillingUsage[]", this::usage)
                        .query(paged).needing(Access.Need.OWNER).errors(400),
                Route.get("/billing/usage.csv", "The same of every run, as CSV", "file", this::csv).query(TIME).needing(Access.Need.OWNER).errors(400),
                Route.get("/billing/periods", "Periods that are over, as they were billed, newest first", "BillingPeriod[]", this::periods)
                        .query(Map.of()).needing(Access.Need.OWNER));
    }

    @Override
    public List<Page> pages() {
        return List.of(new Page("/billing", "Billing", "billing"));
    }

    private static long organisation(Context context) {
        return Access.principal(context).organisationId();
    }

    private void show(Context context) {
        Answer.data(context, json(billing.statement(organisation(context))));
    }

    private void change(Context context) {
        long organisation = organisation(context);
        Subscription subscription = billing.subscription(organisation);
        Body body = Body.of(context);
        BillingPlan plan = plan(body, subscription);
        boolean limits = mentions(context, "spendingLimit");
        Double limit = body.number("spendingLimit", 0, MAX_LIMIT, null);
        List<Integer> alerts = alerts(body);
        body.done();
        if (plan != null) {
            billing.subscriptions().choose(subscription, plan);
        }
        if (limits) {
            billing.subscriptions().limitSpending(organisation, limit == null ? null : BigDecimal.valueOf(limit).setScale(2, RoundingMode.HALF_UP));
        }
        if (alerts != null) {
            billing.subscriptions().alertAt(organisation, alerts);
        }
        show(context);
    }

    /** Null takes the limit away, absence leaves it. */
    private static boolean mentions(Context context, String key) {
        try {
            return Answer.JSON.readTree(context.bodyAsBytes()).has(key);
        } catch (java.io.IOException e) {
            throw ApiException.badRequest("the body is no JSON");
        }
    }

    private BillingPlan plan(Body body, Subscription subscription) {
        String name = body.text("plan", 1, 64, null);
        if (name == null) {
            return null;
        }
        BillingPlan plan = billing.subscriptions().plan(name).orElse(null);
        if (plan == null || !billing.subscriptions().isOpen(plan) && !plan.name().equals(subscription.plan().name())) {
            body.fault("plan", "'" + name + "'", "one of " + String.join(", ", billing.subscriptions().plans().stream()
                    .filter(billing.subscriptions()::isOpen).map(BillingPlan::name).toList()));
            return null;
        }
        return plan;
    }

    private static List<Integer> alerts(Body body) {
        JsonNode given = body.tree("alertPercents");
        if (given == null) {
            return null;
        }
        TreeSet<Integer> percents = new TreeSet<>();
        boolean fine = given.isArray() && given.size() <= MAX_ALERTS;
        for (JsonNode percent : given) {
            fine &= percent.isInt() && percent.intValue() >= 1 && percent.intValue() <= 100;
            percents.add(percent.asInt());
        }
        if (!fine) {
            body.fault("alertPercents", given, "a list of at most " + MAX_ALERTS + " whole numbers from 1 to 100");
        }
        return List.copyOf(percents);
    }

    private void plans(Context context) {
        Answer.list(context, billing.subscriptions().plans().stream().filter(billing.subscriptions()::isOpen).map(BillingPlan::json).toList());
    }

    private void usage(Context context) {
        Statement statement = billing.statement(organisation(context));
        Answer.page(context, billing.lines(organisation(context), Requests.choice(context, "by", Billing.By.class, Billing.By.RUN), from(context, statement),
                to(context, statement), Requests.page(context), Requests.perPage(context)), BillingFeature::json);
    }

    private void csv(Context context) {
        Statement statement = billing.statement(organisation(context));
        StringBuilder csv = new StringBuilder("run,name,started,audio_seconds,video_seconds,stream_minutes\r\n");
        for (Billing.Line line : billing.lines(organisation(context), Billing.By.RUN, from(context, statement), to(context, statement), 1, Integer.MAX_VALUE).rows()) {
            csv.append(line.id()).append(',').append(quoted(line.name())).append(',').append(line.at()).append(',').append(line.usage().audioSeconds())
                    .append(',').append(line.usage().videoSeconds()).append(',').append(line.usage().minutes().toPlainString()).append("\r\n");
        }
        context.header("Content-Disposition", "attachment; filename=\"usage.csv\"").contentType("text/csv; charset=utf-8")
                .result(csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 4180; what a spreadsheet would take for a formula is told to be text. */
    static String quoted(String text) {
        String plain = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + plain.replace("\"", "\"\"") + '"';
    }

    private static Instant from(Context context, Statement statement) {
        return time(context, "from", statement.subscription().periodStart());
    }

    private static Instant to(Context context, Statement statement) {
        return time(context, "to", statement.subscription().periodEnd());
    }

    private static Instant time(Context context, String name, Instant otherwise) {
        String text = Requests.word(context, name);
        try {
            return text == null ? otherwise : Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw ApiException.badRequest(name + ": found '" + text + "', expected a time such as 2026-01-31T00:00:00Z");
        }
    }

    private void periods(Context context) {
        Answer.list(context, billing.periods(organisation(context)).stream().map(period -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("start", period.start().toString());
            json.put("end", period.end().toString());
            json.put("plan", period.plan());
            json.put("price", period.price());
            json.put("includedMinutes", period.includedMinutes());
            put(json, period.usage());
            json.put("overageCost", period.overageCost());
            return json;
        }).toList());
    }

    private static void put(Map<String, Object> json, Usage usage) {
        json.put("audioSeconds", usage.audioSeconds());
        json.put("videoSeconds", usage.videoSeconds());
        json.put("streamMinutes", usage.minutes());
    }

    private static Object json(Billing.Line line) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", line.id());
        json.put("name", line.name());
        json.put("at", line.at().toString());
        put(json, line.usage());
        return json;
    }

    private Map<String, Object> json(Statement statement) {
        Subscription subscription = statement.subscription();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("plan", subscription.plan().json());
        json.put("nextPlan", subscription.next());
        json.put("periodStart", subscription.periodStart().toString());
        json.put("periodEnd", subscription.periodEnd().toString());
        put(json, statement.usage());
        json.put("overageMinutes", Usage.minutes(statement.overageSeconds()));
        json.put("overageCost", statement.overageCost());
        OptionalLong left = statement.remainingSeconds();
        json.put("remainingMinutes", left.isEmpty() ? null : Usage.minutes(left.getAsLong()));
        json.put("spendingLimit", subscription.spendingLimit());
        json.put("alertPercents", subscription.alertPercents());
        List<Map<String, Object>> alerts = new ArrayList<>();
        billing.alerts(subscription).forEach(alert -> alerts.add(Map.of("kind", alert.kind(), "percent", alert.percent(), "at", alert.at().toString())));
        json.put("alerts", alerts);
        json.put("refusal", statement.refusal(1));
        return json;
    }
}
