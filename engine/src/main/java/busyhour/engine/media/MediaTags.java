package busyhour.engine.media;

/** The user tag of a media socket: whose it is, and whether RTP or RTCP comes in there. */
final class MediaTags {

    private static final int RTCP = 1 << 30;

    private MediaTags() {
    }

    static int rtp(final int stream) {
        return stream;
    }

    static int rtcp(final int stream) {
        return stream | RTCP;
    }

    static int stream(final int tag) {
        return tag & ~RTCP;
    }

    static boolean isRtcp(final int tag) {
        return (tag & RTCP) != 0;
    }
}
