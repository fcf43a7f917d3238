package busyhour.sip.message;

import org.agrona.DirectBuffer;

/** Reads Content-Type and Accept as far as this house needs them (RFC 3261 20.1, 20.15). */
final class MediaType {

    private static final byte[] APPLICATION = Ascii.bytes("application");
    private static final byte[] SDP = Ascii.bytes("sdp");
    private static final byte[] ANY = Ascii.bytes("*");

    private MediaType() {
    }

    static boolean isSdp(final DirectBuffer buffer, final long span) {
        return is(buffer, span, APPLICATION, SDP);
    }

    /** Whether this value of Accept covers SDP: itself, or all of its kind. */
    static boolean coversSdp(final DirectBuffer buffer, final long span) {
        return is(buffer, span, APPLICATION, SDP) || is(buffer, span, APPLICATION, ANY) || is(buffer, span, ANY, ANY);
    }

    /** @param type and subtype in lower case. */
    static boolean is(final DirectBuffer buffer, final long span, final byte[] type, final byte[] subtype) {
        if (span < 0) {
            return false;
        }
        final int end = Span.end(span);
        final int typeStart = Span.offset(span);
        final int typeEnd = Ascii.skipToken(buffer, typeStart, end);
        final int slash = Ascii.skipSpace(buffer, typeEnd, end);
        if (slash == end || buffer.getByte(slash) != '/') {
            return false;
        }
        final int subtypeStart = Ascii.skipSpace(buffer, slash + 1, end);
        final int subtypeEnd = Ascii.skipToken(buffer, subtypeStart, end);
        return Ascii.equalsIgnoreCase(buffer, typeStart, typeEnd - typeStart, type)
                && Ascii.equalsIgnoreCase(buffer, subtypeStart, subtypeEnd - subtypeStart, subtype);
    }
}
