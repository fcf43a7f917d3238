package busyhour.rtp.video;

import busyhour.codec.video.VideoCodec;
import busyhour.rtp.RtpArithmetic;

/**
 * Finds whole frames in packets that may be missing, late or sent again. Packets are taken in their order; a missing one holds up
 * what is behind it until it comes or is given up after {@link #waitNs}. A frame is what has one timestamp; it ends with the marker,
 * or where the next packet has another timestamp.
 * <pre>
 *   IN_ORDER --packet given up--> the frame it stood in is lost --> GAP
 *   GAP      --rest of that frame, or of one whose beginning is missing--> dropped (lost)
 *            --a packet that certainly begins a frame--> IN_ORDER
 * </pre>
 * Frames that were lost whole count by what timestamps say, at most one for each missing packet. After a loss no frame can be
 * decoded until the next key frame, unless nothing refers to what was lost. Bounded by {@link PacketRing}: what does not fit in
 * behind the first missing packet gives that one up. One thread, allocates in the constructor only.
 */
final class FrameAssembler {

    /** Two seconds: frames farther apart say nothing about the frame rate. */
    private static final int MAX_STEP = 2 * VideoCodec.CLOCK_RATE_HZ;

    private final PacketRing ring = new PacketRing();
    private final FrameListener listener;
    private boolean started;
    private long waitNs;
    private boolean referenceLost;

    private boolean inFrame;
    private int frameTimestamp;
    private int frameBits;
    private int frameOctets;
    private long frameFirstNs;
    private long frameLastNs;

    private boolean inGap;
    private int gapPackets;
    /** What has the last timestamp is the rest of a lost frame. */
    private boolean dropping;
    /** The packet before was one of a lost frame: when the timestamp changes, a frame begins. */
    private boolean droppedLast;

    private boolean hasLast;
    private int lastTimestamp;
    private boolean lastWhole;
    private int stepUnits;

    FrameAssembler(final FrameListener listener) {
        this.listener = listener;
    }

    void reset() {
        started = false;
        referenceLost = true; // until the first key frame
        hasLast = false;
        stepUnits = 0;
    }

    /** How long a missing packet is waited for. */
    void waitNs(final long durationNs) {
        waitNs = durationNs;
    }

    /** Sequence numbers begin anew: what was in flight is lost. */
    void restart(final long nowNs) {
        if (started) {
            giveUpAll(nowNs);
            referenceLost = true;
        }
        started = false;
        hasLast = false;
    }

    private void giveUpAll(final long nowNs) {
        while (!ring.isEmpty()) {
            giveUpFirst(nowNs);
        }
        if (inFrame) {
            lose(frameTimestamp, frameBits, nowNs);
        }
    }

    /**
     * A packet came.
     *
     * @param sequence extended.
     * @param bits     of {@link VideoPayload} and {@link PacketRing}.
     * @return false when it came too late or twice.
     */
    boolean onPacket(final long sequence, final int bits, final int timestamp, final int octets, final long arrivalNs) {
        if (!started) {
            begin(sequence, (bits & VideoPayload.CONTINUES) != 0);
        }
        if (sequence < ring.first()) {
            return false;
        }
        while (!ring.fits(sequence) && !ring.isEmpty()) {
            giveUpFirst(arrivalNs);
        }
        if (!ring.fits(sequence)) { // farther than anything can wait: nothing of it is known
            onMissing(arrivalNs);
            ring.begin(sequence);
        }
        if (!ring.put(sequence, bits, timestamp, octets, arrivalNs)) {
            return false;
        }
        takeInOrder(arrivalNs);
        return true;
    }

    private void begin(final long sequence, final boolean inMiddle) {
        started = true;
        ring.begin(sequence);
        inFrame = false;
        inGap = inMiddle;
        gapPackets = 0;
        dropping = false;
        droppedLast = false;
    }

    /** Gives up what was waited for long enough. */
    void onTime(final long nowNs) {
        while (started && !ring.isEmpty() && !ring.isFirstThere() && nowNs - ring.timeNs() >= waitNs) {
            giveUpFirst(nowNs);
            takeInOrder(nowNs);
        }
    }

    private void takeInOrder(final long nowNs) {
        while (!ring.isEmpty() && ring.isFirstThere()) {
            take(nowNs);
            ring.removeFirst();
        }
    }

    private void giveUpFirst(final long nowNs) {
        if (ring.isFirstThere()) {
            take(nowNs);
        } else {
            onMissing(nowNs);
        }
        ring.removeFirst();
    }

    private void onMissing(final long nowNs) {
        if (inFrame) { // its end is missing, or its middle
            lose(frameTimestamp, frameBits, nowNs);
            dropping = true;
        }
        gapPackets = inGap ? gapPackets + 1 : 1;
        inGap = true;
        droppedLast = false;
    }

