package busyhour.ipc.plan;

import java.util.List;
import java.util.Locale;

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
     * @param text       digits, URI, body, direction (as in SDP), name of a track, or the file's key into
     *                   {@link Assignment#files()}.
     * @param method     how digits are sent: RTP, INFO, INBAND or BOTH (RTP and INFO); of a transfer BLIND or ATTENDED.
     * @param durationMs of a digit or a pause.
     * @param gapMs      between two digits.
     * @param codecs     of a re-INVITE, in order of preference.
     * @param expected   {@link Kind#EXPECT}: the condition.
     * @param withinMs   how long the step may take, 0 = as long as SIP would wait (32 s).
     * @param contentType of INFO and MESSAGE.
     */
    public record Step(
            Kind kind, String text, String method, long durationMs, long gapMs, List<String> codecs, Trigger expected, long withinMs,
            String contentType) {
    }

    /** What a step does. Append only: records on their way hold the ordinal. */
    public enum Kind {
        SEND_DTMF, HOLD, RESUME, RE_INVITE, UPDATE, ACTIVATE_TRACK, REFER, SEND_INFO, SEND_MESSAGE, PLAY, PAUSE_MEDIA, RESUME_MEDIA, EXPECT,
        WAIT, HANG_UP;

        private static final Kind[] KINDS = values();

        /** As in a plan: {@code send-dtmf}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** @return null for one that this version does not know. */
        public static Kind of(final int ordinal) {
            return ordinal >= 0 && ordinal < KINDS.length ? KINDS[ordinal] : null;
        }
    }
}
