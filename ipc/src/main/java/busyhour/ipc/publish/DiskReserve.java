package busyhour.ipc.publish;

import java.util.concurrent.TimeUnit;

/**
 * Whether a journal may grow on. Asked before each record; looks at the disk each MiB that was written and each half second.
 *
 * <pre>
 *  free space   ... | reserve ...... half of it ...... 0
 *  samples          |  no              no
 *  states, ends     |  yes             no
 * </pre>
 *
 * One thread.
 */
final class DiskReserve {
    private static final long CHECK_BYTES = 1 << 20;
    private static final long CHECK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MIB = 1 << 20;

    private final DiskSpace space;
    private final long reserveBytes;
    private final String where;
    private long unchecked = CHECK_BYTES;
    private long nextCheckNs;
    private long usableBytes;
    private boolean isShort;

    DiskReserve(final DiskSpace space, final long reserveBytes, final String where) {
        this.space = space;
        this.reserveBytes = reserveBytes;
        this.where = where;
    }

    /**
     * Whether a record may be written. Once samples were refused they stay so: a run with holes is over.
     *
     * @param essential the run's end needs it: it may be written out of the reserve.
     */
    boolean admits(final int lengthBytes, final boolean essential, final long nowNs) {
        unchecked += lengthBytes;
        if (unchecked >= CHECK_BYTES || nowNs - nextCheckNs >= 0) {
            unchecked = 0;
            nextCheckNs = nowNs + CHECK_INTERVAL_NS;
            usableBytes = space.usableBytes();
            isShort |= usableBytes < reserveBytes;
        }
        return !isShort || essential && usableBytes >= reserveBytes / 2;
    }

    boolean isShort() {
        return isShort;
    }

    /** One sentence for people. */
    String refusal() {
        return "disk of the journal " + where + " is short: " + usableBytes / MIB + " MiB free, "
                + reserveBytes / MIB + " MiB are kept in reserve";
    }
}
