package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * Parameters of a format, {@code a=fmtp:102 name=value;name=value}, and the comparison where they decide whether two formats
 * are the same (RFC 3264 6.1 leaves that to the payload format). For H.264 they do: RFC 6184 8.2.2 wants packetization-mode
 * and profile alike in both directions. For Opus (RFC 7587 7), telephone events and all else here they only say what a side
 * wishes to receive. Stateless.
 */
final class FormatParameters {

    private static final byte[] PACKETIZATION_MODE = Ascii.bytes("packetization-mode");
    private static final byte[] PROFILE_LEVEL_ID = Ascii.bytes("profile-level-id");
    private static final int PROFILE_DIGITS = 4;
    /** Baseline without constraints, when a description says nothing (RFC 6184 8.1). */
    private static final int DEFAULT_PROFILE = 0x4200;

    private FormatParameters() {
    }

    /** @param name in lower case. @return the value's text, {@link Span#NONE} when there is no such parameter. */
    static long value(final DirectBuffer buffer, final long parameters, final byte[] name) {
        if (parameters < 0) {
            return Span.NONE;
        }
        final int end = Span.end(parameters);
        int at = Span.offset(parameters);
        while (at < end) {
            final int next = SdpLine.find(buffer, at, end, ';');
            final int start = Ascii.skipSpace(buffer, at, next);
            final int equals = SdpLine.find(buffer, start, next, '=');
            final int nameEnd = Ascii.trimEnd(buffer, start, equals);
            if (Ascii.equalsIgnoreCase(buffer, start, nameEnd - start, name)) {
                final int value = Ascii.skipSpace(buffer, Math.min(equals + 1, next), next);
                return Span.between(value, Ascii.trimEnd(buffer, value, next));
            }
            at = next + 1;
        }
        return Span.NONE;
    }

    /** Whether two H.264 formats are the same: level and the rest may differ. */
    static boolean isSameH264(final DirectBuffer a, final long aParameters, final DirectBuffer b, final long bParameters) {
        return packetizationMode(a, aParameters) == packetizationMode(b, bParameters)
                && profile(a, aParameters) == profile(b, bParameters);
    }

    private static int packetizationMode(final DirectBuffer buffer, final long parameters) {
        final long value = value(buffer, parameters, PACKETIZATION_MODE);
        return value < 0 ? 0 : (int) SdpLine.number(buffer, value, 2);
    }

    /** One number for each profile, which several pairs of profile_idc and profile-iop may name (RFC 6184 table 5). */
    private static int profile(final DirectBuffer buffer, final long parameters) {
        final long value = value(buffer, parameters, PROFILE_LEVEL_ID);
        int named = value < 0 ? DEFAULT_PROFILE : 0;
        for (int i = 0; value >= 0 && i < PROFILE_DIGITS; i++) {
            final int digit = i < Span.length(value) ? Ascii.hex(buffer.getByte(Span.offset(value) + i)) : -1;
            if (digit < 0) {
                return -1;
            }
            named = named << 4 | digit;
        }
        final int idc = named >> 8;
        final int iop = named & 0xFF;
        final boolean constrainedBaseline = idc == 0x42 && (iop & 0x4F) == 0x40 || idc == 0x4D && (iop & 0x8F) == 0x80
                || idc == 0x58 && (iop & 0xCF) == 0xC0;
        final boolean baseline = idc == 0x42 && (iop & 0x4F) == 0 || idc == 0x58 && (iop & 0xCF) == 0x80;
        return constrainedBaseline ? 0x4240 : baseline ? DEFAULT_PROFILE : named;
    }
}
