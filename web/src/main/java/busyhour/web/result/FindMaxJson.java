package busyhour.web.result;

import busyhour.web.plan.FindMax;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** The part {@code findMax} of the result's document. Stateless. */
final class FindMaxJson {
    private FindMaxJson() {
    }

    static void write(ObjectNode node, FindMaxResult result) {
        FindMax plan = result.plan();
        node.put("group", result.groupName());
        node.put("of", word(plan.of()));
        node.put("unit", plan.of() == FindMax.Of.RATE ? "calls/s" : "calls");
        node.put("status", word(result.status()));
        node.put("words", result.words());
        level(node, "max", "maxText", plan, result.level());
        node.put("confirmed", result.confirmed());
        level(node, "broken", "brokenText", plan, result.broken());
        texts(node.putArray("limits"), result.limits());
        ArrayNode until = node.putArray("until");
        plan.until().forEach(threshold -> until.add(threshold.text()));
        node.put("holdMs", plan.holdMs());
        node.put("confirmMs", plan.confirmMs());
        ResultJson.put(node, "cpuCeiling", plan.cpuCeiling());
        FindMaxResult.Trial trial = result.trial();
        if (trial == null) {
            node.putNull("trial");
        } else {
            level(node.putObject("trial").put("phase", word(trial.phase())).put("attempt", trial.attempt()).put("doing", trial.doing()),
                    "level", "text", plan, trial.level());
        }
        ArrayNode steps = node.putArray("steps");
        result.steps().forEach(step -> step(steps.addObject(), plan, step));
    }

    /** Null for no level. */
    private static void level(ObjectNode node, String key, String textKey, FindMax plan, long level) {
        ResultJson.put(node, key, level == 0 ? Double.NaN : plan.value(level));
        node.put(textKey, level == 0 ? null : plan.text(level));
    }

    private static void step(ObjectNode node, FindMax plan, FindMaxResult.Step step) {
        FindMaxResult.Figures figures = step.figures();
        node.put("phase", word(step.phase()));
        level(node, "level", "text", plan, step.level());
        node.put("attempt", step.attempt());
        node.put("fromSecond", step.fromSecond());
        node.put("toSecond", step.toSecond());
        node.put("outcome", word(step.outcome()));
        texts(node.putArray("limits"), step.limits());
        node.put("offered", figures.offered());
        node.put("started", figures.started());
        node.put("answered", figures.answered());
        node.put("failed", figures.failed());
        node.put("dropped", figures.dropped());
        ResultJson.put(node, "asr", figures.asr());
        ResultJson.put(node, "concurrent", figures.concurrent());
        ResultJson.put(node, "setupP95Ms", figures.setupP95Ms());
        ResultJson.put(node, "mosAvg", figures.mosAvg());
        ResultJson.put(node, "shardBusyRatio", figures.shardBusy());
        ResultJson.put(node, "sendLatenessP99Us", figures.latenessP99Us());
        node.put("kernelDrops", figures.kernelDrops());
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    /** {@code all-held}. */
    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
