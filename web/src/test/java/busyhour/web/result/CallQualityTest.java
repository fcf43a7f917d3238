package busyhour.web.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.run.RunStatus;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What whole calls came to; groups of {@link Records}: callees 0 and 1, callers 2 and 3. */
class CallQualityTest {
    private final Records records = Records.of("calls.mosBelow35Percent <= 25", "groups.callers.mosBelow35Percent < 50",
            "groups.callers.callMos.p50 > 3", "calls.timeToGreetingMs.p95 < 300", "groups.callees.talkRatio.avg == 0.5");

    private static CallMedia media(int endpoint, boolean ended, double talkRatio, double greetingMs, String security) {
        return new CallMedia(1, endpoint, 0, ended, talkRatio, greetingMs, security, "");
    }

    @Test
    void shouldCountCallsBelowFair() {
        records.second(0, 1, "mos", 1.5);
        records.call(0, 3, "mos", 4.2);
        records.call(1, 3, "mos", 3.5);
        records.call(2, 3, "mos", 3.49);
        records.call(3, 3, "mos", 4.4);
        RunResult result = records.aggregates.result();
        assertThat(result.calls().quality().mosBelow35Percent()).isEqualTo(25);
        assertThat(result.groups().get("callers").quality().mosBelow35Percent()).isEqualTo(50);
        assertThat(result.groups().get("callees").quality().mosBelow35Percent()).as("3.5 itself is fair").isZero();
        Statistics mos = result.calls().quality().mos();
        assertThat(mos.count()).isEqualTo(4);
        assertThat(mos.min()).isEqualTo(3.49);
        assertThat(mos.p1()).isCloseTo(3.49, within(0.01));
        assertThat(mos.p50()).isCloseTo(3.5, within(0.01));
        assertThat(result.metrics().get("mos").count()).as("a call's score is not one more second's").isEqualTo(1);
        assertThat(result.thresholds()).extracting(RunResult.Verdict::passed).containsExactly(true, false, true, false, false);
    }

    @Test
    void shouldLeaveCallsWithoutMosOut() {
        records.aggregates.onCallMedia(null, media(2, true, Double.NaN, Double.NaN, ""));
        RunResult.CallQuality quality = records.aggregates.result().calls().quality();
        assertThat(quality.mosBelow35Percent()).isNaN();
        assertThat(quality.mos()).isNull();
        assertThat(quality.talkRatio()).isNull();
        JsonNode json = ResultJson.tree(records.aggregates.result());
        assertThat(json.at("/calls/mosBelow35Percent").isNull()).isTrue();
        assertThat(json.at("/groups/callers/talkRatio").isNull()).isTrue();
    }

    @Test
    void shouldSpreadSpeechOverGroups() {
        records.aggregates.onCallMedia(null, media(0, false, 0.9, 10, "none"));
        records.aggregates.onCallMedia(null, media(0, true, 0.4, 250, "none"));
        records.aggregates.onCallMedia(null, media(1, true, 0.6, 350, "none"));
        records.aggregates.onCallMedia(null, media(2, true, 0.2, Double.NaN, "none"));
        JsonNode json = ResultJson.tree(records.aggregates.result());
        assertThat(json.at("/groups/callees/talkRatio/avg").doubleValue()).isEqualTo(0.5);
        assertThat(json.at("/groups/callees/timeToGreetingMs/max").doubleValue()).isEqualTo(350);
        assertThat(json.at("/groups/callees/timeToGreetingMs/unit").textValue()).isEqualTo("ms");
        assertThat(json.at("/groups/callers/timeToGreetingMs").isNull()).isTrue();
        assertThat(json.at("/calls/talkRatio/count").intValue()).isEqualTo(3);
        assertThat(records.aggregates.result().thresholds()).extracting(RunResult.Verdict::value).contains(0.5, 350.0);
    }

    @Test
    void shouldTellMediaOfEachEndpoint() {
        records.text(2, "audio_codec.send", "OPUS");
        records.text(2, "video_codec.send", "H264");
        records.second(2, 1, "freeze_count", 2);
        records.aggregates.onCallMedia(null, media(2, false, Double.NaN, Double.NaN, "sdes AEAD_AES_128_GCM"));
        records.call(2, 3, "mos", 4.1);
        records.call(2, 5, "mos", 3.9);
        records.aggregates.onCallMedia(null, media(2, true, 0.25, 120, ""));
        records.aggregates.onMediaCheck(null, new MediaCheck(1, 2, 0, 88, 99, -0.5, 1, 40, 0));
        records.aggregates.onMediaCheck(null, new MediaCheck(2, 2, 1, Double.NaN, 0, Double.NaN, 0, 0, 0));
        EndpointMedia media = records.aggregates.endpoints().get(2).media();
        assertThat(media).isEqualTo(new EndpointMedia("OPUS", "H264", "sdes AEAD_AES_128_GCM", "", 3.9, 0.25, 120, 88, 2));
        assertThat(media.codecs()).isEqualTo("OPUS, H264");
        assertThat(media.security()).isEqualTo("sdes AEAD_AES_128_GCM");
        assertThat(records.aggregates.result().calls().quality().mediaScore().count()).isEqualTo(1);
        assertThat(records.aggregates.endpoints().get(0).media())
                .isEqualTo(new EndpointMedia("", "", "", "", Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
    }

    @Test
    void shouldDrawVideoSecondBySecond() {
        records.second(2, 0, "frame_rate_received", 30, "video_bitrate_bps", 1_000_000, "freeze_duration_ms", 0);
        records.second(3, 0, "frame_rate_received", 20, "video_bitrate_bps", 500_000, "freeze_duration_ms", 100);
        SeriesPoint first = records.aggregates.series().getFirst();
        assertThat(first.video()).isEqualTo(new SeriesPoint.Video(25, 20, 750, 50));
        records.second(0, 0, "mos", 4);
        assertThat(records.aggregates.series(0).getFirst().video().frameRateAvg()).as("callees have none").isNaN();
    }

    @Test
    void shouldSayHowFarPreparationIs() {
        records.preparing("encoding 40 %");
        assertThat(records.aggregates.preparation()).isEqualTo("encoding 40 %");
        assertThat(records.aggregates.detail()).isEmpty();
        records.status(RunStatus.RUNNING, 0);
        assertThat(records.aggregates.preparation()).isEmpty();
    }
}
