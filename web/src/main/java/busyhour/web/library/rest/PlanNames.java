package busyhour.web.library.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import busyhour.web.http.Answer;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A plan under another name. */
final class PlanNames {

    private static final Pattern NAME = Pattern.compile("(?m)^name\\s*:.*$");

    private PlanNames() {
    }

    /** @param plan JSON; sealed secrets stay sealed. */
    static String renamed(String plan, String name) {
        ObjectNode named = Answer.JSON.createObjectNode().put("name", name);
        Answer.parsed(plan).properties().forEach(property -> named.putIfAbsent(property.getKey(), property.getValue()));
        return named.toString();
    }

    /** @param yaml null stays null; comments stay. */
    static String renamedYaml(String yaml, String name) {
        String line = "name: " + Answer.JSON.getNodeFactory().textNode(name); // a JSON text is a YAML text too
        Matcher found = NAME.matcher(yaml == null ? "" : yaml);
        return yaml == null ? null : found.find() ? found.replaceFirst(Matcher.quoteReplacement(line)) : line + "\n" + yaml;
    }
}
