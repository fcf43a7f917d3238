package busyhour.sip;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where a datagram goes or came from: an address and a UDP or TCP port.
 * <p>
 * A mutable value of 128 address bits; IPv4 is held as {@code ::ffff:a.b.c.d} (RFC 4291 2.5.5.2). Text is RFC 5952:
 * lower case, the longest run of zero groups as {@code ::}. Nothing here allocates except {@link #toString()}.
 * Not thread safe.
 */
public final class TransportAddress {

    /** The longest text that {@link #putTextWithPort} writes: {@code [8 groups]:65535}. */
    public static final int MAX_TEXT_LENGTH = 47;

    private static final long V4_PREFIX = 0xFFFF_0000_0000L;
    private static final int GROUPS = 8;

    private long hi;
    private long lo;
    private int port;

    /** @return this, unset: {@code ::} and port 0. */
    public TransportAddress clear() {
        return set(0, 0, 0);
    }

    /**
     * @param hi   the first eight octets, network order.
     * @param lo   the last eight octets.
     * @param port 0..65535.
     * @return this.
     */
    public TransportAddress set(final long hi, final long lo, final int port) {
        this.hi = hi;
        this.lo = lo;
        this.port = port;
        return this;
    }

    /**
     * @param ipv4 four octets, network order: 127.0.0.1 = 0x7F000001.
     * @param port 0..65535.
     * @return this.
     */
    public TransportAddress setIpv4(final int ipv4, final int port) {
        return set(0, V4_PREFIX | (ipv4 & 0xFFFF_FFFFL), port);
    }

    public TransportAddress copyFrom(final TransportAddress other) {
        return set(other.hi, other.lo, other.port);
    }

    public TransportAddress port(final int port) {
        this.port = port;
        return this;
    }

    public long hi() {
        return hi;
    }

    public long lo() {
        return lo;
    }

    public int port() {
        return port;
    }

    public boolean isIpv4() {
        return hi == 0 && (lo & 0xFFFF_FFFF_0000_0000L) == V4_PREFIX;
    }

    /** @return the four octets; only meaningful when {@link #isIpv4()}. */
    public int ipv4() {
        return (int) lo;
    }

    /** @return whether this is {@code ::} or {@code 0.0.0.0}, whatever the port. */
    public boolean isUnspecified() {
        return hi == 0 && (lo == 0 || lo == V4_PREFIX);
    }

    /** @return whether this is in 127.0.0.0/8 or is {@code ::1}. */
    public boolean isLoopback() {
        return isIpv4() ? (lo >>> 24 & 0xFF) == 127 : hi == 0 && lo == 1;
    }

    /** @return whether this is a multicast group: 224.0.0.0/4 or ff00::/8. */
    public boolean isMulticast() {
        return isIpv4() ? (lo >>> 28 & 0xF) == 0xE : hi >>> 56 == 0xFF;
    }

    /** @return whether this is not for the public net: loopback, RFC 1918, link-local, RFC 4193, or unspecified. */
    public boolean isPrivate() {
        if (isLoopback() || isUnspecified()) {
            return true;
        }
        if (isIpv4()) {
            final int ipv4 = ipv4();
            return ipv4 >>> 24 == 10 || ipv4 >>> 20 == 0xAC1 || ipv4 >>> 16 == 0xC0A8 || ipv4 >>> 16 == 0xA9FE;
        }
        return hi >>> 57 == 0xFC >>> 1 || hi >>> 54 == 0xFE80 >>> 6;
    }

    public boolean sameAddress(final TransportAddress other) {
        return hi == other.hi && lo == other.lo;
    }

    /**
     * Reads an address without port: {@code 192.0.2.1}, {@code 2001:db8::1} or {@code [2001:db8::1]}. No names, no
     * zone ids. The port stays as it is.
     *
     * @return false when the text is no address: then nothing has changed.
     */
    public boolean parse(final DirectBuffer buffer, final int offset, final int length) {
        if (length >= 2 && buffer.getByte(offset) == '[' && buffer.getByte(offset + length - 1) == ']') {
            return AddressText.parseIpv6(this, buffer, offset + 1, length - 2);
        }
        return AddressText.parseIpv4(this, buffer, offset, length) || AddressText.parseIpv6(this, buffer, offset, length);
    }

    /** As {@link #parse(DirectBuffer, int, int)} for set-up time: {@code 10.0.0.1}, {@code ::1}, {@code [::1]}. */
    public boolean parse(final CharSequence text) {
        final byte[] bytes = new byte[Math.min(text.length(), MAX_TEXT_LENGTH + 1)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = text.charAt(i) > 0x7F ? 0 : (byte) text.charAt(i);
        }
        return parse(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    /**
     * Writes the address alone, IPv6 without brackets, as SDP wants it (RFC 8866 5.7).
     *
     * @return octets written, at most {@link #MAX_TEXT_LENGTH}.
     */
    public int putText(final MutableDirectBuffer buffer, final int offset) {
        return AddressText.put(this, buffer, offset);
    }

    /**
     * Writes the address as a host in a SIP URI or Via: IPv6 in brackets (RFC 3261 25.1 IPv6reference).
     *
     * @return octets written.
     */
    public int putHost(final MutableDirectBuffer buffer, final int offset) {
        if (isIpv4()) {
            return AddressText.put(this, buffer, offset);
        }
        buffer.putByte(offset, (byte) '[');
        final int length = AddressText.put(this, buffer, offset + 1);
        buffer.putByte(offset + 1 + length, (byte) ']');
        return length + 2;
    }

    /**
     * Writes {@code host:port}.
     *
     * @return octets written.
     */
    public int putTextWithPort(final MutableDirectBuffer buffer, final int offset) {
        final int host = putHost(buffer, offset);
        buffer.putByte(offset + host, (byte) ':');
        return host + 1 + buffer.putNaturalIntAscii(offset + host + 1, port);
    }

    /** @return 16 bits of the address, counted from the left; for {@link AddressText}. */
    int group(final int index) {
        final long half = index < GROUPS / 2 ? hi : lo;
        return (int) (half >>> (GROUPS / 2 - 1 - index % (GROUPS / 2)) * 16) & 0xFFFF;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof TransportAddress that && hi == that.hi && lo == that.lo && port == that.port;
    }

    @Override
    public int hashCode() {
        final long mixed = (hi * 31 + lo) * 0x9E37_79B9_7F4A_7C15L + port;
        return (int) (mixed ^ mixed >>> 32);
    }

    @Override
    public String toString() {
        final UnsafeBuffer text = new UnsafeBuffer(new byte[MAX_TEXT_LENGTH]);
        return text.getStringWithoutLengthAscii(0, putTextWithPort(text, 0));
    }
}
