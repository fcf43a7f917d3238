package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import org.agrona.DirectBuffer;

/**
 * The frames that an AMR or AMR-WB payload holds, without decoding (RFC 4867 4.3 and 4.4). Which of the two formats it is was
 * agreed on in signalling; here it is the one whose table of contents adds up to the payload's length, octet-aligned first.
 *
 * <pre>
 *   bandwidth-efficient   CMR:4 | F:1 FT:4 Q:1 | ... | speech bits, one frame after the other
 *   octet-aligned         CMR:4 0:4 | F:1 FT:4 Q:1 0:2 | ... | speech, each frame in whole octets
 * </pre>
 *
 * <p>Reused for every packet; one thread; allocates nothing.
 */
final class AmrPayload {

    static final int NO_MODE = -1;
    /** A frame lasts 20 ms. */
    static final int FRAMES_PER_SECOND = 50;

    private static final int MAX_FRAMES = 32;
    private static final int INVALID = -1;
    /** Speech bits for each frame type (3GPP TS 26.101 table 1a, TS 26.201 table 1a). */
    private static final int[] AMR_BITS = {95, 103, 118, 134, 148, 159, 204, 244, 39, 43, 38, 37, INVALID, INVALID, INVALID, 0};
    private static final int[] AMR_WB_BITS = {132, 177, 253, 285, 317, 365, 397, 461, 477, 40, INVALID, INVALID, INVALID, INVALID, 0, 0};
    private static final int AMR_MODES = 8;
    private static final int AMR_WB_MODES = 9;

    private int frames;
    private int mode = NO_MODE;

    /** Looks at a payload. @return whether its table of contents fits its length. */
    boolean read(AudioCodec codec, DirectBuffer buffer, int offset, int length) {
        final boolean wide = codec == AudioCodec.AMR_WB;
        final int[] bits = wide ? AMR_WB_BITS : AMR_BITS;
        final int modes = wide ? AMR_WB_MODES : AMR_MODES;
        return octetAligned(bits, modes, buffer, offset, length) || bandwidthEfficient(bits, modes, buffer, offset, length);
    }

    private boolean octetAligned(int[] bits, int modes, DirectBuffer buffer, int offset, int length) {
        begin();
        if (length < 2 || (buffer.getByte(offset) & 0x0F) != 0) {
            return false;
        }
        int content = 0;
        boolean more = true;
        while (more) {
            if (1 + frames >= length || frames == MAX_FRAMES) {
                return false;
            }
            final int entry = buffer.getByte(offset + 1 + frames) & 0xFF;
            final int frameBits = bits[entry >>> 3 & 0x0F];
            if (frameBits == INVALID || (entry & 0x03) != 0) {
                return false;
            }
            note(entry >>> 3 & 0x0F, modes);
            content += frameBits + 7 >>> 3;
            more = (entry & 0x80) != 0;
        }
        return 1 + frames + content == length;
    }

    private boolean bandwidthEfficient(int[] bits, int modes, DirectBuffer buffer, int offset, int length) {
        begin();
        int content = 0;
        boolean more = true;
        while (more) {
            final int at = 4 + 6 * frames;
            if (at + 6 > length * 8 || frames == MAX_FRAMES) {
                return false;
            }
            final int entry = sixBits(buffer, offset, at, length);
            final int frameBits = bits[entry >>> 1 & 0x0F];
            if (frameBits == INVALID) {
                return false;
            }
            note(entry >>> 1 & 0x0F, modes);
            content += frameBits;
            more = (entry & 0x20) != 0;
        }
        return 4 + 6 * frames + content + 7 >>> 3 == length;
    }

    private static int sixBits(DirectBuffer buffer, int offset, int bit, int length) {
        final int at = bit >>> 3;
        final int word = (buffer.getByte(offset + at) & 0xFF) << 8 | (at + 1 < length ? buffer.getByte(offset + at + 1) & 0xFF : 0);
        return word >>> 10 - (bit & 7) & 0x3F;
    }

    private void begin() {
        frames = 0;
        mode = NO_MODE;
    }

    private void note(int frameType, int modes) {
        frames++;
        mode = frameType < modes ? frameType : mode;
    }

    /** Frames of 20 ms in the last payload that was read. */
    int frames() {
        return frames;
    }

    /** Speech mode of its last speech frame (RFC 4867 table 1), {@link #NO_MODE} when it held none. */
    int mode() {
        return mode;
    }
}
