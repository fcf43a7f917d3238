package busyhour.codec;

/**
 * Where the frames of an {@link EncodedTrack} lie and how loud they are. Filled at set-up, then only read: what is asked together
 * lies together.
 */
final class FrameIndex {

    private static final long LOW = 0xFFFF_FFFFL;

    /** For each frame where it lies, above its length. */
    private final long[] places;
    /** Two for each frame: sum of the squares of its samples, the largest square. */
    private final long[] energies;
    /** null = none is. */
    private boolean[] comfortNoise;

    FrameIndex(final int frameCount) {
        places = new long[frameCount];
        energies = new long[2 * frameCount];
    }

    int count() {
        return places.length;
    }

    /** Enters a frame. */
    void frame(final int frame, final int start, final int length) {
        places[frame] = (long) start << Integer.SIZE | length;
    }

    /** Enters how loud a frame is. */
    void energy(final int frame, final long sumOfSquares, final int largestSquare) {
        energies[2 * frame] = sumOfSquares;
        energies[2 * frame + 1] = largestSquare;
    }

    /** Enters a frame that is silence: nothing is sent, or with a length a description of its noise (RFC 3389). */
    void silence(final int frame, final int start, final int length) {
        if (comfortNoise == null) {
            comfortNoise = new boolean[count()];
        }
        frame(frame, start, length);
        energy(frame, 0, 0);
        comfortNoise[frame] = length > 0;
    }

    /** The energy of a frame's samples; those past the end are silence. */
    void measure(final int frame, final short[] samples, final int first, final int count) {
        long sum = 0;
        int largest = 0;
        final int end = Math.min(samples.length, first + count);
        for (int i = first; i < end; i++) {
            final int square = samples[i] * samples[i];
            sum += square;
            largest = Math.max(largest, square);
        }
        energy(frame, sum, largest);
    }

    int start(final int frame) {
        return (int) (places[frame] >>> Integer.SIZE);
    }

    int length(final int frame) {
        return (int) (places[frame] & LOW);
    }

    long sumOfSquares(final int frame) {
        return energies[2 * frame];
    }

    int largestSquare(final int frame) {
        return (int) energies[2 * frame + 1];
    }

    boolean isComfortNoise(final int frame) {
        return comfortNoise != null && comfortNoise[frame];
    }
}
