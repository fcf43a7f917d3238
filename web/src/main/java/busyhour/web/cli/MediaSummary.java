package busyhour.web.cli;

import busyhour.web.result.Numbers;
import busyhour.web.result.RunResult;
import busyhour.web.result.Statistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a run's end says of its media: a line for each thing that was measured, none for the rest. */
final class MediaSummary {
    private final RunResult result;
    private final Map<String, String> lines = new LinkedHashMap<>();

    private MediaSummary(RunResult result) {
        this.result = result;
    }

    /** Label and text, in order. */
    static Map<String, String> lines(RunResult result) {
        MediaSummary summary = new MediaSummary(result);
        summary.codecs();
        summary.calls();
        summary.speech();
        summary.video();
        return summary.lines;
    }

    private void codecs() {
        Statistics audio = result.metrics().get("audio_codec.send");
        Statistics video = result.metrics().get("video_codec.send");
        if (audio != null) {
            String security = result.endpoints().security().isEmpty() ? "" : "   security " + named(result.endpoints().security());
            lines.put("codecs", named(audio.values()) + (video == null ? "" : ", " + named(video.values())) + security);
        }
    }

    private void calls() {
        RunResult.CallQuality quality = result.calls().quality();
        if (quality.mos() != null) {
            lines.put("call MOS", "avg " + plain(quality.mos().avg()) + "   p5 " + plain(quality.mos().p5()) + "   p1 " + plain(quality.mos().p1())
                    + "   min " + plain(quality.mos().min()) + "   " + plain(quality.mosBelow35Percent()) + " % of calls below 3.5");
        }
        if (quality.mediaScore() != null) {
            lines.put("media check", quality.mediaScore().count() + " compared   avg " + plain(quality.mediaScore().avg())
                    + "   p5 " + plain(quality.mediaScore().p5()) + "   min " + plain(quality.mediaScore().min()) + " of 100");
        }
    }

    private void speech() {
        Statistics talk = result.calls().quality().talkRatio();
        Statistics greeting = result.calls().quality().timeToGreetingMs();
        if (talk != null || greeting != null) {
            lines.put("speech", (greeting == null ? "" : "greeting p50 " + plain(greeting.p50()) + "   p95 " + plain(greeting.p95()) + " ms   ")
                    + (talk == null ? "" : "talk ratio avg " + plain(talk.avg())));
        }
        Statistics turn = result.metrics().get("turn_latency_ms");
        if (turn != null) {
            lines.put("turn latency", "p50 " + plain(turn.p50()) + "   p95 " + plain(turn.p95()) + "   max " + plain(turn.max()) + " ms");
        }
    }

    private void video() {
        Statistics rate = result.metrics().get("frame_rate_received");
        if (rate == null) {
            return;
        }
        lines.put("video", "avg " + plain(rate.avg()) + "   p5 " + plain(rate.p5()) + " frames/s"
                + of("resolution_mpix", "   ", statistics -> plain(statistics.p50()) + " Mpixel")
                + of("video_bitrate_bps", "   ", statistics -> plain(Math.rint(statistics.avg() / 1_000)) + " kbit/s")
                + of("video.packets_lost", "   ", statistics -> plain(statistics.sum()) + " packets lost"));
        lines.put("freezes", of("freeze_count", "", statistics -> plain(statistics.sum()))
                + of("freeze_duration_ms", " of ", statistics -> plain(Math.rint(statistics.avg() * statistics.count()) / 1_000) + " s in all")
                + of("frames_incomplete", "   ", statistics -> plain(statistics.sum()) + " frames incomplete")
                + of("video_decoder_errors", "   ", statistics -> plain(statistics.sum()) + " decoder errors"));
    }

    private String of(String key, String before, Function<Statistics, String> text) {
        Statistics statistics = result.metrics().get(key);
        return statistics == null ? "" : before + text.apply(statistics);
    }

    private static String plain(double value) {
        return Numbers.plain(value);
    }

    private static String named(Map<String, ? extends Number> counts) {
        return counts.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()).collect(Collectors.joining(", "));
    }
}
