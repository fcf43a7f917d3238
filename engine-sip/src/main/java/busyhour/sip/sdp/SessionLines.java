package busyhour.sip.sdp;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The media lines of a session in their order, which both sides keep as long as it lasts (RFC 3264 8): which is our audio, which
 * our video, and the others, all rejected, as they will be written. So the endpoint need not remember the peer's description.
 *
 * <pre>
 *   m=text 0 ...   m=video 5000 ...   m=image 0 ...   m=audio 4000 ...
 *   |  stored     |  videoIndex 1    |  stored       |  audioIndex 3
 * </pre>
 */
final class SessionLines {

    /** Octets of the stored lines together at most: ten lines of ordinary length. */
    static final int MAX_LENGTH = 320;
    /** There is no such line. */
    static final int NONE = -1;

    private final byte[] stored = new byte[MAX_LENGTH];
    /** Where the stored lines before each line of the session end. */
    private final short[] ends = new short[SdpView.MAX_MEDIA];
    private int audioIndex;
    private int videoIndex;
    private int count;
    private boolean lost;
    private boolean videoOffered;

    SessionLines() {
        clear();
    }

    /** Nothing was described. */
    void clear() {
        audioIndex = 0;
        videoIndex = NONE;
        count = 0;
        lost = false;
        videoOffered = false;
    }

    /** Before each offer: the first one decides what lines there are. */
    void beginOffer(final boolean video, final boolean videoOpen) {
        if (count == 0) {
            count = video ? 2 : 1;
            videoIndex = video ? 1 : NONE;
        }
        videoOffered = videoIndex >= 0 && videoOpen;
    }

    /** Takes over the lines of an offer that is answered; {@link #NONE} where none of them is ours. */
    void remember(final SdpView offer, final int audio, final int video, final SdpWriter scratch, final UnsafeBuffer memory) {
        audioIndex = audio;
        videoIndex = video;
        count = offer.mediaCount();
        memory.wrap(stored);
        scratch.wrap(memory, 0, MAX_LENGTH);
        for (int media = 0; media < count; media++) {
            if (media != audio && media != video) {
                scratch.rejectedShort(offer, media);
            }
            ends[media] = (short) scratch.length();
        }
        lost = scratch.isFull();
    }

    /** @return whether the lines were too many to keep, so that no offer can be made in this session. */
    boolean isLost() {
        return lost;
    }

    int audioIndex() {
        return audioIndex;
    }

    /** @return {@link #NONE} when the session has no line of our video. */
    int videoIndex() {
        return videoIndex;
    }

    /** @return whether the last offer had our video line open. */
    boolean isVideoOffered() {
        return videoOffered;
    }

    /** @return media lines with ours. */
    int count() {
        return count;
    }

    /** Writes a line that is not ours. */
    void write(final SdpWriter writer, final int media) {
        final int start = media == 0 ? 0 : ends[media - 1];
        writer.append(stored, start, ends[media] - start);
    }
}
