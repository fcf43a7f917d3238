package busyhour.web.probe;

import java.util.Set;

import busyhour.web.plan.Statistic;

/**
 * What a statistic of a run should keep.
 *
 * @param statistic as in thresholds: {@code mos.avg}.
 * @param warning   beyond it the system is DEGRADED; null for none.
 * @param critical  beyond it UNHEALTHY; null for none.
 * @param bad       on which side of a limit it is bad.
 */
public record Limit(Statistic statistic, Double warning, Double critical, Side bad) {

    /** Metrics that are the better the higher they are; of all others less is better. */
    private static final Set<String> HIGH_IS_GOOD = Set.of("mos", "mos_lq", "r_factor", "remote_mos_lq", "remote_mos_cq", "remote_r_factor", "asr", "ner",
            "answered", "mediaScore", "frame_rate_received", "frame_rate_sent", "registered", "callMos");

    /** Of a limit. */
    public enum Side {
        /** Low values are bad, as of MOS. */
        BELOW,
        /** High values are bad, as of jitter. */
        ABOVE
    }

    /** By the limits themselves where both are there and differ, else by what the metric is. */
    static Side side(Statistic statistic, Double warning, Double critical) {
        if (warning != null && critical != null && !warning.equals(critical)) {
            return critical < warning ? Side.BELOW : Side.ABOVE;
        }
        return statistic.path().stream().anyMatch(HIGH_IS_GOOD::contains) ? Side.BELOW : Side.ABOVE;
    }

    /** @param value NaN when it was not measured. */
    Health judge(double value) {
        return Double.isNaN(value) ? Health.UNKNOWN : breaks(value, critical) ? Health.UNHEALTHY : breaks(value, warning) ? Health.DEGRADED : Health.HEALTHY;
    }

    private boolean breaks(double value, Double limit) {
        return limit != null && (bad == Side.BELOW ? value < limit : value > limit);
    }
}
