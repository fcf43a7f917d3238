package busyhour.web.plan;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * YAML text as a tree. Scalars keep their text as written: the reader of a field says what it means, so {@code on},
 * {@code 010} or {@code 1:30} are never silently something else. Aliases and merge keys are followed, up to
 * {@link #MAX_NODES} nodes in all.
 */
final class YamlTree {
    static final int MAX_NODES = 200_000;
    static final int MAX_DEPTH = 32;

    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    private final Faults faults;
    private final Set<Node> path = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    private YamlTree(Faults faults) {
        this.faults = faults;
    }

    /** Null when the text is not YAML: then a fault was added. */
    static PlanNode parse(String text, Faults faults) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MAX_NODES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(PlanReader.MAX_PLAN_BYTES);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                return new PlanNode.Scalar(1, 1, PlanNode.Kind.NULL, "");
            }
            return new YamlTree(faults).convert(root, "");
        } catch (TooLarge e) {
            faults.add(1, 1, "plan", "more than " + MAX_NODES + " values", "a smaller plan (aliases count where they are used)");
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
            faults.add(mark == null ? 1 : mark.getLine() + 1, mark == null ? 1 : mark.getColumn() + 1, "plan",
                    "text that is not YAML (" + problem(e) + ")", "a YAML document");
        } catch (ReaderException e) {
            String before = text.substring(0, text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length()))));
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            faults.add(line, before.length() - before.lastIndexOf('\n'), "plan",
                    String.format("the character U+%04X", e.getCodePoint()), "printable text");
        } catch (YAMLException e) {
            faults.add(1, 1, "plan", "text that is not YAML (" + e.getMessage() + ")", "a YAML document");
        }
        return null;
    }

    private static String problem(MarkedYAMLException e) {
        String problem = e.getProblem() == null ? "malformed" : e.getProblem();
        return e.getContext() == null ? problem : e.getContext() + ": " + problem;
    }

    private PlanNode convert(Node node, String at) {
        if (++nodes > MAX_NODES) {
            throw new TooLarge();
        }
        int line = node.getStartMark().getLine() + 1;
        int column = node.getStartMark().getColumn() + 1;
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar, line, column);
        }
        if (!path.add(node) || path.size() > MAX_DEPTH) {
            faults.add(line, column, at, "an alias to what it stands in, or more than " + MAX_DEPTH + " levels",
                    "a tree");
            return new PlanNode.Scalar(line, column, PlanNode.Kind.NULL, "");
        }
        try {
            return node instanceof SequenceNode sequence
                    ? sequence(sequence, line, column, at)
                    : mapping((MappingNode) node, line, column, at);
        } finally {
            path.remove(node);
        }
    }

    private static PlanNode scalar(ScalarNode node, int line, int column) {
        String text = node.getValue();
        PlanNode.Kind kind = PlanNode.Kind.TEXT;
        if (node.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN) {
            if (text.isEmpty() || text.equals("~") || text.equals("null")) {
                kind = PlanNode.Kind.NULL;
            } else if (text.equals("true") || text.equals("false")) {
                kind = PlanNode.Kind.BOOLEAN;
            } else if (JSON_NUMBER.matcher(text).matches()) {
                kind = PlanNode.Kind.NUMBER;
            }
        }
        return new PlanNode.Scalar(line, column, kind, text);
    }

    private PlanNode sequence(SequenceNode node, int line, int column, String at) {
        List<PlanNode> items = new ArrayList<>(node.getValue().size());
        for (Node item : node.getValue()) {
            items.add(convert(item, at + "[" + items.size() + "]"));
        }
        return new PlanNode.Sequence(line, column, items);
    }

    private PlanNode mapping(MappingNode node, int line, int column, String at) {
        Map<String, PlanNode.Entry> entries = new LinkedHashMap<>();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : node.getValue()) {
            Node keyNode = tuple.getKeyNode();
            int keyLine = keyNode.getStartMark().getLine() + 1;
            int keyColumn = keyNode.getStartMark().getColumn() + 1;
            if (!(keyNode instanceof ScalarNode key)) {
                faults.add(keyLine, keyColumn, at.isEmpty() ? "plan" : at, "a list or map as a key", "a name");
            } else if (key.getValue().equals("<<") && key.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN) {
                merged.add(tuple.getValueNode());
            } else if (entries.containsKey(key.getValue())) {
                faults.add(keyLine, keyColumn, below(at, key.getValue()), "this key a second time", "each key once");
            } else {
                entries.put(key.getValue(), new PlanNode.Entry(keyLine, keyColumn,
                        convert(tuple.getValueNode(), below(at, key.getValue()))));
            }
        }
        merged.forEach(value -> merge(convert(value, below(at, "<<")), entries));
        return new PlanNode.Mapping(line, column, entries);
    }

    private static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private void merge(PlanNode value, Map<String, PlanNode.Entry> into) {
        if (value instanceof PlanNode.Mapping mapping) {
            mapping.entries().forEach(into::putIfAbsent);
        } else if (value instanceof PlanNode.Sequence sequence) {
            sequence.items().forEach(item -> merge(item, into));
        } else {
            faults.add(value, "<<", "a map to merge");
        }
    }

    /** Aliases multiply: the text may be small and the tree is not. */
    private static final class TooLarge extends RuntimeException {
        TooLarge() {
            super(null, null, false, false);
        }
    }
}
