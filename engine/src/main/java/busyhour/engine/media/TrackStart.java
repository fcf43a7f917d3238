package busyhour.engine.media;

import busyhour.codec.EncodedTrack;

/**
 * Where in the loop an endpoint begins: each at another place, and at the beginning of a word, as people do. So the other side
 * can tell whether the beginning of the first word is missing. Allocates nothing.
 */
final class TrackStart {

    /** A prime, so that speakers who follow one another do not speak in chorus. */
    private static final long SPEAKER_STRIDE = 7919;
    private static final int PAUSE_MS = 60;
    private static final int LOOKED_AT_MS = 10_000;
    /** -50 dBov. */
    private static final long SILENT_SQUARE = 10_737;

    private TrackStart() {
    }

    /** @param speaker number of the endpoint in the run. @return a frame; any where the track has no pauses. */
    static int frame(final int speaker, final EncodedTrack track) {
        final int first = (int) (speaker * SPEAKER_STRIDE % track.frameCount());
        final int pause = (PAUSE_MS + track.ptimeMs() - 1) / track.ptimeMs();
        final int limit = Math.min(track.frameCount() + pause, LOOKED_AT_MS / track.ptimeMs());
        int silent = 0;
        int frame = first;
        for (int i = 0; i < limit; i++) {
            if (isSilent(track, frame)) {
                silent++;
            } else if (silent >= pause) {
                return frame;
            } else {
                silent = 0;
            }
            frame = track.nextFrame(frame);
        }
        return first;
    }

    private static boolean isSilent(final EncodedTrack track, final int frame) {
        return track.frameSumOfSquares(frame) < SILENT_SQUARE * track.samplesPerFrame();
    }
}
