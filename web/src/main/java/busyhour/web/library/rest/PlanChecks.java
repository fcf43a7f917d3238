package busyhour.web.library.rest;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import busyhour.web.http.Answer;
import busyhour.web.library.ResolvedPlan;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanFault;
import busyhour.web.plan.PlanReader;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/** What a check of a plan is answered with. */
final class PlanChecks {

    private static final Pattern WARNING = Pattern.compile("[^:]*:(\\d+):(\\d+): (.*)", Pattern.DOTALL);

    private PlanChecks() {
    }

    /** Reads a plan, or says what is wrong with it. */
    interface Reading {
        ResolvedPlan read() throws PlanException;
    }

    static Map<String, Object> answer(byte[] text, boolean yaml, Reading reading) {
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            ResolvedPlan resolved = reading.read();
            answer.put("valid", true);
            answer.put("faults", List.of());
            answer.put("warnings", resolved.warnings().stream().map(PlanChecks::warning).toList());
            answer.put("summary", summary(resolved));
        } catch (PlanException e) {
            answer.put("valid", false);
            answer.put("faults", e.faults().stream().map(PlanChecks::fault).toList());
            answer.put("warnings", List.of());
            answer.put("summary", null);
        }
        answer.put("plan", tree(text, yaml));
        return answer;
    }

    /** As it was sent: for an editor that shows it as a form. Null when it cannot be parsed. */
    private static JsonNode tree(byte[] text, boolean yaml) {
        try {
            JsonNode tree = yaml ? PlanReader.jsonOf(text).map(Answer::parsed).orElse(null) : Answer.JSON.readTree(new String(text, StandardCharsets.UTF_8));
            return tree == null || !tree.isObject() ? null : tree;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static Map<String, Object> fault(PlanFault fault) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("line", fault.line());
        json.put("column", fault.column());
        json.put("field", fault.field());
        json.put("found", fault.found());
        json.put("expected", fault.expected());
        return json;
    }

    private static Map<String, Object> warning(String line) {
        Map<String, Object> json = new LinkedHashMap<>();
        Matcher parts = WARNING.matcher(line);
        boolean placed = parts.matches();
        json.put("line", placed ? Integer.valueOf(parts.group(1)) : null);
        json.put("column", placed ? Integer.valueOf(parts.group(2)) : null);
        json.put("text", placed ? parts.group(3) : line);
        return json;
    }

    private static Map<String, Object> summary(ResolvedPlan resolved) {
        Plan plan = resolved.plan();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", plan.name());
        json.put("endpoints", plan.endpoints());
        json.put("groups", plan.groups().stream().map(group -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", group.name());
            one.put("endpoints", group.endpoints());
            one.put("calls", group.callee().calls());
            return one;
        }).toList());
        json.put("accounts", resolved.shortfalls().stream().map(shortfall -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("registrar", shortfall.registrar());
            one.put("needed", shortfall.needed());
            one.put("free", shortfall.free());
            one.put("total", shortfall.total());
            return one;
        }).toList());
        return json;
    }
}
