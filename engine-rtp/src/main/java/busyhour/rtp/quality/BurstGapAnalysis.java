package busyhour.rtp.quality;

/**
 * Burst and gap periods since the beginning of reception (RFC 3611 4.7.2, Gmin 16). A burst begins and ends with a missing
 * packet and holds no 16 received packets in a row; everything else is gap, a lone missing packet included.
 *
 * <pre>
 *   rrrrrrrrrrrrrrrrrrr x rrrrrrrrrrrrrrrrrrr x rr x rrr xx rrrrrrrrrrrrrrrrrrrrr
 *   |---- gap, with one isolated loss ------| |-- burst --| |------- gap -------|
 * </pre>
 *
 * <p>The period in progress counts. Durations are in packets; the reader knows how long one lasts.
 */
public final class BurstGapAnalysis {

    /** Received packets in a row that end a burst. */
    public static final int GMIN = 16;

    private long burstPackets;
    private long burstLosses;
    private long bursts;
    private long gapPackets;
    private long gapLosses;
    private long gaps;
    private long gapRun;
    private long openPackets;
    private long openLosses;
    private long receivedSinceLoss;

    /** Begins a new reception. */
    public void clear() {
        burstPackets = 0;
        burstLosses = 0;
        bursts = 0;
        gapPackets = 0;
        gapLosses = 0;
        gaps = 0;
        gapRun = 0;
        openPackets = 0;
        openLosses = 0;
        receivedSinceLoss = 0;
    }

    /** The next packet in order of sequence was played, or was lost or discarded. */
    public void onSlot(boolean missing) {
        if (missing) {
            openPackets += openLosses == 0 ? 1 : receivedSinceLoss + 1;
            openLosses++;
            receivedSinceLoss = 0;
        } else if (openLosses == 0) {
            gapRun++;
        } else if (++receivedSinceLoss == GMIN) {
            close();
        }
    }

    private void close() {
        if (openLosses == 1) {
            gapLosses++;
            gapRun += 1 + receivedSinceLoss;
        } else {
            bursts++;
            burstPackets += openPackets;
            burstLosses += openLosses;
            if (gapRun > 0) {
                gaps++;
                gapPackets += gapRun;
            }
            gapRun = receivedSinceLoss;
        }
        openPackets = 0;
        openLosses = 0;
        receivedSinceLoss = 0;
    }

    /** Share of the packets within bursts that were missing, 0 without a burst. */
    public double burstDensity() {
        final long packets = burstPackets + (openBurst() ? openPackets : 0);
        return packets == 0 ? 0 : (double) (burstLosses + (openBurst() ? openLosses : 0)) / packets;
    }

    /** Share of the packets within gaps that were missing. */
    public double gapDensity() {
        final long packets = allGapPackets();
        return packets == 0 ? 0 : (double) (gapLosses + (openLosses == 1 ? 1 : 0)) / packets;
    }

    /** Mean length of the bursts, packets; 0 without one. */
    public double meanBurstPackets() {
        final long count = bursts + (openBurst() ? 1 : 0);
        return count == 0 ? 0 : (double) (burstPackets + (openBurst() ? openPackets : 0)) / count;
    }

    /** Mean length of the gaps, packets; 0 without one. */
    public double meanGapPackets() {
        final long count = gaps + (gapRun > 0 || openLosses == 1 ? 1 : 0) + (openBurst() && receivedSinceLoss > 0 ? 1 : 0);
        return count == 0 ? 0 : (double) allGapPackets() / count;
    }

    private boolean openBurst() {
        return openLosses > 1;
    }

    private long allGapPackets() {
        return gapPackets + gapRun + receivedSinceLoss + (openLosses == 1 ? 1 : 0);
    }
}
