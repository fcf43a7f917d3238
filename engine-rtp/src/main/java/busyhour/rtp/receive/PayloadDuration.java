package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import org.agrona.DirectBuffer;

/**
 * How long a payload lasts in units of the RTP timestamp, from the payload itself: samples by their number, frames by theirs.
 *
 * <pre>
 *   PCMU, PCMA, G722   one octet a unit        L16   two octets
 *   G729               10 octets are 10 ms, 2 more at the end a frame of comfort noise (RFC 3551 4.5.6)
 *   OPUS               by its TOC (RFC 6716 3.1)        AMR, AMR-WB   by the table of contents
 * </pre>
 */
final class PayloadDuration {

    /** The payload is none of its codec. */
    static final int UNKNOWN = 0;

    private static final int G729_FRAME_LENGTH = 10;
    private static final int G729_SID_LENGTH = 2;
    private static final int G729_FRAME_UNITS = 80;

    private final AmrPayload amr = new AmrPayload();
    private final OpusFigures opus;

    PayloadDuration(OpusFigures opus) {
        this.opus = opus;
    }

    /** @return units, {@link #UNKNOWN} for what is no payload of the codec. */
    int units(AudioCodec codec, DirectBuffer buffer, int offset, int length) {
        if (codec.bytesPerUnit() > 0) {
            return length / codec.bytesPerUnit();
        }
        return switch (codec) {
            case OPUS -> opus.onPacket(buffer, offset, length);
            case G729 -> g729(length);
            case AMR, AMR_WB -> amr.read(codec, buffer, offset, length)
                    ? amr.frames() * codec.clockRateHz() / AmrPayload.FRAMES_PER_SECOND : UNKNOWN;
            default -> UNKNOWN;
        };
    }

    private static int g729(int length) {
        final int rest = length % G729_FRAME_LENGTH;
        if (rest != 0 && rest != G729_SID_LENGTH) {
            return UNKNOWN;
        }
        return (length / G729_FRAME_LENGTH + (rest == 0 ? 0 : 1)) * G729_FRAME_UNITS;
    }

    /** Mode of the last AMR payload. */
    int amrMode() {
        return amr.mode();
    }
}
