package busyhour.web.result;

import busyhour.ipc.run.EndpointPhase;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A series by columns for charts. A long run is drawn in steps of several seconds: rates and averages as their mean, the
 * lines of extremes (p5 of MOS, p95 of the rest) as the worst second of the step, what stands at an end as the last.
 */
final class SeriesJson {
    private static final int MAX_POINTS = 600;

    private final ObjectMapper mapper;
    private final List<SeriesPoint> points;
    private final int step;

    private SeriesJson(ObjectMapper mapper, List<SeriesPoint> points) {
        this.mapper = mapper;
        this.points = points;
        this.step = Math.max(1, Math.ceilDiv(points.size(), MAX_POINTS));
    }

    static ObjectNode tree(ObjectMapper mapper, List<SeriesPoint> points) {
        return new SeriesJson(mapper, points).tree();
    }

    private ObjectNode tree() {
        ObjectNode tree = mapper.createObjectNode();
        tree.put("step", step);
        tree.set("second", column(SeriesPoint::second, Step.LAST));
        tree.set("started", column(SeriesPoint::started, Step.MEAN));
        tree.set("answered", column(SeriesPoint::answered, Step.MEAN));
        tree.set("failed", column(SeriesPoint::failed, Step.MEAN));
        tree.set("concurrent", column(SeriesPoint::concurrent, Step.LAST));
        tree.set("mosAvg", column(SeriesPoint::mosAvg, Step.MEAN));
        tree.set("mosP5", column(SeriesPoint::mosP5, Step.LEAST));
        tree.set("jitterAvgMs", column(SeriesPoint::jitterAvgMs, Step.MEAN));
        tree.set("jitterP95Ms", column(SeriesPoint::jitterP95Ms, Step.MOST));
        tree.set("lossPercent", column(SeriesPoint::lossPercent, Step.MEAN));
        tree.set("setupP50Ms", column(SeriesPoint::setupP50Ms, Step.MEAN));
        tree.set("setupP95Ms", column(SeriesPoint::setupP95Ms, Step.MOST));
        tree.set("frameRateAvg", column(point -> point.video().frameRateAvg(), Step.MEAN));
        tree.set("frameRateP5", column(point -> point.video().frameRateP5(), Step.LEAST));
        tree.set("videoKbps", column(point -> point.video().bitrateKbps(), Step.MEAN));
        tree.set("freezeMs", column(point -> point.video().freezeMs(), Step.MEAN));
        ObjectNode phases = tree.putObject("phases");
        for (EndpointPhase phase : EndpointPhase.values()) {
            phases.set(phase.name(), column(point -> point.phases()[phase.ordinal()], Step.LAST));
        }
        return tree;
    }

    private ArrayNode column(ToDoubleFunction<SeriesPoint> value, Step how) {
        ArrayNode column = mapper.createArrayNode();
        for (int from = 0; from < points.size(); from += step) {
            double[] values = points.subList(from, Math.min(points.size(), from + step)).stream().mapToDouble(value)
                    .filter(number -> !Double.isNaN(number)).toArray();
            if (values.length == 0) {
                column.addNull();
            } else {
                column.add(how.of(values));
            }
        }
        return column;
    }

    private enum Step {
        MEAN, LAST, LEAST, MOST;

        double of(double[] values) {
            double sum = 0;
            double least = values[0];
            double most = values[0];
            for (double value : values) {
                sum += value;
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            return switch (this) {
                case MEAN -> sum / values.length;
                case LAST -> values[values.length - 1];
                case LEAST -> least;
                case MOST -> most;
            };
        }
    }
}
