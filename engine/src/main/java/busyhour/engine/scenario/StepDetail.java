package busyhour.engine.scenario;

import busyhour.engine.media.TrackSet;
import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.ipc.plan.ActionSpec.Step;
import busyhour.sip.info.DtmfRelay;
import busyhour.sip.sdp.CodecTable;
import busyhour.sip.sdp.Direction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One step with everything prepared that sending it needs. Immutable, any thread. */
public final class StepDetail {

    /** Digits go as RFC 4733 events. */
    public static final int RTP = 1;
    /** Digits go as INFO {@code application/dtmf-relay}. */
    public static final int INFO = 2;
    /** Digits go as tones. */
    public static final int INBAND = 4;
    /** No direction is named. */
    public static final int ANY_DIRECTION = -1;

    private static final Pattern SCHEME = Pattern.compile("sips?:", Pattern.CASE_INSENSITIVE);
    private static final long NS_PER_MS = 1_000_000L;
    private static final long LIMIT_NS = 32_000_000_000L; // as long as a transaction may take, RFC 3261 17
    private static final long TRANSFER_LIMIT_NS = 2 * LIMIT_NS; // somebody has to lift the receiver

    private final Kind kind;
    private final String text;
    private final byte[][] digits;
    private final int methods;
    private final int durationMs;
    private final int gapMs;
    private final long limitNs;
    private final long durationNs;
    private final int direction;
    private final int[] codecs;
    private final byte[] contentType;
    private final DirectBuffer[] bodies;
    private final TrackSet[] tracks;
    private final boolean attended;

    StepDetail(final Step step, final String domain, final ScenarioProgram.Tracks from) {
        kind = step.kind();
        text = kind == Kind.REFER && !SCHEME.matcher(step.text()).lookingAt() ? "sip:" + step.text() + "@" + domain : step.text();
        durationMs = (int) step.durationMs();
        gapMs = (int) step.gapMs();
        durationNs = step.durationMs() * NS_PER_MS;
        methods = kind == Kind.SEND_DTMF ? methods(step.method()) : 0;
        final byte[] all = kind == Kind.SEND_DTMF ? digits(text) : new byte[0];
        digits = (methods & INFO) != 0 ? each(all) : new byte[][] {all};
        attended = "ATTENDED".equals(step.method());
        final long ownNs = kind == Kind.REFER ? TRANSFER_LIMIT_NS : LIMIT_NS;
        tracks = kind == Kind.PLAY ? from.of(text) : new TrackSet[0];
        limitNs = step.withinMs() > 0 ? step.withinMs() * NS_PER_MS
                : ownNs + all.length * (durationMs + gapMs) * NS_PER_MS + longestNs();
        direction = kind == Kind.RE_INVITE || kind == Kind.UPDATE ? direction(text) : ANY_DIRECTION;
        codecs = step.codecs() == null || step.codecs().isEmpty() ? null
                : step.codecs().stream().mapToInt(CodecTable::find).toArray();
        contentType = (methods & INFO) != 0 ? DtmfRelay.CONTENT_TYPE : step.contentType() == null ? null : ascii(step.contentType());
        bodies = bodies();
    }

    private static byte[][] each(final byte[] digits) {
        final byte[][] each = new byte[digits.length][];
        for (int i = 0; i < digits.length; i++) {
            each[i] = new byte[] {digits[i]};
        }
        return each;
    }

    /** How long the file lasts that is played. */
    private long longestNs() {
        return tracks.length == 0 ? 0 : tracks[0].track(20).durationMs() * NS_PER_MS;
    }

    private DirectBuffer[] bodies() {
        if (kind == Kind.SEND_INFO || kind == Kind.SEND_MESSAGE) {
            return new DirectBuffer[] {new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8))};
        }
        if ((methods & INFO) == 0) {
            return new DirectBuffer[0];
        }
        final DirectBuffer[] each = new DirectBuffer[digits.length];
        for (int i = 0; i < each.length; i++) {
            final UnsafeBuffer body = new UnsafeBuffer(new byte[DtmfRelay.MAX_LENGTH]);
            each[i] = new UnsafeBuffer(body, 0, DtmfRelay.write(digits[i][0], durationMs, body, 0));
        }
        return each;
    }

    static byte[] digits(final String text) {
        return ascii(text.toUpperCase(Locale.ROOT));
    }

    private static byte[] ascii(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int methods(final String method) {
        return switch (method) {
            case "INFO" -> INFO;
            case "INBAND" -> INBAND;
            case "BOTH" -> RTP | INFO;
            default -> RTP;
        };
    }

    private static int direction(final String name) {
        for (int direction = Direction.INACTIVE; name != null && direction <= Direction.SENDRECV; direction++) {
            if (Direction.name(direction).equals(name)) {
                return direction;
            }
        }
        return ANY_DIRECTION;
    }

    public Kind kind() {
        return kind;
    }

    /** URI, or the name of a track, or what the kind has. */
    public String text() {
        return text;
    }

    /** Digits of a part as ASCII: 0-9 A-D * #; one when they also go by INFO, else all. */
    public byte[] digits(final int part) {
        return digits[part];
    }

    /** Bits of {@link #RTP}, {@link #INFO}, {@link #INBAND}. */
    public int methods() {
        return methods;
    }

    /** Of a digit or a pause. */
    public int durationMs() {
        return durationMs;
    }

    public int gapMs() {
        return gapMs;
    }

    /** One of {@link Direction}, or {@link #ANY_DIRECTION}. */
    public int direction() {
        return direction;
    }

    /** Rows of {@link CodecTable}, or null: as before. */
    public int[] codecs() {
        return codecs;
    }

    public byte[] contentType() {
        return contentType;
    }

    /** Body of an INFO or MESSAGE, of digit {@code part} when digits are sent. */
    public DirectBuffer body(final int part) {
        return bodies[part];
    }

    /** The file to play in this codec, or null. */
    public TrackSet track(final String encodingName) {
        for (int i = 0; i < tracks.length; i++) {
            if (tracks[i].codec().encodingName().equalsIgnoreCase(encodingName)) {
                return tracks[i];
            }
        }
        return null;
    }

    /** A transfer with a consultation call first. */
    public boolean attended() {
        return attended;
    }

    /** How often the performer is called: once for each digit when they go by INFO. */
    int parts() {
        return (methods & INFO) != 0 ? digits.length : 1;
    }

    /** From the begin of a part to the begin of the next. */
    long partNs() {
        return (durationMs + gapMs) * NS_PER_MS;
    }

    long durationNs() {
        return durationNs;
    }

    long limitNs() {
        return limitNs;
    }

    /** Bits of {@link Resource} that the step holds until it is through. */
    int resources() {
        return switch (kind) {
            case HOLD, RESUME, RE_INVITE, UPDATE, ACTIVATE_TRACK -> Resource.OFFER;
            case SEND_INFO -> Resource.INFO;
            case SEND_MESSAGE -> Resource.MESSAGE;
            case REFER -> Resource.TRANSFER;
            case PLAY -> Resource.PLAYBACK;
            case SEND_DTMF -> ((methods & INFO) != 0 ? Resource.INFO : 0) | ((methods & ~INFO) != 0 ? Resource.DIGITS : 0);
            default -> 0;
        };
    }
}
