package busyhour.engine.media;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;

/** One audio in one codec, encoded for each packet time that a peer may ask for. Immutable. */
public final class TrackSet {

    /** Packet times that {@link busyhour.codec.TrackEncoder} makes, milliseconds. */
    static final int[] PTIMES_MS = {10, 20, 30, 40, 60};

    private final AudioCodec codec;
    private final EncodedTrack[] tracks;

    TrackSet(final AudioCodec codec, final EncodedTrack[] tracks) {
        this.codec = codec;
        this.tracks = tracks;
    }

    public AudioCodec codec() {
        return codec;
    }

    /** The track for a packet time; for one that is not made, that of 20 ms. */
    public EncodedTrack track(final int ptimeMs) {
        for (int i = 0; i < PTIMES_MS.length; i++) {
            if (PTIMES_MS[i] == ptimeMs) {
                return tracks[i];
            }
        }
        return tracks[1];
    }
}
