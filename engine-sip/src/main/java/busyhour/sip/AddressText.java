package busyhour.sip;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Text of addresses: RFC 4291 2.2 is read, RFC 5952 is written. */
final class AddressText {

    private static final int GROUPS = 8;
    private static final int MAX_IPV6_LENGTH = 45;

    private AddressText() {
    }

    static boolean parseIpv4(final TransportAddress address, final DirectBuffer buffer, final int offset, final int length) {
        final long value = ipv4(buffer, offset, length);
        if (value < 0) {
            return false;
        }
        address.setIpv4((int) value, address.port());
        return true;
    }

    /** @return four octets, or -1 when the text is no dotted quad. */
    private static long ipv4(final DirectBuffer buffer, final int offset, final int length) {
        if (length < 7 || length > 15) {
            return -1;
        }
        long value = 0;
        int octet = 0;
        int digits = 0;
        int dots = 0;
        for (int i = offset, end = offset + length; i < end; i++) {
            final int c = buffer.getByte(i);
            if (c >= '0' && c <= '9') {
                octet = octet * 10 + c - '0';
                if (++digits > 3 || octet > 255) {
                    return -1;
                }
            } else if (c == '.' && digits > 0 && dots < 3) {
                value = value << 8 | octet;
                octet = 0;
                digits = 0;
                dots++;
            } else {
                return -1;
            }
        }
        return dots == 3 && digits > 0 ? value << 8 | octet : -1;
    }

    static boolean parseIpv6(final TransportAddress address, final DirectBuffer buffer, final int offset, final int length) {
        if (length < 2 || length > MAX_IPV6_LENGTH) {
            return false;
        }
        final int end = offset + length;
        long headHi = 0;
        long headLo = 0;
        int groups = 0;
        int gapAt = -1;
        int i = offset;
        if (buffer.getByte(i) == ':') {
            if (buffer.getByte(i + 1) != ':') {
                return false;
            }
            gapAt = 0;
            i += 2;
        }
        while (i < end) {
            int value = 0;
            int digits = 0;
            final int start = i;
            while (i < end && hex(buffer.getByte(i)) >= 0) {
                value = value << 4 | hex(buffer.getByte(i));
                i++;
                if (++digits > 4) {
                    return false;
                }
            }
            if (digits == 0 || groups == GROUPS) {
                return false;
            }
            if (i < end && buffer.getByte(i) == '.') {
                final long ipv4 = ipv4(buffer, start, end - start);
                if (ipv4 < 0 || groups > GROUPS - 2) {
                    return false;
                }
                headHi = headHi << 32 | headLo >>> 32;
                headLo = headLo << 32 | ipv4;
                groups += 2;
                i = end;
                break;
            }
            headHi = headHi << 16 | headLo >>> 48;
            headLo = headLo << 16 | value;
            groups++;
            if (i == end) {
                break;
            }
            if (buffer.getByte(i++) != ':' || i == end) {
                return false;
            }
            if (buffer.getByte(i) == ':') {
                if (gapAt >= 0) {
                    return false;
                }
                gapAt = groups;
                i++;
            }
        }
        if (gapAt < 0 ? groups != GROUPS : groups >= GROUPS) {
            return false;
        }
        if (gapAt >= 0) {
            return spread(address, headHi, headLo, groups, gapAt);
        }
        address.set(headHi, headLo, address.port());
        return true;
    }

    /** Opens the gap that {@code ::} stands for: groups before it move to the left end. */
    private static boolean spread(
            final TransportAddress address, final long packedHi, final long packedLo, final int groups, final int gapAt) {
        long hi = 0;
        long lo = 0;
        for (int to = 0; to < GROUPS; to++) {
            final int from = to < gapAt ? to : to - (GROUPS - groups);
            int value = 0;
            if (to < gapAt || from >= gapAt) {
                final int fromRight = groups - 1 - from;
                value = (int) ((fromRight < 4 ? packedLo : packedHi) >>> fromRight % 4 * 16) & 0xFFFF;
            }
            hi = hi << 16 | lo >>> 48;
            lo = lo << 16 | value;
        }
        address.set(hi, lo, address.port());
        return true;
    }

    static int put(final TransportAddress address, final MutableDirectBuffer buffer, final int offset) {
        if (address.isIpv4()) {
            return putIpv4(address.ipv4(), buffer, offset);
        }
        int gapAt = -1;
        int gapLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && address.group(i + run) == 0) {
                run++;
            }
            if (run > gapLength) {
                gapAt = i;
                gapLength = run;
            }
            i += run;
        }
        int at = offset;
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapAt) {
                buffer.putByte(at++, (byte) ':');
                buffer.putByte(at++, (byte) ':');
                i += gapLength - 1;
                continue;
            }
            if (i > 0 && i != gapAt + gapLength || i > 0 && gapAt < 0) {
                buffer.putByte(at++, (byte) ':');
            }
            at += putHex(address.group(i), buffer, at);
        }
        return at - offset;
    }

    private static int putIpv4(final int ipv4, final MutableDirectBuffer buffer, final int offset) {
        int at = offset;
        for (int shift = 24; shift >= 0; shift -= 8) {
            at += buffer.putNaturalIntAscii(at, ipv4 >>> shift & 0xFF);
            if (shift > 0) {
                buffer.putByte(at++, (byte) '.');
            }
        }
        return at - offset;
    }

    private static int putHex(final int group, final MutableDirectBuffer buffer, final int offset) {
        int at = offset;
        for (int shift = 12; shift >= 0; shift -= 4) {
            final int digit = group >>> shift & 0xF;
            if (digit != 0 || at > offset || shift == 0) {
                buffer.putByte(at++, (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10));
            }
        }
        return at - offset;
    }

    private static int hex(final byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        final int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