    private void take(final long nowNs) {
        final int bits = ring.bits();
        if ((bits & PacketRing.EMPTY) != 0) {
            return;
        }
        final int timestamp = ring.timestamp();
        if (inGap && !endsGap(bits, timestamp, nowNs)) {
            return;
        }
        if (inFrame && timestamp != frameTimestamp) {
            endFrame(nowNs); // a sender without markers
        }
        if (!inFrame) {
            if (hasLast && timestamp == lastTimestamp) {
                return; // a marker in the middle of a frame: the rest adds nothing that is counted
            }
            beginFrame(timestamp);
        }
        frameBits |= bits & (VideoPayload.PICTURE | VideoPayload.KEY | VideoPayload.DISPOSABLE | VideoPayload.MALFORMED);
        frameOctets += ring.length();
        frameFirstNs = Math.min(frameFirstNs, ring.timeNs());
        frameLastNs = Math.max(frameLastNs, ring.timeNs());
        if ((bits & PacketRing.MARKER) != 0 && (frameBits & (VideoPayload.PICTURE | VideoPayload.MALFORMED)) != 0) {
            endFrame(nowNs);
        }
    }

    /** After missing packets: whether a whole frame begins here. */
    private boolean endsGap(final int bits, final int timestamp, final long nowNs) {
        final boolean marker = (bits & PacketRing.MARKER) != 0;
        final boolean sameFrame = dropping && timestamp == lastTimestamp;
        final boolean begins = !sameFrame && ((bits & VideoPayload.START) != 0 || droppedLast);
        if (!sameFrame) {
            final int whole = wholeFramesLost(timestamp, begins);
            if (whole > 0) {
                referenceLost = true;
                listener.onIncomplete(whole, true, nowNs);
            }
            if (!begins) {
                lose(timestamp, bits, nowNs); // its beginning is missing
            }
        }
        gapPackets = 0;
        droppedLast = !begins && !marker;
        dropping = droppedLast;
        inGap = droppedLast;
        return begins;
    }

    /** Frames of which no packet came, between the last one known and this one. */
    private int wholeFramesLost(final int timestamp, final boolean begins) {
        if (gapPackets == 0 || !hasLast) {
            return 0;
        }
        final int distance = RtpArithmetic.timestampDistance(lastTimestamp, timestamp);
        if (stepUnits == 0 || distance <= 0) {
            return begins && !dropping ? 1 : 0; // the missing packets belonged to something
        }
        return Math.clamp(Math.round((float) distance / stepUnits) - 1, 0, gapPackets);
    }

    private void beginFrame(final int timestamp) {
        inFrame = true;
        frameTimestamp = timestamp;
        frameBits = 0;
        frameOctets = 0;
        frameFirstNs = Long.MAX_VALUE;
        frameLastNs = Long.MIN_VALUE;
    }

    private void endFrame(final long nowNs) {
        inFrame = false;
        if ((frameBits & VideoPayload.MALFORMED) != 0) {
            lose(frameTimestamp, 0, nowNs); // what nobody can read is not there
            return;
        }
        if ((frameBits & VideoPayload.PICTURE) == 0) {
            return; // parameter sets alone
        }
        final int step = RtpArithmetic.timestampDistance(lastTimestamp, frameTimestamp);
        if (hasLast && lastWhole && step > 0 && step <= MAX_STEP) {
            stepUnits = step;
        }
        hasLast = true;
        lastWhole = true;
        lastTimestamp = frameTimestamp;
        final boolean key = (frameBits & VideoPayload.KEY) != 0;
        referenceLost &= !key;
        listener.onFrame(frameOctets, frameLastNs - frameFirstNs, key, !referenceLost, nowNs);
    }

    /** A frame is known, but not all of it will come. */
    private void lose(final int timestamp, final int bits, final long nowNs) {
        inFrame = false;
        hasLast = true;
        lastWhole = false;
        lastTimestamp = timestamp;
        referenceLost |= (bits & VideoPayload.DISPOSABLE) == 0;
        listener.onIncomplete(1, referenceLost, nowNs);
    }

    /** Before it nothing is waited for. */
    long firstAwaited() {
        return started ? ring.first() : Long.MIN_VALUE;
    }

    /** Frames cannot be decoded until a key frame comes. */
    boolean isReferenceLost() {
        return referenceLost;
    }

    /** Time from one frame to the next as the last whole ones had it, 0 while unknown. */
    long frameNs() {
        return stepUnits * 1_000_000_000L / VideoCodec.CLOCK_RATE_HZ;
    }
}
