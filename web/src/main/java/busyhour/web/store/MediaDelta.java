package busyhour.web.store;

import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.MediaCheck;

/** What a batch adds to the media of one endpoint. What was never said is null, numbers never measured are NaN. */
final class MediaDelta {
    /** Columns of {@code endpoints} in the order of {@link #copyTo}, with their types. */
    static final String COLUMNS = "audio_codec text, video_codec text, audio_security text, video_security text, call_mos_min float8,"
            + " talk_ratio float8, greeting_ms float8, media_score float8, freezes float8";
    static final String NAMES = COLUMNS.replaceAll(" (text|float8)", "");
    static final int COUNT = 9;
    /** How a later batch meets what an earlier one stored: the worst of scores, the last of the rest. */
    static final String MERGE = """
                audio_codec = coalesce(excluded.audio_codec, e.audio_codec),
                video_codec = coalesce(excluded.video_codec, e.video_codec),
                audio_security = coalesce(excluded.audio_security, e.audio_security),
                video_security = coalesce(excluded.video_security, e.video_security),
                call_mos_min = least(e.call_mos_min, excluded.call_mos_min),
                talk_ratio = coalesce(excluded.talk_ratio, e.talk_ratio),
                greeting_ms = coalesce(excluded.greeting_ms, e.greeting_ms),
                media_score = least(e.media_score, excluded.media_score),
                freezes = coalesce(excluded.freezes, e.freezes)""";

    String audioCodec;
    String videoCodec;
    double freezes = Double.NaN;
    private String audioSecurity;
    private String videoSecurity;
    private double callMosMin = Double.NaN;
    private double talkRatio = Double.NaN;
    private double greetingMs = Double.NaN;
    private double score = Double.NaN;

    void media(CallMedia media) {
        audioSecurity = media.audioSecurity().isEmpty() ? audioSecurity : media.audioSecurity();
        videoSecurity = media.videoSecurity().isEmpty() ? videoSecurity : media.videoSecurity();
        if (media.ended()) {
            talkRatio = Double.isNaN(media.talkRatio()) ? talkRatio : media.talkRatio();
            greetingMs = Double.isNaN(media.timeToGreetingMs()) ? greetingMs : media.timeToGreetingMs();
        }
    }

    void check(MediaCheck check) {
        score = least(score, check.score());
    }

    /** MOS over a call. */
    void callMos(double mos) {
        callMosMin = least(callMosMin, mos);
    }

    private static double least(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
    }

    void copyTo(CopyRows rows) {
        rows.text(audioCodec).text(videoCodec).text(audioSecurity).text(videoSecurity).float64OrNothing(callMosMin)
                .float64OrNothing(talkRatio).float64OrNothing(greetingMs).float64OrNothing(score).float64OrNothing(freezes);
    }
}
