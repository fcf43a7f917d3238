package busyhour.sip.sdp;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The media lines of a session that are not ours: all rejected, but none may be missing from a later offer of ours
 * (RFC 3264 8). Kept as they will be written, so that the endpoint need not remember the peer's description.
 */
final class OtherMedia {

    /** Octets of all lines together at most: ten lines of ordinary length. */
    static final int MAX_LENGTH = 320;

    private final byte[] lines = new byte[MAX_LENGTH];
    private int length;
    /** Where the lines after ours begin. */
    private int after;
    private int audioIndex;
    private int count = 1;
    private boolean lost;

    /** One line, and it is ours. */
    void clear() {
        length = 0;
        after = 0;
        audioIndex = 0;
        count = 1;
        lost = false;
    }

    /** Takes over the lines of an offer that is answered. */
    void remember(final SdpView offer, final int audio, final SdpWriter scratch, final UnsafeBuffer memory) {
        clear();
        audioIndex = audio;
        count = offer.mediaCount();
        if (count == 1) {
            return;
        }
        memory.wrap(lines);
        scratch.wrap(memory, 0, MAX_LENGTH);
        for (int media = 0; media < count; media++) {
            if (media == audio) {
                after = scratch.length();
            } else {
                scratch.rejectedShort(offer, media);
            }
        }
        lost = scratch.isFull();
        length = lost ? 0 : scratch.length();
    }

    /** @return whether the lines were too many to keep, so that no offer can be made in this session. */
    boolean isLost() {
        return lost;
    }

    int audioIndex() {
        return audioIndex;
    }

    /** @return media lines with ours. */
    int count() {
        return count;
    }

    void writeBefore(final SdpWriter writer) {
        writer.append(lines, 0, after);
    }

    void writeAfter(final SdpWriter writer) {
        writer.append(lines, after, length - after);
    }
}
