package busyhour.web.plan;

import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.ArrivalSpec.Kind;
import busyhour.ipc.plan.ArrivalSpec.Stage;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What makes a group's calls come: {@code arrivals} (a rate, ramp, steps or trace, by the clock) or {@code users} (a number, ramp or steps
 * of callers who call again). One thread, one use.
 */
final class ArrivalsReader {
    private static final String ARRIVALS = "a rate such as 100/s, or a map with one of rate, ramp, steps and trace";
    private static final String USERS = "a number of users such as 200, { from: 0, to: 500, over: 60s }, or { steps: [{ users: 10, for: 30s }] }";
    private static final String RATE = "a rate such as 10/s, 30/m or 0/s";
    private static final List<String> SHAPES = List.of("rate", "ramp", "steps", "trace");
    private static final long LONGEST_MS = 7 * 24 * 3_600_000L;
    private static final int MAX_STEPS = 1_000;

    private final Fields group;
    private final PlanFiles files;
    private final int endpoints;
    private final long forMs;

    private ArrivalsReader(Fields group, PlanFiles files, int endpoints, long forMs) {
        this.group = group;
        this.files = files;
        this.endpoints = endpoints;
        this.forMs = forMs;
    }

    /** @param forMs the group's {@code for}, its own or from above; 0 = none. */
    static ArrivalSpec read(Fields group, PlanFiles files, String name, int endpoints, long forMs) {
        ArrivalsReader reader = new ArrivalsReader(group, files, endpoints, forMs);
        PlanNode arrivals = group.find("arrivals");
        PlanNode users = group.find("users");
        if (arrivals == null && users == null) {
            return ArrivalSpec.BY_CALLER;
        }
        String key = arrivals == null ? "users" : "arrivals";
        if (arrivals != null && users != null) {
            group.fault("users", "either arrivals, which come by the clock, or users, who call again after each call");
        }
        for (String other : List.of("ramp", "calls")) {
            if (group.has(other)) {
                group.fault(other, "none beside " + key + ", which says when calls come");
            }
        }
        // another name is another process: two groups of one plan are not to call in step
        ArrivalSpec spec = arrivals == null ? reader.users(users) : reader.arrivals(arrivals, name == null ? 0 : name.hashCode() & 0xFFFF);
        return spec == null ? ArrivalSpec.BY_CALLER : spec;
    }

    private ArrivalSpec arrivals(PlanNode value, long usualSeed) {
        ArrivalSpec plain = new ArrivalSpec(Kind.RATE, List.of(), List.of(), false, 0, ArrivalSpec.PATIENCE_MS);
        if (value instanceof PlanNode.Scalar) {
            return staged(plain, "arrivals", steady(rate(group, "arrivals")));
        }
        if (!(value instanceof PlanNode.Mapping mapping)) {
            group.fault("arrivals", ARRIVALS);
            return null;
        }
        Fields fields = new Fields(mapping, group.pathOf("arrivals"), group.faults());
        List<String> shapes = SHAPES.stream().filter(fields::has).toList();
        boolean poisson = fields.flag("poisson", false);
        int seed = fields.number("seed", 0, Integer.MAX_VALUE, (int) usualSeed);
        ArrivalSpec spec = plain.withPatienceMs(fields.durationMs("patience", 0, 3_600_000, ArrivalSpec.PATIENCE_MS));
        if (fields.has("seed") && !poisson) {
            fields.fault("seed", "poisson: true, which draws by it");
        }
        ArrivalSpec read = null;
        if (shapes.size() != 1) {
            group.fault("arrivals", shapes.isEmpty() ? "none of them" : String.join(" and ", shapes), ARRIVALS);
        } else {
            read = switch (shapes.getFirst()) {
                case "rate" -> staged(spec, "arrivals", steady(rate(fields, "rate")));
                case "ramp" -> staged(spec, "arrivals", ramp(fields));
                case "steps" -> staged(spec, "arrivals", steps(fields, "rate", "a list of steps such as { rate: 10/s, for: 30s }"));
                default -> trace(spec, fields, poisson);
            };
        }
        fields.refuseOthers(Set.of("spread", "burst"));
        return read == null || !poisson ? read : read.withPoisson(seed);
    }

    private ArrivalSpec users(PlanNode value) {
        ArrivalSpec plain = new ArrivalSpec(Kind.USERS, List.of(), List.of(), false, 0, ArrivalSpec.PATIENCE_MS);
        if (value instanceof PlanNode.Scalar) {
            return staged(plain, "users", steady(number(group, "users")));
        }
        if (!(value instanceof PlanNode.Mapping mapping)) {
            group.fault("users", USERS);
            return null;
        }
        Fields fields = new Fields(mapping, group.pathOf("users"), group.faults());
        boolean inSteps = fields.has("steps");
        List<Stage> stages = inSteps ? steps(fields, "users", "a list of steps such as { users: 10, for: 30s }")
                : between(fields, fields.has("from") ? number(fields, "from") : Load.users(0), number(fields, "to"));
        fields.refuseOthers(Set.of());
        return staged(plain, "users", stages);
    }

    /** A load without an end of its own; null after a fault. */
    private List<Stage> steady(Load load) {
        if (load != null && forMs == 0) {
            group.fault("for", "how long calls come, such as for: 10m");
        }
        return load == null || forMs == 0 ? null : List.of(Stage.of(load, forMs));
    }

