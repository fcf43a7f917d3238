package busyhour.engine.media;

import busyhour.codec.video.EncodedVideo;
import busyhour.sip.sdp.CodecTable;

/**
 * What the endpoints of a group play and show, encoded, by row of {@link CodecTable}. Several files are dealt out to the endpoints
 * in turn. Immutable, shared by all shards.
 */
public final class GroupTracks {

    private static final int[] NO_ROWS = {};

    private final TrackSet[][] audio = new TrackSet[CodecTable.size()][];
    private final EncodedVideo[][] video = new EncodedVideo[CodecTable.size()][];
    private final boolean hasVideo;

    /**
     * @param audioRows rows of codecs that are only received have no tracks.
     * @param audioSets of each row, one for each file.
     * @param videoRows empty without video.
     * @param videos    of each row, one for each file.
     */
    public GroupTracks(final int[] audioRows, final TrackSet[][] audioSets, final int[] videoRows, final EncodedVideo[][] videos) {
        hasVideo = videoRows.length > 0;
        for (int i = 0; i < audioRows.length; i++) {
            audio[audioRows[i]] = audioSets[i];
        }
        for (int i = 0; i < videoRows.length; i++) {
            video[videoRows[i]] = videos[i];
        }
    }

    /** Audio only. */
    public GroupTracks(final int[] audioRows, final TrackSet[][] audioSets) {
        this(audioRows, audioSets, NO_ROWS, new EncodedVideo[0][]);
    }

    public boolean hasVideo() {
        return hasVideo;
    }

    /**
     * What an endpoint plays.
     *
     * @param row   that offer and answer agreed on.
     * @param index place of the endpoint in its group.
     */
    public TrackSet audio(final int row, final int index) {
        return dealt(audio[row], row, index);
    }

    /** What an endpoint shows; as {@link #audio}. */
    public EncodedVideo video(final int row, final int index) {
        return dealt(video[row], row, index);
    }

    private static <T> T dealt(final T[] each, final int row, final int index) {
        if (each == null || each.length == 0) {
            throw new IllegalStateException("agreed on " + CodecTable.row(row).planName() + ", which is not sent");
        }
        return each[index % each.length];
    }
}
