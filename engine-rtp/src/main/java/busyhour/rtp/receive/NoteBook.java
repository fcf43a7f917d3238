package busyhour.rtp.receive;

import busyhour.codec.G711Energy;

/**
 * Where the streams of one thread take their notes ({@link RtpReceiveStream#takeNotes}), a page for each.
 *
 * <p>One thread. Allocates only when it is made.
 */
public final class NoteBook {

    /** Of all pages: one array, so that its length is always at hand. */
    final long[] words;
    /** Used by all streams in turn. */
    final G711Energy energy = new G711Energy();
    private int taken;

    /** @param streams that will ask for a page. */
    public NoteBook(int streams) {
        words = new long[streams * PacketNotes.PAGE];
    }

    /** @return where the next page begins. */
    int takePage() {
        final int page = taken;
        taken += PacketNotes.PAGE;
        return page;
    }
}
