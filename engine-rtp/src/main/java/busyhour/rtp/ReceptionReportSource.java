package busyhour.rtp;

/**
 * What the receive side knows about one source, as a report block needs it (RFC 3550 6.4.1).
 * <p>
 * Only totals: the interval arithmetic of A.3 (fraction lost since the last report) lives in the reporter, so
 * that a refused send leaves both sides as they were. Totals are those of the SSRC now received; when the
 * source changes or restarts they begin anew, and the reporter notices by the SSRC or by a smaller total.
 * Read on the shard's thread.
 */
public interface ReceptionReportSource {

    /** Whether a source is being received: false leaves the report block out. */
    boolean hasSource();

    /** SSRC of the source, meaningful with {@link #hasSource()} only. */
    int sourceSsrc();

    /** Cycles in the upper 16 bits, highest sequence number received in the lower (A.1). */
    int extendedHighestSequence();

    /** Packets expected from this source so far (A.3). */
    long packetsExpected();

    /** Packets received from this source so far, late and duplicate ones included (A.3). */
    long packetsReceived();

    /** Interarrival jitter in timestamp units, rounded down (A.8). */
    int jitterTimestampUnits();

    /**
     * The source's clock and ours are one (both ends are ours, on one host), and this is how its timestamps stand to it.
     *
     * @param ssrc         of the source.
     * @param sentNs       monotonic time for which the packet with this timestamp is scheduled.
     * @param rtpTimestamp of a sender report.
     */
    default void onSenderClock(final int ssrc, final long sentNs, final int rtpTimestamp) {
    }
}
