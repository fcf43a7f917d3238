package busyhour.web.probe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import busyhour.ipc.plan.Assignment;
import busyhour.web.access.Accounts.Project;
import busyhour.web.http.Body;
import busyhour.web.plan.Plan;
import busyhour.web.plan.Statistic;
import busyhour.web.store.PublicId;
import busyhour.web.store.Tests;
import com.fasterxml.jackson.databind.JsonNode;

/** Reads what somebody wants a probe to be. What is absent stays as it was. */
final class ProbeBody {

    static final List<Integer> INTERVALS = List.of(1, 5, 15, 30, 60);
    private static final int MOST_LIMITS = 50;

    private final ProbedTests tests;

    ProbeBody(ProbedTests tests) {
        this.tests = tests;
    }

    /** @param before null for a new one. @throws busyhour.web.http.ApiException 422. */
    Probes.Settings read(Body body, Project project, Probe before) {
        if (before == null) {
            body.require("name");
        }
        String name = body.text("name", 1, 100, before == null ? null : before.name());
        String description = body.text("description", 0, 1_000, before == null ? "" : before.description());
        Integer interval = body.integer("intervalMinutes", 1, 60, before == null ? 5 : before.intervalMinutes());
        if (interval != null && !INTERVALS.contains(interval)) {
            body.fault("intervalMinutes", interval, "one of 1, 5, 15, 30, 60");
        }
        Damping damping = damping(body, before == null ? Damping.NONE : before.damping());
        Boolean paused = body.flag("paused", before != null && before.paused());
        JsonNode planJson = body.tree("plan");
        String testId = body.text("testId", 1, 13, null);
        JsonNode limitsJson = body.tree("limits");
        if (planJson != null && testId != null) {
            body.fault("plan", "a plan beside testId", "one of them");
        } else if (before == null && planJson == null && testId == null) {
            body.fault("testId", "nothing", "a test's id, or a plan in plan");
        }
        Optional<Tests.Test> test = testId == null ? Optional.ofNullable(before).map(Probe::testId).flatMap(id -> tests.byId(project.id(), id))
                : parsed(testId).stream().boxed().findFirst().flatMap(id -> tests.byId(project.id(), id));
        if (testId != null && test.isEmpty()) {
            body.fault("testId", testId, "the id of a test in this project");
        }
        Plan plan = planJson != null ? tests.read(project, planJson.toString()) : test.map(its -> tests.read(project, its.plan())).orElse(null);
        if (plan != null && plan.endpoints() > ProbeRuns.MOST_ENDPOINTS) {
            body.fault(planJson != null ? "plan" : "testId", "a test with " + plan.endpoints() + " endpoints", "at most " + ProbeRuns.MOST_ENDPOINTS);
        }
        List<Limit> limits = limitsJson == null && before != null ? before.limits() : limits(body, groups(plan));
        body.done();
        Long kept = planJson != null ? Long.valueOf(tests.keep(project, planJson.toString()).id()) : test.map(Tests.Test::id).orElse(null);
        return new Probes.Settings(kept, name, description, interval, limits, damping, paused);
    }

    private static OptionalLong parsed(String id) {
        return PublicId.parse(id);
    }

    private static List<String> groups(Plan plan) {
        return plan == null ? List.of() : plan.groups().stream().map(Assignment.GroupSpec::name).toList();
    }

    private static Damping damping(Body body, Damping before) {
        Body part = body.part("damping");
        if (part == null) {
            return before;
        }
        part.require("need", "of");
        int of = part.integer("of", 1, Damping.MOST, 1);
        int need = part.integer("need", 1, Damping.MOST, 1);
        if (need > of) {
            part.fault("need", need, "at most of (" + of + ")");
        }
        part.close();
        return new Damping(need, of);
    }

    private static List<Limit> limits(Body body, List<String> groups) {
        List<Body> parts = body.parts("limits");
        if (parts.size() > MOST_LIMITS) {
            body.fault("limits", parts.size() + " limits", "at most " + MOST_LIMITS);
            return List.of();
        }
        List<Limit> limits = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Body part : parts) {
            part.require("metric");
            String metric = part.text("metric", 1, 200, null);
            Double warning = part.number("warning", -1e12, 1e12, null);
            Double critical = part.number("critical", -1e12, 1e12, null);
            Limit.Side bad = part.choice("bad", Limit.Side.class, null);
            part.close();
            if (metric == null) {
                continue;
            }
            Optional<Statistic> statistic = Statistic.of(metric, groups);
            if (statistic.isEmpty()) {
                part.fault("metric", "'" + metric + "'", Statistic.expected(metric, groups));
            } else if (warning == null && critical == null) {
                part.fault("warning", "neither warning nor critical", "at least one of them");
            } else if (!seen.add(metric)) {
                part.fault("metric", "'" + metric + "' twice", "one limit for each statistic");
            } else {
                Limit.Side side = bad != null ? bad : Limit.side(statistic.get(), warning, critical);
                if (warning != null && critical != null && (side == Limit.Side.BELOW ? critical > warning : critical < warning)) {
                    part.fault("critical", critical, "a value beyond the warning of " + warning + ", as " + (side == Limit.Side.BELOW ? "low" : "high") + " values are bad");
                }
                limits.add(new Limit(statistic.get(), warning, critical, side));
            }
        }
        return limits;
    }
}
