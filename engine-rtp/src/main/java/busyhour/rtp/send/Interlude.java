package busyhour.rtp.send;

import busyhour.codec.EncodedTrack;

/** A track that a stream plays once in place of its ordinary one, which is a loop and goes on from where it was interrupted. */
final class Interlude {

    private final TrackSender stream;
    private EncodedTrack ordinary;
    private int ordinaryFrame;
    private boolean active;
    private boolean played;

    Interlude(final TrackSender stream) {
        this.stream = stream;
    }

    /** A call begins. */
    void reset() {
        active = false;
        played = false;
    }

    boolean isActive() {
        return active;
    }

    /** The loop, also while it is interrupted. */
    EncodedTrack ordinary() {
        return active ? ordinary : stream.track;
    }

    /** Plays a track from its first frame, also in the place of another one. */
    void begin(final EncodedTrack once) {
        if (!active) {
            ordinary = stream.track;
            ordinaryFrame = stream.frame;
        }
        active = true;
        stream.place(once, 0);
    }

    /** Cuts off what is played. */
    void end() {
        if (active) {
            active = false;
            played = true;
            stream.place(ordinary, ordinaryFrame);
        }
    }

    /** Steps over frames of what is sent. */
    void step(final int frames) {
        final long next = stream.frame + (long) frames;
        if (active && next >= stream.track.frameCount()) {
            end();
        } else {
            stream.frame = (int) (next % stream.track.frameCount());
        }
    }

    /** Whether a track came to its end and nobody has asked since. */
    boolean isPlayed() {
        return played;
    }

    /** Whether a track came to its end since the last question. */
    boolean takePlayed() {
        final boolean was = played;
        played = false;
        return was;
    }
}
