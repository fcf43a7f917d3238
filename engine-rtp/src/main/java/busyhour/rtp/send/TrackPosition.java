package busyhour.rtp.send;

import busyhour.codec.EncodedTrack;

/**
 * Which frame is next: of the ordinary track, which is a loop, or of one that is played once in its place. The ordinary
 * track goes on from where it was interrupted.
 */
final class TrackPosition {

    private EncodedTrack ordinary;
    private int ordinaryFrame;
    private EncodedTrack track;
    private int frame;
    private boolean once;

    void start(final EncodedTrack first, final int startFrame) {
        ordinary = first;
        track = first;
        frame = startFrame;
        once = false;
    }

    /** Goes over to another track as the ordinary one, at the same place in time. What was played once is cut off. */
    void change(final EncodedTrack next) {
        final long placeMs = (long) (once ? ordinaryFrame : frame) * ordinary.ptimeMs();
        start(next, (int) (placeMs / next.ptimeMs() % next.frameCount()));
    }

    /** Plays a track from its first frame, once. */
    void play(final EncodedTrack played) {
        if (!once) {
            ordinaryFrame = frame;
        }
        once = true;
        track = played;
        frame = 0;
    }

    /** Steps over frames. @return whether that brought a track that was played once to its end. */
    boolean advance(final int frames) {
        final long next = frame + (long) frames;
        if (once && next >= track.frameCount()) {
            once = false;
            track = ordinary;
            frame = ordinaryFrame;
            return true;
        }
        frame = (int) (next % track.frameCount());
        return false;
    }

    boolean isOnce() {
        return once;
    }

    EncodedTrack ordinary() {
        return ordinary;
    }

    EncodedTrack track() {
        return track;
    }

    int frame() {
        return frame;
    }
}
