package busyhour.web.probe;

import java.util.ArrayList;
import java.util.List;

import busyhour.web.http.Answer;
import busyhour.web.result.ExitCode;
import busyhour.web.result.ResultJson;
import busyhour.web.store.Runs;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What an ended run says of the system that it called. The worst decides: a statistic beyond its limit, a threshold of the plan that
 * failed, or that nobody answered. A run that did not come about, was stopped, or was held up by the generator says nothing.
 *
 * @param reason null when there is nothing to say.
 */
record Judgement(Health health, String reason, List<Execution.Measured> measured) {

    Judgement {
        measured = List.copyOf(measured);
    }

    static Judgement unknown(String reason) {
        return new Judgement(Health.UNKNOWN, reason, List.of());
    }

    static Judgement of(List<Limit> limits, Runs.Run run) {
        if (!run.status().equals("COMPLETED") || run.result() == null || run.exitCode() == null) {
            return unknown(run.reason() == null ? "the run is " + run.status() : run.reason());
        }
        JsonNode result = Answer.parsed(run.result());
        List<Execution.Measured> measured = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        Health worst = Health.HEALTHY;
        for (Limit limit : limits) {
            double value = ResultJson.number(result, limit.statistic().path());
            Health health = limit.judge(value);
            measured.add(new Execution.Measured(limit.statistic().name(), Double.isNaN(value) ? null : value, health));
            worst = worst.or(health);
            reasons.addAll(reason(limit, value, health));
        }
        ExitCode exitCode = ExitCode.of(run.exitCode());
        if (exitCode == ExitCode.NO_ANSWER) {
            return new Judgement(Health.UNHEALTHY, exitCode.words(), measured);
        }
        if (exitCode != ExitCode.PASSED && exitCode != ExitCode.THRESHOLD) {
            return new Judgement(Health.UNKNOWN, exitCode.words(), measured);
        }
        for (JsonNode threshold : result.path("thresholds")) {
            if (!threshold.path("passed").asBoolean(true)) {
                worst = Health.UNHEALTHY;
                reasons.add(threshold.path("threshold").asText() + " failed" + (threshold.path("value").isNumber()
                        ? ": " + shown(threshold.path("value").asDouble()) : ""));
            }
        }
        return new Judgement(worst, reasons.isEmpty() ? null : String.join("; ", reasons), measured);
    }

    private static List<String> reason(Limit limit, double value, Health health) {
        String name = limit.statistic().name();
        return switch (health) {
            case HEALTHY -> List.of();
            case UNKNOWN -> List.of(name + " was not measured");
            case DEGRADED -> List.of(name + " is " + shown(value) + ", warning " + side(limit) + " " + shown(limit.warning()));
            case UNHEALTHY -> List.of(name + " is " + shown(value) + ", critical " + side(limit) + " " + shown(limit.critical()));
        };
    }

    private static String side(Limit limit) {
        return limit.bad() == Limit.Side.BELOW ? "below" : "above";
    }

    static String shown(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : String.format(java.util.Locale.ROOT, "%.2f", value);
    }
}