    private List<Stage> ramp(Fields arrivals) {
        Fields fields = arrivals.map("ramp", "a map such as { from: 0/s, to: 100/s, over: 60s }");
        if (fields == null) {
            return null;
        }
        Load from = fields.has("from") ? rate(fields, "from") : Load.rate(0, 1);
        List<Stage> stages = between(fields, from, rate(fields, "to"));
        fields.refuseOthers(Set.of());
        return stages;
    }

    private List<Stage> between(Fields fields, Load from, Load to) {
        long overMs = fields.durationMs("over", 1, LONGEST_MS, 0);
        if (!fields.has("over")) {
            fields.fault("over", "how long it takes, such as 60s");
        }
        if (from == null || to == null || overMs == 0) {
            return null;
        }
        long perMs = from.amount() == 0 ? to.perMs() : to.amount() == 0 ? from.perMs() : common(from.perMs(), to.perMs());
        long first = from.amount() * (perMs / Math.min(perMs, from.perMs()));
        long last = to.amount() * (perMs / Math.min(perMs, to.perMs()));
        if (perMs > Load.MAX_PER_MS || Math.max(first, last) > Load.MAX_AMOUNT) {
            fields.fault("to", "a rate for the same time as from, such as both for a second");
            return null;
        }
        return List.of(new Stage(first, last, perMs, overMs));
    }

    private static long common(long a, long b) {
        long x = a;
        long y = b;
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return a / x * b;
    }

    private List<Stage> steps(Fields fields, String what, String expected) {
        PlanNode.Sequence list = fields.list("steps", expected);
        if (list == null || list.items().isEmpty() || list.items().size() > MAX_STEPS) {
            if (list != null) {
                fields.fault("steps", list.items().size() + " steps", "1 to " + MAX_STEPS + " steps");
            }
            return null;
        }
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            String path = fields.pathOf("steps") + "[" + i + "]";
            if (!(list.items().get(i) instanceof PlanNode.Mapping mapping)) {
                group.faults().add(list.items().get(i), path, "a map with " + what + " and for");
                continue;
            }
            Fields step = new Fields(mapping, path, group.faults());
            Load load = what.equals("rate") ? rate(step, what) : number(step, what);
            long overMs = step.durationMs("for", 1, LONGEST_MS, 0);
            if (!step.has("for")) {
                step.fault("for", "how long the step takes, such as 30s");
            }
            step.refuseOthers(Set.of());
            if (load != null && overMs > 0) {
                stages.add(Stage.of(load, overMs));
            }
        }
        return stages.size() == list.items().size() ? stages : null;
    }

    private ArrivalSpec trace(ArrivalSpec spec, Fields fields, boolean poisson) {
        if (poisson) {
            fields.fault("poisson", "none with a trace, whose times are given");
        }
        List<Long> times = ArrivalTrace.read(fields, "trace", files);
        if (times == null) {
            return null;
        }
        List<Long> within = forMs == 0 ? times : times.stream().filter(us -> us < forMs * 1_000).toList();
        if (within.size() < times.size()) {
            fields.warn("trace", (times.size() - within.size()) + " of " + times.size() + " calls come after " + PlanUnits.duration(forMs)
                    + " (for) and are left out");
        }
        return new ArrivalSpec(Kind.TRACE, List.of(), within, false, 0, spec.patienceMs());
    }

    /** The last stage goes on until {@code for}; what comes after it is left out. */
    private ArrivalSpec staged(ArrivalSpec spec, String key, List<Stage> stages) {
        if (stages == null) {
            return null;
        }
        ArrivalSpec whole = spec.withStages(stages);
        if (whole.stagesMs() > LONGEST_MS) {
            group.fault(key, PlanUnits.duration(whole.stagesMs()) + " in all", "at most " + PlanUnits.duration(LONGEST_MS));
            return null;
        }
        if (forMs > whole.stagesMs()) {
            Stage last = stages.getLast();
            List<Stage> longer = new ArrayList<>(stages);
            longer.add(new Stage(last.to(), last.to(), last.perMs(), forMs - whole.stagesMs()));
            whole = spec.withStages(longer);
        } else if (forMs > 0 && forMs < whole.stagesMs()) {
            group.fault("for", PlanUnits.duration(forMs), "at least the " + PlanUnits.duration(whole.stagesMs()) + " that " + key + " take");
        }
        long most = whole.stages().stream().mapToLong(stage -> Math.max(stage.from(), stage.to())).max().orElse(0);
        if (spec.kind() == Kind.USERS && most > endpoints) {
            group.fault("users", most + " users", "at most " + endpoints + ", the group's endpoints: each user is one");
        }
        if (most == 0) {
            group.fault(key, "no call at any time", "a load that is more than none");
        }
        return whole;
    }

    private static Load rate(Fields at, String key) {
        String text = at.text(key, RATE);
        Ramp rate = text == null ? null : PlanUnits.rateOrNone(text);
        if (rate == null || rate.calls() > Load.MAX_AMOUNT || rate.perMs() > Load.MAX_PER_MS) {
            if (text != null || !at.has(key)) {
                at.fault(key, RATE + ", at most " + Load.MAX_AMOUNT + " calls in a time of an hour or less");
            }
            return null;
        }
        return Load.rate(rate.calls(), rate.perMs());
    }

    private Load number(Fields at, String key) {
        if (!at.has(key)) {
            at.fault(key, "a number of users");
            return null;
        }
        return Load.users(at.number(key, 0, (int) Load.MAX_AMOUNT, 1));
    }
}
