package busyhour.codec;

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An {@link EncodedTrack} of frames with a length each as octets, for a cache, and back. Set-up time.
 *
 * <pre>
 *   frames (4) | for each: length (4), sum of squares (8), largest square (4) | payloads one after the other
 * </pre>
 */
public final class TrackBytes {

    private static final int ENTRY_BYTES = 16;

    private TrackBytes() {
    }

    /** @throws IllegalArgumentException for a track with comfort noise, which is made faster than it is read. */
    public static byte[] write(final EncodedTrack track) {
        if (track.encoding().comfortNoise()) {
            throw new IllegalArgumentException("a track with comfort noise");
        }
        int octets = Integer.BYTES + track.frameCount() * ENTRY_BYTES;
        for (int frame = 0; frame < track.frameCount(); frame++) {
            octets += track.frameLength(frame);
        }
        final ByteBuffer into = ByteBuffer.allocate(octets).putInt(track.frameCount());
        for (int frame = 0; frame < track.frameCount(); frame++) {
            into.putInt(track.frameLength(frame)).putLong(track.frameSumOfSquares(frame)).putInt(track.frameLargestSquare(frame));
        }
        for (int frame = 0; frame < track.frameCount(); frame++) {
            track.buffer().getBytes(track.frameOffset(frame), into, track.frameLength(frame));
        }
        return into.array();
    }

    /** @return null when the octets are no track. */
    public static EncodedTrack read(final AudioEncoding encoding, final byte[] octets) {
        final ByteBuffer from = ByteBuffer.wrap(octets);
        final int count = from.remaining() < Integer.BYTES ? 0 : from.getInt();
        if (count < 1 || (long) count * ENTRY_BYTES > from.remaining()) {
            return null;
        }
        final FrameIndex frames = new FrameIndex(count);
        long total = 0;
        for (int frame = 0; frame < count; frame++) {
            final int length = from.getInt();
            frames.frame(frame, (int) total, length);
            frames.energy(frame, from.getLong(), from.getInt());
            total += length;
            if (length < 0 || total > from.capacity()) {
                return null;
            }
        }
        if (total != from.remaining()) {
            return null;
        }
        final UnsafeBuffer payloads = new UnsafeBuffer(
                BufferUtil.allocateDirectAligned((int) Math.max(1, total), BitUtil.CACHE_LINE_LENGTH));
        payloads.putBytes(0, from, (int) total);
        return new EncodedTrack(encoding, payloads, frames);
    }
}
