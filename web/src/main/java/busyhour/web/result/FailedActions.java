package busyhour.web.result;

import busyhour.ipc.message.ActionResult;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Steps of scenario actions that failed, the same ones together. One thread at a time. */
final class FailedActions {
    private static final int MAX_KINDS = 10_000;

    private final Map<What, Integer> counts = new HashMap<>();

    /**
     * What failed.
     *
     * @param action     in the order of the plan, from 0; {@code step} within it.
     * @param step       of the action.
     * @param kind       in words, such as {@code send dtmf}.
     * @param statusCode SIP, 0 = none.
     */
    record What(String group, int action, int step, String kind, int statusCode, String reason) {
        /** {@code callers: action 1, step 6, expect: not within its time limit}. */
        @Override
        public String toString() {
            return group + ": action " + (action + 1) + ", step " + (step + 1) + ", " + kind + ": " + reason
                    + (statusCode == 0 ? "" : " (" + statusCode + ")");
        }
    }

    /** @param count how often. */
    record Line(What what, int count) {
    }

    void add(String group, ActionResult result) {
        if (result.ok()) {
            return;
        }
        String kind = result.kind() == null ? "" : result.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        What what = new What(group, result.action(), result.step(), kind, result.statusCode(), result.reason());
        if (counts.size() < MAX_KINDS || counts.containsKey(what)) {
            counts.merge(what, 1, Integer::sum);
        }
    }

    /** In words, the most frequent first. */
    Map<String, Integer> named(int limit) {
        Map<String, Integer> named = new LinkedHashMap<>();
        lines(limit).forEach(line -> named.merge(line.what().toString(), line.count(), Integer::sum));
        return named;
    }

    /** The most frequent first. */
    List<Line> lines(int limit) {
        return counts.entrySet().stream().map(entry -> new Line(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Line::count).reversed().thenComparing(line -> line.what().toString()))
                .limit(limit).toList();
    }
}
