package busyhour.web.live;

/**
 * One second of a run as the charts show it. NaN is what was not measured.
 *
 * @param second     of the run, from 0.
 * @param started    calls begun in it.
 * @param answered   calls answered in it.
 * @param failed     calls that ended in it without an answer.
 * @param concurrent calls up at its end.
 * @param phases     endpoints in each {@link busyhour.ipc.run.EndpointPhase} at its end, by its place.
 */
public record RunSecond(
        int second, int started, int answered, int failed, int concurrent, int[] phases,
        double mosAvg, double mosP5, double jitterAvgMs, double jitterP95Ms, double lossPercent, double setupP50Ms, double setupP95Ms) {

    /** The frame that pages get; short names, null for what was not measured. */
    String json() {
        StringBuilder json = new StringBuilder(200);
        json.append("{\"s\":").append(second).append(",\"started\":").append(started).append(",\"answered\":").append(answered)
                .append(",\"failed\":").append(failed).append(",\"concurrent\":").append(concurrent).append(",\"phases\":[");
        for (int i = 0; i < phases.length; i++) {
            json.append(i == 0 ? "" : ",").append(phases[i]);
        }
        json.append(']');
        number(json, "mos", mosAvg);
        number(json, "mosP5", mosP5);
        number(json, "jitter", jitterAvgMs);
        number(json, "jitterP95", jitterP95Ms);
        number(json, "loss", lossPercent);
        number(json, "setupP50", setupP50Ms);
        number(json, "setupP95", setupP95Ms);
        return json.append('}').toString();
    }

    private static void number(StringBuilder json, String name, double value) {
        json.append(",\"").append(name).append("\":");
        if (Double.isFinite(value)) {
            json.append(Math.round(value * 1e4) / 1e4);
        } else {
            json.append("null");
        }
    }
}
