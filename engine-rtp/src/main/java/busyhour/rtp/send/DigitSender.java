package busyhour.rtp.send;

import busyhour.codec.Dtmf;
import busyhour.codec.DtmfTones;
import busyhour.rtp.TelephoneEventFlyweight;
import org.agrona.MutableDirectBuffer;

/**
 * Digits in the place of a stream's audio, one packet for each packet time, as telephone events (RFC 4733) or as tones.
 *
 * <pre>
 *   events:  M=1 |  update  | ... | end | end | end | audio in the gap ... | M=1 next digit
 *            all with the timestamp of the digit's beginning, durations growing
 *   tones:   tone ................ | silence in the gap .................. | next digit
 * </pre>
 *
 * The last packet of an event is sent three times, a packet time apart (2.5.1.4), for which a short gap is prolonged; an
 * event longer than 0xFFFF units is told in segments (2.5.1.3). Nothing moves but in {@link #onSent} and with the
 * timestamp, so that a refused packet is written again as it was; what the stream skipped has passed for the digit too.
 */
final class DigitSender {

    /** Times that the last packet of an event is sent. */
    static final int ENDS = 3;
    /** Power below 0 dBm0 that events claim, that of {@link DtmfTones} for both tones together. */
    static final int VOLUME = 6;

    private static final int MS_PER_SECOND = 1_000;

    private byte[] digits;
    private int index;
    private DtmfTones tones;
    private int durationUnits;
    private int gapUnits;
    private boolean active;
    private boolean inGap;
    private int startTimestamp;
    private int segmentStart; // units of the digit before this segment
    private int packets;      // of this digit
    private int ends;
    private long sent;
    private boolean done;

    /** A call begins: nothing is under way, nothing counted. */
    void reset() {
        active = false;
        done = false;
        sent = 0;
    }

    boolean isActive() {
        return active;
    }

    /**
     * Begins with the stream's next packet.
     *
     * @param asciiDigits kept, not copied.
     * @param tonesInAudio null = telephone events.
     * @param rateHz       clock of timestamps and durations.
     */
    void begin(final byte[] asciiDigits, final DtmfTones tonesInAudio, final int rateHz, final int durationMs, final int gapMs) {
        digits = asciiDigits;
        tones = tonesInAudio;
        durationUnits = (int) ((long) durationMs * rateHz / MS_PER_SECOND);
        gapUnits = (int) ((long) gapMs * rateHz / MS_PER_SECOND);
        index = 0;
        active = true;
        done = false;
        next();
    }

    private void next() {
        packets = 0;
        ends = 0;
        segmentStart = 0;
        inGap = false;
    }

    /**
     * The stream goes on in other terms. Digits that can go on in them do; others are given up, which counts as done.
     *
     * @param other  tones of the new codec, null when it has none.
     * @param events whether the peer takes telephone events.
     */
    void change(final DtmfTones other, final boolean events) {
        if (active && (tones == null ? !events : other == null)) {
            active = false;
            done = true;
        }
        tones = tones == null ? null : other;
    }

    /** Whether the packet due is ours; the audio's otherwise. */
    boolean takesPacket() {
        return active && (!inGap || tones != null);
    }

    private int event() {
        return Dtmf.event(digits[index]);
    }

    /** Whether a telephone event is written in a packet of its own type. */
    boolean isEvent() {
        return tones == null;
    }

    /** Units of the digit that have passed when the packet due has been played. */
    private int elapsed(final int timestamp, final int packetUnits) {
        return timestamp - startTimestamp + packetUnits;
    }

    /** Whether the event due was not sent yet. */
    boolean isFirst() {
        return packets == 0;
    }

    /** Timestamp of the event written last: of its beginning or that of its segment. */
    int eventTimestamp() {
        return startTimestamp + segmentStart;
    }

    void writeEvent(final MutableDirectBuffer buffer, final int offset, final int timestamp, final int packetUnits) {
        begin(timestamp);
        TelephoneEventFlyweight.write(buffer, offset, event(), isEnd(timestamp, packetUnits), VOLUME, segmentUnits(timestamp, packetUnits));
    }

    void writeTone(final MutableDirectBuffer buffer, final int offset, final int timestamp, final int packetUnits) {
        begin(timestamp);
        final int tone = toneUnits(timestamp, packetUnits);
        if (tone > 0) {
            tones.copy(event(), timestamp - startTimestamp, tone, buffer, offset);
        }
        buffer.setMemory(offset + tone, packetUnits - tone, tones.silence());
    }

    /** A digit begins with the first of its packets that is offered last: what was never sent began nothing. */
    private void begin(final int timestamp) {
        if (packets == 0 && !inGap) {
            startTimestamp = timestamp;
        }
    }

    /** Samples of the packet due in which the tone sounds. */
    int toneUnits(final int timestamp, final int packetUnits) {
        return inGap ? 0 : Math.clamp(durationUnits - (long) (timestamp - startTimestamp), 0, packetUnits);
    }

    private int segmentUnits(final int timestamp, final int packetUnits) {
        final int whole = Math.min(elapsed(timestamp, packetUnits), durationUnits) - segmentStart;
        return Math.min(whole, TelephoneEventFlyweight.MAX_DURATION);
    }

    private boolean isEnd(final int timestamp, final int packetUnits) {
        return elapsed(timestamp, packetUnits) >= durationUnits
                && durationUnits - segmentStart <= TelephoneEventFlyweight.MAX_DURATION;
    }

    /** The packet written last left, before the stream's timestamp moves on. */
    void onSent(final int timestamp, final int packetUnits) {
        if (inGap) {
            return;
        }
        packets++;
        if (elapsed(timestamp, packetUnits) >= durationUnits && (tones != null || isEnd(timestamp, packetUnits))) {
            ends++;
            sent += ends == 1 ? 1 : 0;
        } else if (tones == null && segmentUnits(timestamp, packetUnits) == TelephoneEventFlyweight.MAX_DURATION) {
            segmentStart += TelephoneEventFlyweight.MAX_DURATION;
        }
        if (ends == (tones == null ? ENDS : 1)) {
            inGap = true;
            if (index + 1 == digits.length) {
                active = false;
                done = true;
            }
        }
    }

    /** The stream's timestamp moved on: after the gap the next digit begins. */
    void onTimestamp(final int timestamp) {
        if (active && inGap && timestamp - startTimestamp >= durationUnits + gapUnits) {
            index++;
            next();
        }
    }

    /** Whether all digits are out and nobody has asked since. */
    boolean isDone() {
        return done;
    }

    /** Whether all digits are out; says so once. */
    boolean takeDone() {
        final boolean was = done;
        done = false;
        return was;
    }

    /** Digits sent in this call. */
    long sent() {
        return sent;
    }

    /** Sum of squares of the tone's samples in the packet due. */
    long sumOfSquares(final int timestamp, final int packetUnits) {
        return (long) (toneUnits(timestamp, packetUnits) * tones.meanSquare(event()));
    }

    /** Largest square of the tone's samples in the packet due. */
    int largestSquare(final int timestamp, final int packetUnits) {
        return toneUnits(timestamp, packetUnits) > 0 ? tones.largestSquare(event()) : 0;
    }
}
