package busyhour.web.plan;

import busyhour.ipc.plan.ActionSpec.Event;
import busyhour.ipc.plan.ActionSpec.Trigger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What an action waits for, after {@code on} or {@code expect}: a word, or a map of one word and its value. */
final class ConditionReader {
    static final String EXPECTED = "one of hold-received, resume-received, session-refreshed, info-received, dtmf-received, "
            + "media-started, speech, { dtmf-received: \"1\" }, { silence: 2s } or { response: 183 }";

    private static final List<String> WORDS =
            Arrays.stream(Event.values()).filter(event -> event != Event.AT).map(ConditionReader::word).toList();
    /** As many as the engine remembers, less one. */
    private static final Pattern DIGITS = Pattern.compile("[0-9A-Da-d*#]{1,31}");
    private static final Pattern RESPONSE = Pattern.compile("[1-6](?:\\d\\d|xx)");
    private static final long MAX_SILENCE_MS = 3_600_000;

    private ConditionReader() {
    }

    private static String word(Event event) {
        return event.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads the condition that stands under a key of the map.
     *
     * @param besides a key of the condition's map that is not its own, or null.
     * @return null when it is none: then a fault was added.
     */
    static Trigger read(Fields at, String key, String besides) {
        PlanNode value = at.find(key);
        if (value instanceof PlanNode.Scalar scalar) {
            Event event = event(scalar.text());
            if (event == null) {
                at.fault(key, EXPECTED + Spelling.hint(scalar.text(), WORDS));
            } else if (event == Event.SILENCE || event == Event.RESPONSE) {
                at.fault(key, event == Event.SILENCE ? "how long too, such as { silence: 2s }" : "which too, such as { response: 183 } or { response: 4xx }");
            } else {
                return new Trigger(event, 0, null, 0);
            }
            return null;
        }
        if (!(value instanceof PlanNode.Mapping mapping)) {
            at.fault(key, EXPECTED);
            return null;
        }
        List<String> words = mapping.entries().keySet().stream().filter(word -> !word.equals(besides)).toList();
        if (words.size() != 1) {
            at.fault(key, words.isEmpty() ? "an empty map" : "a map with " + String.join(", ", words), EXPECTED);
            return null;
        }
        Fields map = new Fields(mapping, at.pathOf(key), at.faults());
        Event event = event(words.get(0));
        if (event == null) {
            PlanNode.Entry entry = mapping.entries().get(words.get(0));
            at.faults().add(entry.keyLine(), entry.keyColumn(), map.pathOf(words.get(0)), "an unknown event",
                    EXPECTED + Spelling.hint(words.get(0), WORDS));
            return null;
        }
        return detailed(map, event, words.get(0));
    }

    private static Event event(String word) {
        return WORDS.contains(word) ? Event.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')) : null;
    }

    private static Trigger detailed(Fields map, Event event, String word) {
        switch (event) {
            case DTMF_RECEIVED -> {
                String digits = map.text(word, "digits 0-9 A-D * #");
                if (digits != null && !DIGITS.matcher(digits).matches()) {
                    map.fault(word, "1 to 31 digits of 0-9 A-D * # in quotes");
                }
                return new Trigger(event, 0, digits == null ? null : digits.toUpperCase(Locale.ROOT), 0);
            }
            case SILENCE -> {
                if (!map.has(word)) {
                    map.fault(word, "a duration such as 2s");
                }
                return new Trigger(event, map.durationMs(word, 100, MAX_SILENCE_MS, 2_000), null, 0);
            }
            case RESPONSE -> {
                String status = map.text(word, "a status code");
                if (status == null || !RESPONSE.matcher(status).matches()) {
                    map.fault(word, "a status code such as 183 or a class such as 4xx");
                    return new Trigger(event, 0, null, 0);
                }
                return new Trigger(event, 0, null, Integer.parseInt(status.replace("xx", "")));
            }
            default -> {
                if (map.has(word)) {
                    map.fault(word, "the word alone: on: " + word);
                }
                return new Trigger(event, 0, null, 0);
            }
        }
    }
}
