package busyhour.sip.message;

import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes text into a buffer, front to back; what SIP and SDP have in common. From the first thing that does not fit
 * nothing more is written, {@link #isFull()} is true and {@link #overflows()} counts the message. Allocates nothing.
 * Not thread safe.
 *
 * @param <T> the writer itself, for chains of calls.
 */
public abstract class TextWriter<T extends TextWriter<T>> {

    /** The message did not fit. */
    public static final int OVERFLOW = -1;

    private static final int HEX_DIGITS = 16;

    final UnsafeBuffer out = new UnsafeBuffer(0, 0);
    int at;
    private int capacity;
    private boolean full;
    private long overflows;

    protected TextWriter() {
    }

    protected abstract T self();

    /** @return this, empty, writing to {@code capacity} octets from {@code offset}. */
    public T wrap(final MutableDirectBuffer buffer, final int offset, final int capacity) {
        out.wrap(buffer, offset, capacity);
        this.capacity = capacity;
        at = 0;
        full = false;
        return self();
    }

    /** @return whether {@code length} more octets fit; from the first that do not nothing more is written. */
    final boolean fits(final int length) {
        if (full) {
            return false;
        }
        if (length > capacity - at) {
            full = true;
            overflows++;
            return false;
        }
        return true;
    }

    public T endLine() {
        if (fits(2)) {
            out.putByte(at, (byte) '\r');
            out.putByte(at + 1, (byte) '\n');
            at += 2;
        }
        return self();
    }

    public T space() {
        return octet((byte) ' ');
    }

    public T octet(final byte octet) {
        if (fits(1)) {
            out.putByte(at++, octet);
        }
        return self();
    }

    public T append(final byte[] octets) {
        if (fits(octets.length)) {
            out.putBytes(at, octets, 0, octets.length);
            at += octets.length;
        }
        return self();
    }

    public T append(final byte[] octets, final int offset, final int length) {
        if (fits(length)) {
            out.putBytes(at, octets, offset, length);
            at += length;
        }
        return self();
    }

    public T append(final DirectBuffer text, final int offset, final int length) {
        if (fits(length)) {
            out.putBytes(at, text, offset, length);
            at += length;
        }
        return self();
    }

    /** @return self(); nothing is written for {@link Span#NONE}. */
    public T append(final DirectBuffer text, final long span) {
        return span < 0 ? self() : append(text, Span.offset(span), Span.length(span));
    }

    /** Writes ASCII characters; others become a question mark. */
    public T ascii(final CharSequence text) {
        final int length = text.length();
        if (fits(length)) {
            for (int i = 0; i < length; i++) {
                final char c = text.charAt(i);
                out.putByte(at + i, c < 0x80 ? (byte) c : (byte) '?');
            }
            at += length;
        }
        return self();
    }

    /** @param value not negative. */
    public T uint(final long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        if (fits(digits)) {
            out.putNaturalLongAscii(at, value);
            at += digits;
        }
        return self();
    }

    /** Writes 16 hexadecimal digits, lower case. */
    public T hex(final long value) {
        if (fits(HEX_DIGITS)) {
            for (int i = 0; i < HEX_DIGITS; i++) {
                final int digit = (int) (value >>> (HEX_DIGITS - 1 - i) * 4) & 0xF;
                out.putByte(at + i, (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10));
            }
            at += HEX_DIGITS;
        }
        return self();
    }

    /** Writes {@code host:port}, IPv6 in brackets. */
    public T hostPort(final TransportAddress value) {
        return host(value).octet((byte) ':').uint(value.port());
    }

    /** Writes the address without port, IPv6 without brackets, as SDP has it. */
    public T address(final TransportAddress value) {
        if (fits(TransportAddress.MAX_TEXT_LENGTH)) {
            at += value.putText(out, at);
        }
        return self();
    }

    /** Writes the address without port, IPv6 in brackets. */
    public T host(final TransportAddress value) {
        if (fits(TransportAddress.MAX_TEXT_LENGTH)) {
            at += value.putHost(out, at);
        }
        return self();
    }

    /** @return the octets written, or {@link #OVERFLOW}. */
    public int finish() {
        return full ? OVERFLOW : at;
    }

    /** @return the octets written so far. */
    public int length() {
        return at;
    }

    public boolean isFull() {
        return full;
    }

    /** @return messages that did not fit since construction. */
    public long overflows() {
        return overflows;
    }

    /** @return what is being written to; offset 0 is where the message begins. */
    public MutableDirectBuffer buffer() {
        return out;
    }
}
