package busyhour.rtp;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * View over a telephone-event payload (RFC 4733 2.3), owning nothing.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |     event     |E|R| volume    |          duration             |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class TelephoneEventFlyweight {

    /** Octets of one event. */
    public static final int LENGTH = 4;
    /** The longest duration that one packet can say, timestamp units. */
    public static final int MAX_DURATION = 0xFFFF;
    /** Events up to this one are the DTMF digits 0-9, *, #, A-D. */
    public static final int LAST_DIGIT = 15;

    private static final int END = 0x80;
    private static final String DIGITS = "0123456789*#ABCD";

    private DirectBuffer buffer;
    private int offset;

    /** Looks at a payload; false when it is too short for an event. */
    public boolean wrap(DirectBuffer buffer, int offset, int length) {
        this.buffer = buffer;
        this.offset = offset;
        return length >= LENGTH;
    }

    /**
     * Writes an event.
     *
     * @param volume   power below 0 dBm0, decibels, 0 to 63.
     * @param duration timestamp units, at most {@link #MAX_DURATION}.
     */
    public static void write(
            MutableDirectBuffer buffer, int offset, int event, boolean end, int volume, int duration) {
        buffer.putByte(offset, (byte) event);
        buffer.putByte(offset + 1, (byte) (volume | (end ? END : 0)));
        buffer.putShort(offset + 2, (short) duration, ByteOrder.BIG_ENDIAN);
    }

    public int event() {
        return buffer.getByte(offset) & 0xFF;
    }

    /** The digit of an event up to {@link #LAST_DIGIT}. */
    public static char digit(int event) {
        return DIGITS.charAt(event);
    }

    /** Whether the event has ended. */
    public boolean end() {
        return (buffer.getByte(offset + 1) & END) != 0;
    }

    /** Power below 0 dBm0, decibels, 0 to 63. */
    public int volume() {
        return buffer.getByte(offset + 1) & 0x3F;
    }

    /** Timestamp units since the event began. */
    public int duration() {
        return buffer.getShort(offset + 2, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }
}
