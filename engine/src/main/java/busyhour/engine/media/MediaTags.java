package busyhour.engine.media;

/** The user tag of a media socket: whose it is, and whether RTP or RTCP comes in there. */
final class MediaTags {

    private static final int RTCP = 1 << 30;
    private static final int SHARED = 1 << 29;

    private MediaTags() {
    }

    static int rtp(final int stream) {
        return stream;
    }

    static int rtcp(final int stream) {
        return stream | RTCP;
    }

    /** Of a socket that several streams have in common. */
    static int sharedRtp(final int number) {
        return number | SHARED;
    }

    static int sharedRtcp(final int number) {
        return number | SHARED | RTCP;
    }

    static boolean isShared(final int tag) {
        return (tag & SHARED) != 0;
    }

    static int shared(final int tag) {
        return tag & ~(SHARED | RTCP);
    }

    static int stream(final int tag) {
        return tag & ~RTCP;
    }

    static boolean isRtcp(final int tag) {
        return (tag & RTCP) != 0;
    }
}
