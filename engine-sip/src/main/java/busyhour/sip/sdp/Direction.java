package busyhour.sip.sdp;

/** Which way media flows, as bits from the describing side's view (RFC 3264 5.1, RFC 8866 6.7). */
public final class Direction {

    public static final int INACTIVE = 0;
    public static final int SENDONLY = 1;
    public static final int RECVONLY = 2;
    public static final int SENDRECV = SENDONLY | RECVONLY;

    private static final String[] NAMES = {"inactive", "sendonly", "recvonly", "sendrecv"};

    private Direction() {
    }

    public static boolean sends(final int direction) {
        return (direction & SENDONLY) != 0;
    }

    public static boolean receives(final int direction) {
        return (direction & RECVONLY) != 0;
    }

    /** @return the same flow seen from the other side: sendonly is recvonly there. */
    public static int reverse(final int direction) {
        return (direction & SENDONLY) << 1 | (direction & RECVONLY) >> 1;
    }

    public static String name(final int direction) {
        return NAMES[direction];
    }
}
