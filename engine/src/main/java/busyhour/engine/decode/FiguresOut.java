package busyhour.engine.decode;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/** Writes figures of one call for its shard. What the full ring does not take is lost. The decoder's thread. */
final class FiguresOut {

    private static final int AUDIO_LENGTH = 48;
    private static final int CONCEALED_LENGTH = 20;
    private static final int VIDEO_LENGTH = 16;

    private final OneToOneRingBuffer ring;
    private final int stream;
    private final int call;

    FiguresOut(final OneToOneRingBuffer ring, final int stream, final int call) {
        this.ring = ring;
        this.stream = stream;
        this.call = call;
    }

    void audio(final short[] samples, final int from, final int count, final long durationNs, final long arrivalNs) {
        long sum = 0;
        int largest = 0;
        int clipped = 0;
        for (int i = from; i < from + count; i++) {
            final int square = samples[i] * samples[i];
            sum += square;
            largest = Math.max(largest, square);
            clipped += samples[i] == Short.MAX_VALUE || samples[i] == Short.MIN_VALUE ? 1 : 0;
        }
        final int index = claim(DecodeLink.AUDIO, AUDIO_LENGTH);
        if (index >= 0) {
            final MutableDirectBuffer buffer = ring.buffer();
            buffer.putLong(index + 8, sum);
            buffer.putInt(index + 16, count);
            buffer.putInt(index + 20, largest);
            buffer.putInt(index + 24, clipped);
            buffer.putLong(index + 32, durationNs);
            buffer.putLong(index + 40, arrivalNs);
            ring.commit(index);
        }
    }

    void concealed(final long durationNs, final boolean begins) {
        final int index = claim(DecodeLink.CONCEALED, CONCEALED_LENGTH);
        if (index >= 0) {
            ring.buffer().putLong(index + 8, durationNs);
            ring.buffer().putInt(index + 16, begins ? 1 : 0);
            ring.commit(index);
        }
    }

    void video(final int frames, final int errors) {
        final int index = claim(DecodeLink.VIDEO, VIDEO_LENGTH);
        if (index >= 0) {
            ring.buffer().putInt(index + 8, frames);
            ring.buffer().putInt(index + 12, errors);
            ring.commit(index);
        }
    }

    private int claim(final int type, final int length) {
        final int index = ring.tryClaim(type, length);
        if (index >= 0) {
            ring.buffer().putInt(index + DecodeLink.STREAM, stream);
            ring.buffer().putInt(index + DecodeLink.CALL, call);
        }
        return index;
    }
}
