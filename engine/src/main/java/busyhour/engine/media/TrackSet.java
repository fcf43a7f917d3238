package busyhour.engine.media;

import busyhour.codec.AudioCodec;
import busyhour.codec.AudioEncoding;
import busyhour.codec.EncodedTrack;

/**
 * One audio in one encoding, for the packet times that a peer may ask for, and with comfort noise for peers that take it.
 * Immutable; any thread; looking up allocates nothing.
 */
public final class TrackSet {

    private final AudioEncoding encoding;
    private final EncodedTrack[] tracks;
    private final EncodedTrack[] noisyTracks;

    /**
     * @param tracks      of ascending packet times, at least one.
     * @param noisyTracks the same with comfort noise; empty when the encoding has none.
     */
    TrackSet(final AudioEncoding encoding, final EncodedTrack[] tracks, final EncodedTrack[] noisyTracks) {
        this.encoding = encoding;
        this.tracks = tracks;
        this.noisyTracks = noisyTracks;
    }

    public AudioCodec codec() {
        return encoding.codec();
    }

    /** As the plan asks for it; packet times aside that is what every track is. */
    public AudioEncoding encoding() {
        return encoding;
    }

    /** The track for a packet time, without comfort noise: see {@link #track(int, boolean)}. */
    public EncodedTrack track(final int ptimeMs) {
        return track(ptimeMs, false);
    }

    /**
     * The track for a packet time; for one that is not made the longest below it, so that a peer's limit is kept, else the
     * shortest.
     *
     * @param comfortNoise the peer takes comfort noise (RFC 3389).
     */
    public EncodedTrack track(final int ptimeMs, final boolean comfortNoise) {
        final EncodedTrack[] from = comfortNoise && noisyTracks.length > 0 ? noisyTracks : tracks;
        EncodedTrack found = from[0];
        for (int i = 1; i < from.length && from[i].ptimeMs() <= ptimeMs; i++) {
            found = from[i];
        }
        return found;
    }
}
