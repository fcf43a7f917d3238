package busyhour.web.plan;

import java.io.StringReader;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A plan's YAML as somebody wrote it, with its comments, but without what {@link PlanSecrets} calls secrets. Any thread, one use. */
public final class YamlSecrets {
    private static final String HIDDEN = "\"" + PlanSecrets.HIDDEN + "\"";

    private final String text;
    /** What stands in the place of a range of code points, by its start. */
    private final TreeMap<Integer, Range> ranges = new TreeMap<>();
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private record Range(int end, String replacement) {
    }

    private YamlSecrets(String text) {
        this.text = text;
    }

    /** Empty when it is no YAML. */
    public static Optional<String> hidden(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(YamlTree.MAX_NODES);
        options.setNestingDepthLimit(YamlTree.MAX_DEPTH);
        options.setCodePointLimit(PlanReader.MAX_PLAN_BYTES);
        try {
            Node root = new Yaml(options).compose(new StringReader(yaml));
            YamlSecrets secrets = new YamlSecrets(yaml);
            if (root != null) {
                secrets.walk(root);
            }
            return Optional.of(secrets.replaced());
        } catch (YAMLException e) {
            return Optional.empty();
        }
    }

    private void walk(Node node) {
        if (!seen.add(node)) {
            return;
        }
        switch (node) {
            case ScalarNode scalar when scalar.getValue().contains(PlanSecrets.KEY) -> hide(scalar, HIDDEN);
            case SequenceNode list -> list.getValue().forEach(this::walk);
            case MappingNode map -> map.getValue().forEach(this::walk);
            default -> { }
        }
    }

    private void walk(NodeTuple entry) {
        String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
        Node value = entry.getValueNode();
        if (key.equals(PlanSecrets.PASSWORD) && value instanceof ScalarNode scalar) {
            hide(scalar, HIDDEN);
        } else if (key.equals(PlanSecrets.ACCOUNTS) && value instanceof SequenceNode accounts) {
            for (Node account : accounts.getValue()) {
                if (account instanceof ScalarNode line && line.getValue().indexOf(',') >= 0) {
                    String[] parts = line.getValue().split(",", 3);
                    hide(line, quoted(parts[0] + "," + PlanSecrets.HIDDEN + (parts.length > 2 ? "," + parts[2] : "")));
                } else {
                    walk(account);
                }
            }
        } else {
            walk(value);
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void hide(ScalarNode scalar, String replacement) {
        int start = scalar.getStartMark().getIndex();
        int end = scalar.getEndMark().getIndex();
        String was = text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end));
        ranges.put(start, new Range(end, was.endsWith("\n") ? replacement + "\n" : replacement));
    }

    private String replaced() {
        StringBuilder out = new StringBuilder(text);
        for (Map.Entry<Integer, Range> range : ranges.descendingMap().entrySet()) {
            out.replace(text.offsetByCodePoints(0, range.getKey()), text.offsetByCodePoints(0, range.getValue().end()), range.getValue().replacement());
        }
        return out.toString();
    }
}
