package busyhour.web.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
    private final StatisticPaths paths = new StatisticPaths(List.of("callers", "site.one", "site"));

    @ParameterizedTest
    @CsvSource({
            "mos.avg, metrics/mos/avg",
            "jitter_ms.p999, metrics/jitter_ms/p999",
            "packets_sent.sum, metrics/packets_sent/sum",
            "packets_sent.send.sum, metrics/packets_sent/sum",
            "rtt_ms.send.max, metrics/rtt_ms.send/max",
            "video.jitter_ms.p95, metrics/video.jitter_ms/p95",
            "video.rtt_ms.send.p5, metrics/video.rtt_ms.send/p5",
            "metrics.mos.min, metrics/mos/min",
            "groups.callers.mos.avg, groups/callers/metrics/mos/avg",
            "groups.callers.metrics.mos.avg, groups/callers/metrics/mos/avg",
            "groups.site.one.rtt_ms.send.p50, groups/site.one/metrics/rtt_ms.send/p50",
            "groups.site.mos.count, groups/site/metrics/mos/count",
            "audio_codec.values.PCMU, metrics/audio_codec/values/PCMU",
            "asr, calls/asr",
            "ner, calls/ner",
            "calls.failed, calls/failed",
            "calls.results.busy, calls/results/busy",
            "calls.sipCodes.486, calls/sipCodes/486",
            "calls.mos.p5, calls/mos/p5",
            "calls.mosBelow35Percent, calls/mosBelow35Percent",
            "calls.timeToGreetingMs.p95, calls/timeToGreetingMs/p95",
            "groups.site.one.callMos.min, groups/site.one/callMos/min",
            "groups.callers.mosBelow35Percent, groups/callers/mosBelow35Percent",
            "groups.callers.talkRatio.avg, groups/callers/talkRatio/avg",
            "groups.callers.mediaScore.p1, groups/callers/mediaScore/p1",
            "endpoints.registered, endpoints/registered",
            "endpoints.outcomes.SUCCESS, endpoints/outcomes/SUCCESS",
            "engine.sendLatenessUs.p99, engine/sendLatenessUs/p99",
            "engine.kernelDrops, engine/kernelDrops",
            "run.durationMs, run/durationMs"})
    void shouldFindStatistic(String name, String path) {
        assertThat(paths.resolve(name)).containsExactly(path.split("/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mos", "mos.p42", "mos.sum", "moss.avg", "audio_codec.avg", "calls.lost", "groups.nobody.mos.avg",
            "engine.speed", "endpoints.outcomes.WON", "calls.sipCodes.999", "groups.callers", "", "."})
    void shouldRefuseWhatResultDoesNotHave(String name) {
        assertThat(paths.resolve(name)).isNull();
        assertThat(paths.expected(name)).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({">=, 4, true", ">=, 3.9, false", "<=, 4, true", "<=, 4.1, false", ">, 4, false", ">, 5, true", "<, 4, false",
            "<, 3, true", "==, 4, true", "==, 4.0001, false", ">=, NaN, false", "<, NaN, false", "==, NaN, false"})
    void shouldCompareAsOperatorSays(String sign, double value, boolean holds) {
        Threshold.Operator operator = Arrays.stream(Threshold.Operator.values())
                .filter(o -> o.sign().equals(sign)).findFirst().orElseThrow();
        assertThat(new Threshold("", List.of(), operator, 4).holds(value)).isEqualTo(holds);
    }
}
