package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * When two H.264 formats are the same (RFC 6184 8.2.2): packetization-mode and profile must be alike in both directions, the
 * level need not. A profile has several spellings (table 5); a level beyond the peer's is only for those who allow asymmetry.
 *
 * <pre>
 *   profile-level-id    42 e0 1f      profile_idc 66 = baseline
 *                        |  |  '----- level_idc: ten times the level, 1b is 11 with constraint_set3
 *                        |  '-------- profile-iop: constraint_set0..5, two zero bits
 * </pre>
 *
 * Stateless.
 */
final class H264Format {

    /** Baseline without constraints, level 1, when a description says nothing (RFC 6184 8.1). */
    static final int DEFAULT = 0x42000A;

    private static final byte[] PACKETIZATION_MODE = Ascii.bytes("packetization-mode");
    private static final byte[] PROFILE_LEVEL_ID = Ascii.bytes("profile-level-id");
    private static final byte[] LEVEL_ASYMMETRY = Ascii.bytes("level-asymmetry-allowed");
    private static final int DIGITS = 6;
    private static final int CONSTRAINED_BASELINE = 0x4240;
    private static final int BASELINE = 0x4200;
    private static final int UNREADABLE = -1;
    private static final int CONSTRAINT_SET_3 = 0x10;

    private H264Format() {
    }

    static int packetizationMode(final DirectBuffer buffer, final long parameters) {
        return Span.isPresent(FormatParameters.value(buffer, parameters, PACKETIZATION_MODE))
                ? FormatParameters.number(buffer, parameters, PACKETIZATION_MODE, 2) : 0;
    }

    static boolean allowsLevelAsymmetry(final DirectBuffer buffer, final long parameters) {
        return FormatParameters.number(buffer, parameters, LEVEL_ASYMMETRY, 1) == 1;
    }

    /** @return 24 bits, {@link #DEFAULT} without the parameter, -1 for one that cannot be read. */
    static int profileLevelId(final DirectBuffer buffer, final long parameters) {
        final long value = FormatParameters.value(buffer, parameters, PROFILE_LEVEL_ID);
        if (value < 0) {
            return DEFAULT;
        }
        int id = 0;
        for (int i = 0; i < DIGITS; i++) {
            final int digit = i < Span.length(value) ? Ascii.hex(buffer.getByte(Span.offset(value) + i)) : -1;
            if (digit < 0) {
                return UNREADABLE;
            }
            id = id << 4 | digit;
        }
        return id;
    }

    /** @return whether a format of the peer's can be answered with the row: same packetization-mode, a profile that can be read. */
    static boolean isSameMode(final DirectBuffer buffer, final long parameters, final int row) {
        return packetizationMode(buffer, parameters) == (row == CodecTable.H264 ? 1 : 0) && profileLevelId(buffer, parameters) >= 0;
    }

    /** @return whether both name the same profile. */
    static boolean isSameProfile(final int oneId, final int otherId) {
        return oneId >= 0 && otherId >= 0 && profile(oneId) == profile(otherId);
    }

    /** One number for each profile, which several pairs of profile_idc and profile-iop may name (RFC 6184 table 5). */
    private static int profile(final int id) {
        final int idc = id >> 16;
        final int iop = id >> 8 & 0xFF;
        final boolean constrainedBaseline = idc == 0x42 && (iop & 0x4F) == 0x40 || idc == 0x4D && (iop & 0x8F) == 0x80
                || idc == 0x58 && (iop & 0xCF) == 0xC0;
        final boolean baseline = idc == 0x42 && (iop & 0x4F) == 0 || idc == 0x58 && (iop & 0xCF) == 0x80;
        return constrainedBaseline ? CONSTRAINED_BASELINE : baseline ? BASELINE : id >> 8;
    }

    /**
     * The profile-level-id of an answer: the offer's profile; our level where levels may differ, else the lower one.
     */
    static int answer(final int offeredId, final int ownId, final boolean levelAsymmetry) {
        if (isSameProfile(offeredId, ownId)) {
            return levelAsymmetry || level(ownId) <= level(offeredId) ? ownId : offeredId;
        }
        // another profile, whose decoders read constrained baseline too: theirs, and their level where ours is not below it
        final int ownLevel = ownId & 0xFF;
        final boolean exact = (ownId >> 8 & CONSTRAINT_SET_3) == 0 || ownLevel != 11;
        return exact && (levelAsymmetry || level(ownId) <= level(offeredId)) ? offeredId & 0xFFFF00 | ownLevel : offeredId;
    }

    /** Levels in order: twice level_idc, and 1b (11 with constraint_set3, or 9) between 1 and 1.1. */
    private static int level(final int id) {
        final int idc = id & 0xFF;
        final boolean oneB = idc == 9 || idc == 11 && (id >> 8 & CONSTRAINT_SET_3) != 0;
        return oneB ? 21 : 2 * idc;
    }
}
