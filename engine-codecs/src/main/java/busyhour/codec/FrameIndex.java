package busyhour.codec;

/** Where the frames of an {@link EncodedTrack} lie and how loud they are. Filled at set-up, then only read. */
final class FrameIndex {

    final int[] starts;
    final int[] lengths;
    final long[] sumOfSquares;
    final int[] largestSquares;
    /** null = none is. */
    boolean[] comfortNoise;

    FrameIndex(final int frameCount) {
        starts = new int[frameCount];
        lengths = new int[frameCount];
        sumOfSquares = new long[frameCount];
        largestSquares = new int[frameCount];
    }

    int count() {
        return starts.length;
    }

    /** Enters a frame. */
    void frame(final int frame, final int start, final int length) {
        starts[frame] = start;
        lengths[frame] = length;
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
        sumOfSquares[frame] = sum;
        largestSquares[frame] = largest;
    }
}
