package busyhour.web.planner;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import busyhour.web.planner.CapacityPlan.Cost;
import busyhour.web.planner.CapacityPlan.Licences;
import busyhour.web.planner.CapacityPlan.ModelCost;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Plans and histories as JSON. Stateless. */
public final class PlanJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final double DIGITS = 1e6;

    private PlanJson() {
    }

    public static ObjectNode tree(CapacityPlan plan) {
        ObjectNode root = MAPPER.createObjectNode();
        root.set("history", tree(plan.history()));
        root.set("settings", SettingsJson.tree(plan.settings()));
        root.put("base", plan.base());
        put(root, "trendPerWeek", plan.trendPerWeek());
        root.put("sessions", plan.sessions());
        ObjectNode trunks = root.putObject("trunks");
        put(trunks, "erlang", plan.trunks().erlang());
        put(trunks, "blockingPercent", plan.trunks().blockingPercent());
        trunks.put("needed", plan.trunks().needed());
        ArrayNode others = trunks.putArray("others");
        plan.trunks().others().forEach(other -> put(others.addObject(), "blockingPercent", other.blockingPercent()).put("trunks", other.trunks()));
        ArrayNode weeks = root.putArray("weeks");
        plan.weeks().forEach(week -> put(put(weeks.addObject().put("monday", week.monday().toString()), "own", week.own()), "customers", week.customers())
                .put("sessions", week.sessions()).put("trunks", week.trunks()).put("workers", week.workers()));
        sizing(root.putObject("sizing"), plan.sizing());
        cost(root.putObject("cost"), plan.cost());
        plan.warnings().forEach(root.putArray("warnings")::add);
        return root;
    }

    private static void sizing(ObjectNode node, CapacityPlan.Sizing sizing) {
        node.put("binding", sizing.binding());
        node.put("sessionsPerWorker", sizing.sessionsPerWorker());
        node.put("workers", sizing.workers());
        node.put("endpoints", sizing.endpoints());
        ArrayNode limits = node.putArray("limits");
        sizing.rows().forEach(row -> put(put(put(limits.addObject().put("name", row.name()).put("unit", row.unit()), "perSession", row.perSession()), "has", row.has()),
                "usable", row.usable()).put("carries", row.carries()).put("forAll", row.forAll()).put("needed", row.needed()).put("binding", row.binding()));
    }

    private static void cost(ObjectNode node, Cost cost) {
        node.put("currency", cost.currency());
        licences(node.putArray("licences"), cost.licences());
        put(node, "licencesPerMonth", cost.licencesPerMonth());
        licences(node.putArray("tiers"), cost.tiers());
        put(node, "hostsPerMonth", cost.hostsPerMonth());
        ModelCost model = cost.model();
        if (model == null) {
            node.putNull("model");
        } else {
            ObjectNode of = node.putObject("model");
            put(of, "sessionHoursPerMonth", model.sessionHoursPerMonth());
            put(of, "tokenCostPerSessionHour", model.tokenCostPerSessionHour());
            put(of, "tokensPerMonthCost", model.tokensPerMonthCost());
            of.put("gpus", model.gpus());
            put(of, "gpusPerMonthCost", model.gpusPerMonthCost());
            put(of, "crossingSessions", model.crossingSessions());
            put(of, "crossingSessionHours", model.crossingSessionHours());
            of.put("cheaper", model.cheaper());
        }
        put(node, "total", cost.total());
    }

    private static void licences(ArrayNode array, List<Licences> all) {
        all.forEach(licences -> put(array.addObject().put("tier", licences.tier()).put("count", licences.count()).put("endpoints", licences.endpoints()),
                "costPerMonth", licences.costPerMonth()));
    }

    public static ObjectNode tree(History history) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("name", history.name());
        node.put("calls", history.calls());
        put(node, "meanSeconds", history.meanSeconds());
        node.put("from", history.from().toString());
        node.put("to", history.to().toString());
        node.put("busyHour", history.busyHour().toString());
        put(node, "busyErlang", history.busyErlang());
        put(node, "meanSessions", history.meanSessions());
        ArrayNode weeks = node.putArray("weeks");
        history.weeks().forEach(week -> put(weeks.addObject().put("monday", week.monday().toString()).put("minutes", week.minutes()).put("p99", week.p99())
                .put("peak", week.peak()), "mean", week.mean()));
        return node;
    }

    /** One that {@link #tree(History)} wrote. */
    public static History history(JsonNode node) {
        try {
            List<History.Week> weeks = new ArrayList<>();
            node.path("weeks").forEach(week -> weeks.add(new History.Week(LocalDate.parse(week.path("monday").asText()), week.path("minutes").asInt(),
                    week.path("p99").asInt(), week.path("peak").asInt(), week.path("mean").asDouble())));
            return new History(node.path("name").asText(), node.path("calls").isNumber() ? node.path("calls").asLong() : null,
                    node.path("meanSeconds").isNumber() ? node.path("meanSeconds").asDouble() : null, Instant.parse(node.path("from").asText()),
                    Instant.parse(node.path("to").asText()), weeks, Instant.parse(node.path("busyHour").asText()), node.path("busyErlang").asDouble(),
                    node.path("meanSessions").asDouble());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no history: " + e.getMessage(), e);
        }
    }

    private static ObjectNode put(ObjectNode node, String name, Double value) {
        SettingsField.put(node, name, value == null ? null : Double.valueOf(Math.rint(value * DIGITS) / DIGITS));
        return node;
    }
}
