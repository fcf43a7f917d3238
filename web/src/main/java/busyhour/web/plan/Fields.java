package busyhour.web.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One map of the plan while it is read: asks for its known keys, then {@link #refuseOthers} names the rest.
 * Each value that does not fit is a fault and reads as the fallback, so that reading goes on. One thread.
 */
final class Fields {
    private final PlanNode.Mapping map;
    private final String path;
    private final Faults faults;
    private final Set<String> known = new LinkedHashSet<>();

    /** @param path of the map, empty for the plan itself. */
    Fields(PlanNode.Mapping map, String path, Faults faults) {
        this.map = map;
        this.path = path;
        this.faults = faults;
    }

    PlanNode.Mapping map() {
        return map;
    }

    Faults faults() {
        return faults;
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The value, or null when the key is absent or has none. */
    PlanNode find(String key) {
        known.add(key);
        PlanNode.Entry entry = map.entries().get(key);
        if (entry == null || entry.value() instanceof PlanNode.Scalar scalar && scalar.kind() == PlanNode.Kind.NULL) {
            return null;
        }
        return entry.value();
    }

    boolean has(String key) {
        return find(key) != null;
    }

    void fault(String key, String expected) {
        PlanNode.Entry entry = map.entries().get(key);
        if (entry == null) {
            faults.add(map, pathOf(key), "nothing", expected);
        } else {
            faults.add(entry.value(), pathOf(key), expected);
        }
    }

    void fault(String key, String found, String expected) {
        PlanNode.Entry entry = map.entries().get(key);
        faults.add(entry == null ? map : entry.value(), pathOf(key), found, expected);
    }

    /** Something that a person should know of this key's value. */
    void warn(String key, String text) {
        PlanNode.Entry entry = map.entries().get(key);
        faults.warn(entry == null ? map : entry.value(), pathOf(key), text);
    }

    /** Text of a scalar, null when absent; {@code expected} completes the fault when it is something else. */
    String text(String key, String expected) {
        PlanNode value = find(key);
        if (value == null) {
            return null;
        }
        if (value instanceof PlanNode.Scalar scalar) {
            return scalar.text();
        }
        faults.add(value, pathOf(key), expected);
        return null;
    }

    /** Text that has to be there; a fault and null when it is not. */
    String requiredText(String key, String expected) {
        String text = text(key, expected);
        if (find(key) == null) {
            fault(key, expected);
            return null;
        }
        if (text != null && text.isBlank()) {
            fault(key, expected);
            return null;
        }
        return text;
    }

    /** A whole number within both bounds. */
    int number(String key, int min, int max, int fallback) {
        String expected = "a whole number from " + min + " to " + max;
        String text = text(key, expected);
        if (text == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        fault(key, expected);
        return fallback;
    }

    /** A duration in milliseconds within both bounds. */
    long durationMs(String key, long minMs, long maxMs, long fallbackMs) {
        String expected = "a duration from " + PlanUnits.duration(minMs) + " to " + PlanUnits.duration(maxMs)
                + " such as 500ms, 20s or 10m";
        String text = text(key, expected);
        if (text == null) {
            return fallbackMs;
        }
        long ms = PlanUnits.durationMs(text);
        if (ms < minMs || ms > maxMs) {
            fault(key, expected);
            return fallbackMs;
        }
        return ms;
    }

    boolean flag(String key, boolean fallback) {
        String text = text(key, "true or false");
        if (text == null) {
            return fallback;
        }
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        fault(key, "true or false");
        return fallback;
    }

    /** One of some words. */
    String choice(String key, String fallback, String... words) {
        List<String> all = List.of(words);
        String expected = String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.getLast();
        String text = text(key, expected);
        if (text == null) {
            return fallback;
        }
        if (!all.contains(text)) {
            fault(key, expected + Spelling.hint(text, all));
            return fallback;
        }
        return text;
    }

    /** A bit rate in bit/s within both bounds. */
    int bitrate(String key, int minBps, int maxBps, int fallbackBps) {
        String expected = "a bit rate from " + PlanUnits.bitrate(minBps) + " to " + PlanUnits.bitrate(maxBps) + " such as "
                + (maxBps < 1_000_000 ? "32k" : "1500k");
        String text = text(key, expected);
        if (text == null) {
            return fallbackBps;
        }
        long bps = PlanUnits.bitrateBps(text);
        if (bps < minBps || bps > maxBps) {
            fault(key, expected);
            return fallbackBps;
        }
        return (int) bps;
    }

    /** The value as a map of its own, null when absent or not a map. */
    Fields map(String key, String expected) {
        PlanNode value = find(key);
        if (value instanceof PlanNode.Mapping mapping) {
            return new Fields(mapping, pathOf(key), faults);
        }
        if (value != null) {
            faults.add(value, pathOf(key), expected);
        }
        return null;
    }

    /** The value as a list, null when absent or not a list. */
    PlanNode.Sequence list(String key, String expected) {
        PlanNode value = find(key);
        if (value instanceof PlanNode.Sequence sequence) {
            return sequence;
        }
        if (value != null) {
            faults.add(value, pathOf(key), expected);
        }
        return null;
    }

    /**
     * Names every key that nobody asked for.
     *
     * @param later keys that a later version will know.
     */
    void refuseOthers(Set<String> later) {
        for (Map.Entry<String, PlanNode.Entry> entry : map.entries().entrySet()) {
            String key = entry.getKey();
            if (known.contains(key)) {
                continue;
            }
            PlanNode.Entry at = entry.getValue();
            if (later.contains(key)) {
                faults.add(at.keyLine(), at.keyColumn(), pathOf(key), "a key that is not in this version",
                        "a plan without it");
            } else {
                faults.add(at.keyLine(), at.keyColumn(), pathOf(key), "an unknown key",
                        "one of " + String.join(", ", known) + Spelling.hint(key, known));
            }
        }
    }
}
