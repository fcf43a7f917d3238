package busyhour.web.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * The passwords and private keys that stand in a plan's JSON: each has a path by which it is found again in another version of the
 * plan, such as {@code registrars[pbx].accounts[100].password}. Everything else stays as it was written. Any thread.
 */
public final class PlanSecrets {
    /** Stands in the place of a secret that is not shown. */
    public static final String HIDDEN = "…";
    static final String PASSWORD = "password";
    static final String ACCOUNTS = "accounts";
    static final String KEY = "PRIVATE KEY";

    private PlanSecrets() {
    }

    /** The plan without its secrets: fit to be shown. */
    public static String hidden(String json) {
        return mapped(json, (path, secret) -> HIDDEN);
    }

    /** Secrets by path. */
    public static Map<String, String> of(String json) {
        Map<String, String> secrets = new HashMap<>();
        mapped(json, (path, secret) -> {
            secrets.putIfAbsent(path, secret);
            return secret;
        });
        return secrets;
    }

    private static boolean isHidden(String secret) {
        return secret.strip().equals(HIDDEN);
    }

    /**
     * The same plan with other secrets.
     *
     * @param change is given the path and the secret.
     * @throws IllegalArgumentException when the text is no JSON.
     */
    public static String mapped(String json, BinaryOperator<String> change) {
        Faults faults = new Faults("plan");
        PlanNode root = JsonTree.parse(json, faults);
        if (root == null) {
            throw new IllegalArgumentException("the plan is no JSON");
        }
        return JsonTree.write(node(root, "", change));
    }

    /**
     * The same for a plan that is being read: hidden secrets are again what they were, and those that nobody knows are faults.
     *
     * @param known by path.
     */
    static PlanNode restored(PlanNode root, Map<String, String> known, Faults faults) {
        return node(root, "", (path, secret) -> {
            if (!isHidden(secret)) {
                return secret;
            }
            if (!known.containsKey(path)) {
                faults.add(root, path, "'" + HIDDEN + "', which stands for a secret that is kept", "the secret itself: none is kept here");
            }
            return known.getOrDefault(path, secret);
        });
    }

    private static PlanNode node(PlanNode node, String path, BinaryOperator<String> change) {
        return switch (node) {
            case PlanNode.Scalar scalar -> isKey(scalar) ? text(scalar, change.apply(path, scalar.text())) : scalar;
            case PlanNode.Sequence list -> list(list, path, change);
            case PlanNode.Mapping map -> {
                Map<String, PlanNode.Entry> entries = new LinkedHashMap<>();
                map.entries().forEach((key, entry) -> entries.put(key, new PlanNode.Entry(entry.keyLine(), entry.keyColumn(),
                        value(key, entry.value(), path.isEmpty() ? key : path + "." + key, change))));
                yield new PlanNode.Mapping(map.line(), map.column(), entries);
            }
        };
    }

    private static PlanNode value(String key, PlanNode value, String path, BinaryOperator<String> change) {
        if (key.equals(PASSWORD) && value instanceof PlanNode.Scalar scalar && scalar.kind() != PlanNode.Kind.NULL) {
            return text(scalar, change.apply(path, scalar.text()));
        }
        if (key.equals("key") && value instanceof PlanNode.Scalar scalar && isHidden(scalar.text())) {
            return text(scalar, change.apply(path, scalar.text())); // a private key that was hidden
        }
        if (key.equals(ACCOUNTS) && value instanceof PlanNode.Sequence lines) {
            List<PlanNode> items = new ArrayList<>();
            for (PlanNode item : lines.items()) {
                String at = path + "[" + nameOf(item, items.size()) + "]";
                items.add(item instanceof PlanNode.Scalar line ? line(line, at, change) : node(item, at, change));
            }
            return new PlanNode.Sequence(lines.line(), lines.column(), items);
        }
        return node(value, path, change);
    }

    private static PlanNode list(PlanNode.Sequence list, String path, BinaryOperator<String> change) {
        List<PlanNode> items = new ArrayList<>();
        for (PlanNode item : list.items()) {
            items.add(node(item, path + "[" + nameOf(item, items.size()) + "]", change));
        }
        return new PlanNode.Sequence(list.line(), list.column(), items);
    }

    /** An account as a line: {@code username,password[,realm]}. */
    private static PlanNode line(PlanNode.Scalar line, String path, BinaryOperator<String> change) {
        String[] parts = line.text().split(",", -1);
        if (parts.length < 2) {
            return line;
        }
        parts[1] = change.apply(path + "." + PASSWORD, parts[1]);
        return text(line, String.join(",", parts));
    }

    /** A certificate's file may hold its key too. */
    private static boolean isKey(PlanNode.Scalar scalar) {
        return scalar.text().contains(KEY);
    }

    private static PlanNode text(PlanNode.Scalar at, String text) {
        return new PlanNode.Scalar(at.line(), at.column(), PlanNode.Kind.TEXT, text);
    }

    private static String nameOf(PlanNode item, int index) {
        if (item instanceof PlanNode.Scalar line && line.text().indexOf(',') > 0) {
            return line.text().substring(0, line.text().indexOf(',')).strip();
        }
        if (item instanceof PlanNode.Mapping map) {
            for (String key : List.of("name", "stored", "username")) {
                if (map.entries().get(key) instanceof PlanNode.Entry(int line, int column, PlanNode.Scalar(int l, int c, PlanNode.Kind kind, String text))) {
                    return text;
                }
            }
        }
        return Integer.toString(index);
    }
}
