package busyhour.web.live;

import busyhour.web.result.SeriesPoint;

/** One second of a run as the pages get it: JSON with short names, null for what was not measured. */
final class Frame {

    private static final double DIGITS = 1e4;

    private Frame() {
    }

    static String json(SeriesPoint point) {
        StringBuilder json = new StringBuilder(240);
        json.append("{\"s\":").append(point.second()).append(",\"started\":").append(point.started()).append(",\"answered\":")
                .append(point.answered()).append(",\"failed\":").append(point.failed()).append(",\"concurrent\":").append(point.concurrent())
                .append(",\"phases\":[");
        for (int i = 0; i < point.phases().length; i++) {
            json.append(i == 0 ? "" : ",").append(point.phases()[i]);
        }
        json.append(']');
        number(json, "mos", point.mosAvg());
        number(json, "mosP5", point.mosP5());
        number(json, "jitter", point.jitterAvgMs());
        number(json, "jitterP95", point.jitterP95Ms());
        number(json, "loss", point.lossPercent());
        number(json, "setupP50", point.setupP50Ms());
        number(json, "setupP95", point.setupP95Ms());
        number(json, "fps", point.video().frameRateAvg());
        number(json, "fpsP5", point.video().frameRateP5());
        number(json, "videoKbps", point.video().bitrateKbps());
        number(json, "freezeMs", point.video().freezeMs());
        return json.append('}').toString();
    }

    private static void number(StringBuilder json, String name, double value) {
        json.append(",\"").append(name).append("\":");
        if (Double.isFinite(value)) {
            json.append(Math.round(value * DIGITS) / DIGITS);
        } else {
            json.append("null");
        }
    }
}
