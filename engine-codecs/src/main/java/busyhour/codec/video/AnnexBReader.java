package busyhour.codec.video;

import org.agrona.DirectBuffer;

/**
 * Walks the NAL units of a byte stream with start codes (H.264 annex B). Zero octets before a start code belong to no NAL unit.
 * Reusable, allocates nothing. One thread.
 *
 * <pre>
 *   00 00 00 01 |NAL unit| 00 00 01 |NAL unit| 00 (trailing zeros)
 * </pre>
 */
final class AnnexBReader {

    private DirectBuffer buffer;
    private int position;
    private int end;
    private int nalOffset;
    private int nalLength;

    void wrap(final DirectBuffer source, final int offset, final int length) {
        buffer = source;
        end = offset + length;
        position = behindStartCode(offset);
    }

    /** @return whether there was one more NAL unit, which the accessors then tell. */
    boolean next() {
        while (position < end) {
            nalOffset = position;
            position = behindStartCode(position);
            int last = position == end && !endsWithStartCode(nalOffset) ? end : position - 3;
            while (last > nalOffset && buffer.getByte(last - 1) == 0) {
                last--;
            }
            nalLength = last - nalOffset;
            if (nalLength > 0) {
                return true;
            }
        }
        return false;
    }

    private boolean endsWithStartCode(final int from) {
        return end - from >= 3 && isStartCode(end - 3);
    }

    private boolean isStartCode(final int index) {
        return buffer.getByte(index) == 0 && buffer.getByte(index + 1) == 0 && buffer.getByte(index + 2) == 1;
    }

    /** @return the index behind the next start code, or the end. */
    private int behindStartCode(final int from) {
        for (int i = from; i + 3 <= end; i++) {
            if (isStartCode(i)) {
                return i + 3;
            }
        }
        return end;
    }

    /** At the NAL unit's header octet. */
    int nalOffset() {
        return nalOffset;
    }

    int nalLength() {
        return nalLength;
    }
}
