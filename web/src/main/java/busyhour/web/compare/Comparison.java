package busyhour.web.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Results of runs beside each other, against the first of them. A value that changed for the worse by more than the tolerance, and by
 * more than what nobody would notice, is a regression. Stateless.
 */
final class Comparison {

    private static final Set<String> MORE_IS_BETTER = Set.of("mos", "r_factor", "asr", "ner", "answered", "frame_rate_received", "frame_rate_sent", "video_bitrate_bps",
            "media_score");
    /** What was measured often says little by its average alone: what people judge by stands first. */
    private static final List<String> CALLS = List.of("calls.asr", "calls.ner", "calls.answered", "calls.failed", "calls.dropped", "calls.mosBelow35Percent");

    private Comparison() {
    }

    /**
     * One statistic over the runs; what was not measured is null.
     *
     * @param better  {@code more}, {@code less} or null where neither is.
     * @param changes in percent of the first run's value, null for that and where it was 0.
     * @param worse   whether it is a regression, for each run.
     */
    record Row(String key, String unit, String better, List<Double> values, List<Double> changes, List<Boolean> worse) {

        boolean regression() {
            return worse.contains(true);
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("key", key);
            json.put("unit", unit);
            json.put("better", better);
            json.put("values", values);
            json.put("changesPercent", changes);
            json.put("regressions", worse);
            return json;
        }
    }

    /** @param results as {@code run --json} writes them, at least two. */
    static List<Row> rows(List<JsonNode> results, double tolerancePercent) {
        List<Row> rows = new ArrayList<>();
        for (String key : CALLS) {
            String last = key.substring(key.lastIndexOf('.') + 1);
            row(rows, results, key, "/" + key.replace('.', '/'), last.equals("asr") || last.equals("ner") || last.endsWith("Percent") ? "%" : "calls",
                    MORE_IS_BETTER.contains(last) ? "more" : "less", tolerancePercent);
        }
        for (Slot slot : MetricCatalogue.instance().slots()) {
            String key = slot.resultKey();
            String unit = slot.metric().unit();
            String better = betterOf(slot);
            for (String statistic : statistics(slot, better)) {
                row(rows, results, key + "." + statistic, "/metrics/" + key.replace("~", "~0").replace("/", "~1") + "/" + statistic, unit, better, tolerancePercent);
            }
        }
        return rows;
    }

    private static List<String> statistics(Slot slot, String better) {
        return switch (slot.metric().kind()) {
            case COUNTER -> List.of("sum");
            default -> slot.metric().isText() ? List.of() : "more".equals(better) ? List.of("avg", "p5") : List.of("avg", "p95");
        };
    }

    private static String betterOf(Slot slot) {
        String key = slot.metric().key();
        if (MORE_IS_BETTER.contains(key)) {
            return "more";
        }
        boolean bad = key.matches(".*(lost|loss|jitter|rtt|delay|_late|late_|discard|duplicate|out_of_order|conceal|plc|freeze|error|fail|setup|time_to|burst|gap_|retransmi|drift|skew|clipp|drops?|silence|registration_time).*");
        return bad ? "less" : null;
    }

    private static void row(List<Row> rows, List<JsonNode> results, String key, String path, String unit, String better, double tolerancePercent) {
        List<Double> values = new ArrayList<>();
        results.forEach(result -> values.add(result.at(path).isNumber() ? result.at(path).doubleValue() : null));
        if (values.stream().allMatch(java.util.Objects::isNull)) {
            return;
        }
        List<Double> changes = new ArrayList<>();
        List<Boolean> worse = new ArrayList<>();
        Double first = values.getFirst();
        for (int i = 0; i < values.size(); i++) {
            Double value = values.get(i);
            boolean known = i > 0 && first != null && value != null;
            changes.add(!known || first == 0 ? null : Double.valueOf(Math.rint(1e4 * (value - first) / Math.abs(first)) / 100));
            double loss = !known || better == null ? 0 : better.equals("more") ? first - value : value - first;
            worse.add(loss > noticed(unit) && loss > Math.abs(first) * tolerancePercent / 100);
        }
        rows.add(new Row(key, unit, better, values, changes, worse));
    }

    /** Less than this nobody notices, however many percent it is. */
    private static double noticed(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "%" -> 0.1;
            case "1-5" -> 0.05;
            case "0-100" -> 1;
            default -> 0;
        };
    }
}
