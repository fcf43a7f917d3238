package busyhour.web.result;

/**
 * One second of a run or group, for charts. Values that were not measured are NaN.
 *
 * @param second     of the run, from 0.
 * @param started    calls begun in it.
 * @param answered   calls answered in it.
 * @param failed     calls that ended in it without an answer.
 * @param concurrent calls up at its end.
 * @param phases     endpoints in each {@link busyhour.ipc.run.EndpointPhase} at its end, by ordinal.
 * @param lossPercent mean of {@code fraction_lost} over the streams.
 * @param video      of the received video streams.
 */
public record SeriesPoint(
        int second, int started, int answered, int failed, int concurrent, int[] phases,
        double mosAvg, double mosP5, double jitterAvgMs, double jitterP95Ms, double lossPercent,
        double setupP50Ms, double setupP95Ms, Video video) {

    /**
     * Received video.
     *
     * @param frameRateAvg complete frames in the second.
     * @param frameRateP5  of the worst streams.
     * @param bitrateKbps  mean of the streams.
     * @param freezeMs     mean of the frozen time in the second.
     */
    public record Video(double frameRateAvg, double frameRateP5, double bitrateKbps, double freezeMs) {
    }
}
