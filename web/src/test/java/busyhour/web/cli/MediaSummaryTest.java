package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.run.SampleScope;
import busyhour.web.plan.PlanReader;
import busyhour.web.result.RunAggregates;
import busyhour.web.synthetic.Samples;
import org.junit.jupiter.api.Test;

class MediaSummaryTest {
    private static final MetricCatalogue CATALOGUE = MetricCatalogue.instance();
    private final RunAggregates aggregates = new RunAggregates(PlanReader.bundled(), 1, 0);

    @Test
    void shouldSayNothingOfWhatWasNotMeasured() {
        assertThat(MediaSummary.lines(aggregates.result())).isEmpty();
    }

    @Test
    void shouldSayALineOfEachThing() {
        try (Samples samples = new Samples()) {
            samples.pass(new SampleWriter().begin(0, 1, SampleScope.SECOND, 0).set(CATALOGUE.slot("frame_rate_received"), 29.5)
                    .set(CATALOGUE.slot("resolution_mpix"), 0.9216).set(CATALOGUE.slot("video_bitrate_bps"), 1_499_600)
                    .set(CATALOGUE.slot("freeze_count"), 2).set(CATALOGUE.slot("freeze_duration_ms"), 250)
                    .set(CATALOGUE.slot("video.packets_lost"), 7).set(CATALOGUE.slot("turn_latency_ms"), 800), view -> aggregates.onSample(null, view));
            samples.pass(new SampleWriter().begin(0, 2, SampleScope.CALL, 0).set(CATALOGUE.slot("mos"), 3.4), view -> aggregates.onSample(null, view));
        }
        aggregates.onText(null, new EndpointText(0, 1, 0, CATALOGUE.slot("audio_codec.send"), "OPUS"));
        aggregates.onText(null, new EndpointText(0, 1, 0, CATALOGUE.slot("video_codec.send"), "VP8"));
        aggregates.onCallMedia(null, new CallMedia(1, 0, 0, true, 0.5, 200, "dtls AEAD_AES_128_GCM", "dtls AEAD_AES_128_GCM"));
        aggregates.onMediaCheck(null, new MediaCheck(1, 0, 0, 91, 99, 0, 0, 0, 0));
        assertThat(MediaSummary.lines(aggregates.result()).entrySet()).extracting(Object::toString).containsExactly(
                "codecs=OPUS 1, VP8 1   security dtls AEAD_AES_128_GCM 1",
                "call MOS=avg 3.4   p5 3.4   p1 3.4   min 3.4   100 % of calls below 3.5",
                "media check=1 compared   avg 91   p5 91   min 91 of 100",
                "speech=greeting p50 200   p95 200 ms   talk ratio avg 0.5",
                "turn latency=p50 800   p95 800   max 800 ms",
                "video=avg 29.5   p5 29.5 frames/s   0.9216 Mpixel   1500 kbit/s   7 packets lost",
                "freezes=2 of 0.25 s in all");
    }
}
