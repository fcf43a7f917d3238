package busyhour.web.result;

/**
 * The media of one endpoint, as a table of endpoints shows it. Values that were not measured are NaN, words that nobody said are empty.
 *
 * @param audioCodec       last negotiated.
 * @param videoCodec       last negotiated.
 * @param audioSecurity    {@code none}, {@code sdes SUITE}, {@code dtls SUITE}.
 * @param videoSecurity    the same of video.
 * @param callMosMin       MOS over its worst call.
 * @param talkRatio        of its last call.
 * @param timeToGreetingMs of its last call.
 * @param mediaScore       0 to 100, of its worst compared call.
 * @param freezes          of received video.
 */
public record EndpointMedia(
        String audioCodec, String videoCodec, String audioSecurity, String videoSecurity, double callMosMin, double talkRatio,
        double timeToGreetingMs, double mediaScore, double freezes) {

    /** {@code OPUS, H264}. */
    public String codecs() {
        return videoCodec.isEmpty() || audioCodec.isEmpty() ? audioCodec + videoCodec : audioCodec + ", " + videoCodec;
    }

    /** One word when both streams are protected alike. */
    public String security() {
        return security(audioSecurity, videoSecurity);
    }

    static String security(String audio, String video) {
        return video.isEmpty() || video.equals(audio) ? audio : (audio.isEmpty() ? "video " : audio + ", video ") + video;
    }
}
