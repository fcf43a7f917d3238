package busyhour.web.plan;

import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Load;
import busyhour.web.plan.FindMax.Of;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code find-max}. One thread, one use. */
final class FindMaxReader {
    static final String KEY = "find-max";
    /** What only the search may set of its group. */
    private static final List<String> SET_BY_SEARCH = List.of("arrivals", "users", "ramp", "calls", "for");
    private static final Pattern FACTOR = Pattern.compile("\\d{1,2}(\\.\\d{1,3})?");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,2})?)\\s*%");
    private static final int MAX_STEPS = 1_000;
    private static final long MAX_PER_MS = Load.MAX_PER_MS;
    private static final long DAY_MS = 24 * 3_600_000L;
    private static final String EXPECTED = "a map with group and to, such as { group: callers, to: 1000/s }";

    private final Fields plan;
    private final Fields fields;
    private final List<GroupDraft> drafts;

    private FindMaxReader(Fields plan, Fields fields, List<GroupDraft> drafts) {
        this.plan = plan;
        this.fields = fields;
        this.drafts = drafts;
    }

    /** Null when the plan has none, or none that can be worked with. */
    static FindMax read(Fields plan, List<GroupDraft> drafts, List<Threshold> thresholds) {
        Fields fields = plan.map(KEY, EXPECTED);
        return fields == null ? null : new FindMaxReader(plan, fields, drafts).read(thresholds);
    }

    private FindMax read(List<Threshold> thresholds) {
        int group = group();
        Of of = fields.choice("of", "rate", "rate", "concurrency").equals("rate") ? Of.RATE : Of.CONCURRENCY;
        Ramp from = level("from", of, new Ramp(10, 1_000));
        Ramp to = level("to", of, null);
        Ramp step = level("step", of, null);
        Ramp resolution = level("resolution", of, null);
        if (!fields.has("to")) {
            fields.fault("to", "the last level of the search");
        }
        int factorMilli = factor(step != null);
        long holdMs = fields.durationMs("hold", 1_000, 3_600_000, 10_000);
        long confirmMs = fields.durationMs("confirm", 1_000, DAY_MS, Math.max(holdMs, 30_000));
        long ringMs = drafts.stream().mapToLong(GroupDraft::ringMs).max().orElse(0);
        long settleMs = fields.durationMs("settle", 100, 300_000, 5_000 + ringMs);
        int retries = fields.number("retries", 0, 5, 1);
        double ceiling = ceiling();
        List<Threshold> until = until(thresholds);
        fields.refuseOthers(Set.of());
        if (group < 0 || from == null || to == null) {
            return null;
        }
        long perMs = commonPerMs(from, to, step, resolution);
        if (perMs < 0) {
            return null;
        }
        FindMax found = new FindMax(group, of, of == Of.RATE ? perMs : 0, scaled(from, perMs), scaled(to, perMs),
                step == null ? 0 : scaled(step, perMs), step == null ? factorMilli : 0,
                resolution != null ? scaled(resolution, perMs) : step != null ? scaled(step, perMs) : 0,
                holdMs, confirmMs, settleMs, retries, until, ceiling, fields.has("cpu-ceiling"));
        check(found);
        return found;
    }

    private int group() {
        String name = fields.requiredText("group", "the name of a group that calls");
        List<String> callers = drafts.stream().filter(draft -> draft.callee() != null && draft.callee().calls())
                .map(GroupDraft::name).filter(Objects::nonNull).toList();
        if (name != null && !callers.contains(name)) {
            fields.fault("group", "the name of a group that calls" + Spelling.hint(name, callers));
            return -1;
        }
        if (name == null) {
            return -1;
        }
        int index = drafts.stream().map(GroupDraft::name).toList().indexOf(name);
        for (String key : SET_BY_SEARCH) {
            if (drafts.get(index).fields().has(key)) {
                drafts.get(index).fields().fault(key, "none: find-max sets how many calls this group makes");
            }
        }
        return index;
    }

    /** A rate, or a number of calls in each "0 ms". */
    private Ramp level(String key, Of of, Ramp fallback) {
        if (of == Of.CONCURRENCY) {
            return fields.has(key) ? new Ramp(fields.number(key, 1, 1_000_000, 1), 1)
                    : fallback == null ? null : new Ramp(fallback.calls(), 1);
        }
        String expected = "a rate such as 10/s or 600/m";
        String text = fields.text(key, expected);
        if (text == null) {
            return fallback;
        }
        Ramp rate = PlanUnits.rate(text);
        if (rate == null) {
            fields.fault(key, expected);
        }
        return rate == null ? fallback : rate;
    }

    private int factor(boolean hasStep) {
        String expected = "a number from 1.05 to 10 such as 1.5";
        String text = fields.text("factor", expected);
        if (text == null) {
            return 1_500;
        }
        if (hasStep) {
            fields.fault("factor", "either step or factor, not both");
        }
        int milli = FACTOR.matcher(text).matches() ? new BigDecimal(text).movePointRight(3).intValueExact() : 0;
        if (milli < 1_050 || milli > 10_000) {
            fields.fault("factor", expected);
            return 1_500;
        }
        return milli;
    }

    private double ceiling() {
        String expected = "a share from 1% to 100%";
        String text = fields.text("cpu-ceiling", expected);
        if (text == null) {
            return 0.8;
        }
        var percent = PERCENT.matcher(text.trim());
        double value = percent.matches() ? Double.parseDouble(percent.group(1)) : 0;
        if (value < 1 || value > 100) {
            fields.fault("cpu-ceiling", expected);
            return 0.8;
        }
        return value / 100;
    }

    /** Without a list of its own the plan's thresholds, so far as a step has their statistics, and that calls are answered. */
    private List<Threshold> until(List<Threshold> thresholds) {
        StatisticPaths paths = new StatisticPaths(drafts.stream().map(GroupDraft::name).toList());
        if (!fields.has("until")) {
            Threshold answered = ThresholdReader.one("asr >= 99", paths);
            boolean judged = thresholds.stream().anyMatch(threshold -> threshold.path().equals(answered.path()));
            return Stream.concat(thresholds.stream().filter(Threshold::isOfPart),
                    judged ? Stream.empty() : Stream.of(answered)).toList();
        }
        List<Threshold> until = ThresholdReader.readAll(fields, "until", paths);
        for (Threshold threshold : until) {
            if (!threshold.isOfPart()) {
                fields.fault("until", PlanFault.quoted(threshold.text()), "statistics that a step has of its own: metrics, groups, calls, engine");
            }
        }
        if (until.isEmpty() && !fields.faults().any()) {
            fields.fault("until", "an empty list", "at least one threshold");
        }
        return until;
    }

    /** The time in which all levels are whole numbers of calls; -1 with a fault when there is none of an hour. */
    private long commonPerMs(Ramp... rates) {
        long perMs = 1;
        for (Ramp rate : rates) {
            if (rate != null) {
                perMs = perMs / gcd(perMs, rate.perMs()) * rate.perMs();
                if (perMs > MAX_PER_MS) {
                    plan.fault(KEY, "rates of such different times", "rates of like times, such as all of them for a second");
                    return -1;
                }
            }
        }
        return perMs;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static long scaled(Ramp rate, long perMs) {
        return rate.calls() * (perMs / rate.perMs());
    }

    private void check(FindMax found) {
        if (found.to() < found.from()) {
            fields.fault("to", "at least from, " + found.text(found.from()));
            return;
        }
        if (found.to() > Load.MAX_AMOUNT) {
            fields.fault("to", "at most " + found.text(Load.MAX_AMOUNT));
            return;
        }
        if (found.value(found.from()) * found.holdMs() < 1_000) {
            fields.fault("from", "a level with at least one call in " + PlanUnits.duration(found.holdMs()) + " (hold)");
        }
        if (found.confirmMs() < found.holdMs()) {
            fields.fault("confirm", "at least hold, " + PlanUnits.duration(found.holdMs()));
        }
        if (found.step() > 0 && (found.to() - found.from()) / found.step() > MAX_STEPS) {
            fields.fault("step", "at most " + MAX_STEPS + " steps from " + found.text(found.from()) + " to " + found.text(found.to()));
        }
        GroupDraft draft = drafts.get(found.group());
        if (found.of() == Of.CONCURRENCY && found.to() > draft.endpoints()) {
            fields.fault("to", "at most " + draft.endpoints() + ": the group has no more endpoints");
        }
        if (found.of() == Of.RATE) {
            warnOfRate(found, draft);
        }
    }

    private void warnOfRate(FindMax found, GroupDraft draft) {
        double wanted = found.value(found.to()) * draft.durationMs() / 1_000.0;
        if (wanted > draft.endpoints()) {
            fields.warn("to", found.text(found.to()) + " with calls of " + PlanUnits.duration(draft.durationMs()) + " takes "
                    + (long) Math.ceil(wanted) + " callers, the group has " + draft.endpoints() + ": the search will end before");
        }
        if (draft.durationMs() > found.holdMs()) {
            fields.warn("hold", "calls of " + PlanUnits.duration(draft.durationMs()) + " outlast a step of "
                    + PlanUnits.duration(found.holdMs()) + ": the number of calls up does not settle within a step");
        }
    }
}
