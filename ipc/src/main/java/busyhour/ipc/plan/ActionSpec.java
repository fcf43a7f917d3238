package busyhour.ipc.plan;

import java.util.List;

/**
 * A scenario action: what starts it, and the steps that then run one after the other.
 *
 * @param on    what starts it.
 * @param every starts each time, else only the first time in a call.
 * @param steps at least one; the first that fails ends the action, which has then failed.
 */
public record ActionSpec(Trigger on, boolean every, List<Step> steps) {

    /**
     * @param event  the kind.
     * @param afterMs {@link Event#AT}: milliseconds after the answer; {@link Event#SILENCE}: how long it lasted.
     * @param digits {@link Event#DTMF_RECEIVED}: a digit or a sequence, null = any digit.
     * @param status {@link Event#RESPONSE}: status code, or 1 to 6 for its class.
     */
    public record Trigger(Event event, long afterMs, String digits, int status) {
    }

    /** What can start an action, or be expected by one. */
    public enum Event {
        AT, HOLD_RECEIVED, RESUME_RECEIVED, SESSION_REFRESHED, INFO_RECEIVED, DTMF_RECEIVED, MEDIA_STARTED, SILENCE, SPEECH, RESPONSE
    }

    /**
     * One step. What a kind does not use is null or 0.
     *
     * @param kind       the kind.
     * @param text       digits, URI, body, direction or the file's key into {@link Assignment#files()}.
     * @param method     how digits are sent: RTP, INFO, INBAND or BOTH (RTP and INFO).
     * @param durationMs of a digit or a pause.
     * @param gapMs      between two digits.
     * @param codecs     of a re-INVITE, in order of preference.
     * @param expected   {@link Kind#EXPECT}: the condition.
     * @param withinMs   {@link Kind#EXPECT}: its limit.
     * @param contentType of INFO and MESSAGE.
     */
    public record Step(
            Kind kind, String text, String method, long durationMs, long gapMs, List<String> codecs, Trigger expected, long withinMs,
            String contentType) {
    }

    /** What a step does. */
    public enum Kind {
        SEND_DTMF, HOLD, RESUME, RE_INVITE, UPDATE, ACTIVATE_TRACK, REFER, SEND_INFO, SEND_MESSAGE, PLAY, PAUSE_MEDIA, RESUME_MEDIA, EXPECT,
        WAIT, HANG_UP
    }
}
