package busyhour.rtp.receive;

import busyhour.rtp.RtpArithmetic;
import java.util.Arrays;

/**
 * Sequence numbers of one source: validation by RFC 3550 A.1, expected and lost by A.3, duplicates, and reordering by
 * RFC 4737. Differences from A.1, because this is a tester: probation is configurable and off by default, so that the first
 * packet counts; when a restart is confirmed, the packet held back counts too.
 *
 * <p>A history of the last 128 sequence numbers tells duplicates from late packets; A.1 lets none be older than
 * {@link #MAX_MISORDER}. Totals go on over restarts and changes of source.
 */
final class SequenceTracker {

    /** Largest forward step that is loss and not a jump (A.1). */
    static final int MAX_DROPOUT = 3_000;
    /** Largest backward step that is reordering and not a restart (A.1). */
    static final int MAX_MISORDER = 100;

    static final int IN_ORDER = 0;
    static final int REORDERED = 1;
    static final int DUPLICATE = 2;
    /** On probation, or a jump that the next packet must confirm. */
    static final int UNCONFIRMED = 3;
    /** This packet confirmed the one before: both begin a new sequence. */
    static final int RESTARTED = 4;

    private static final int HISTORY = 128;
    private static final int NONE = -1;

    private final int minSequential;
    /** Position of arrival of each sequence number that came in order, 0 = it did not. */
    private final int[] position = new int[HISTORY];
    private int arrivals;
    private long seenRecent;
    private long seenOlder;

    private boolean started;
    private int probation;
    private int probationNext;
    private int badSequence;
    private long base;
    private long highest;
    private long packet;
    private long received;

    private long earlierExpected;
    private long earlierReceived;
    private long expectedPrior;
    private long receivedPrior;
    private long intervalExpected;
    private long intervalLost;

    private int gap;
    private int extent;
    private long jumps;
    private long restarts;

    /** @param minSequential packets in sequence before a source is valid (A.1: MIN_SEQUENTIAL), 0 = the first is. */
    SequenceTracker(int minSequential) {
        this.minSequential = minSequential;
    }

    /** A new call: everything begins at zero. */
    void reset() {
        earlierExpected = 0;
        earlierReceived = 0;
        expectedPrior = 0;
        receivedPrior = 0;
        intervalExpected = 0;
        intervalLost = 0;
        jumps = 0;
        restarts = 0;
        started = false;
        forget();
    }

    /** A new source within the call: validation begins anew, totals go on. */
    void changeSource() {
        fold();
        started = false;
        forget();
    }

    /** Looks at a packet's sequence number; {@link #packet()} is then its extended one. */
    int onPacket(int sequence) {
        gap = 0;
        extent = 0;
        if (!started) {
            started = true;
            probation = minSequential;
            probationNext = sequence;
            if (minSequential == 0) {
                begin(sequence);
                return accept(0);
            }
        }
        return probation > 0 ? onProbation(sequence) : update(sequence);
    }

    private int onProbation(int sequence) {
        probation = sequence == probationNext ? probation - 1 : minSequential - 1;
        probationNext = RtpArithmetic.nextSequence(sequence);
        if (probation > 0) {
            return UNCONFIRMED;
        }
        begin(sequence);
        return accept(0);
    }

    private int update(int sequence) {
        final int forward = RtpArithmetic.sequenceForward((int) highest & 0xFFFF, sequence);
        if (forward != 0 && forward < MAX_DROPOUT) {
            badSequence = NONE;
            return accept(forward);
        }
        if (forward != 0 && forward <= RtpArithmetic.SEQUENCE_MODULUS - MAX_MISORDER) {
            return jump(sequence, forward);
        }
        packet = RtpArithmetic.extendSequence(highest, sequence);
        received++;
        return seen(highest - packet) ? DUPLICATE : reordered();
    }

    private int jump(int sequence, int forward) {
        if (sequence != badSequence) {
            jumps += forward < RtpArithmetic.SEQUENCE_MODULUS / 2 ? 1 : 0;
            badSequence = RtpArithmetic.nextSequence(sequence);
            return UNCONFIRMED;
        }
        fold();
        restarts++;
        begin((sequence - 1) & 0xFFFF);
        accept(0);
        accept(1);
        return RESTARTED;
    }

    private void begin(int sequence) {
        forget();
        base = RtpArithmetic.SEQUENCE_MODULUS + sequence; // one cycle up: what comes before the first is not negative
        highest = base;
        received = 0;
    }

    private int accept(int forward) {
        gap = Math.max(0, forward - 1);
        for (int missing = Math.min(gap, HISTORY); missing > 0; missing--) {
            position[(int) (highest + missing) & (HISTORY - 1)] = 0;
        }
        highest += forward;
        packet = highest;
        position[(int) highest & (HISTORY - 1)] = ++arrivals;
        shift(forward);
        seenRecent |= 1;
        received++;
        return IN_ORDER;
    }

    private int reordered() {
        final int distance = (int) (highest - packet);
        if (distance < 64) {
            seenRecent |= 1L << distance;
        } else {
            seenOlder |= 1L << (distance - 64);
        }
        position[(int) packet & (HISTORY - 1)] = 0;
        arrivals++;
        for (long later = packet + 1; later <= highest && extent == 0; later++) {
            final int earliest = position[(int) later & (HISTORY - 1)];
            extent = earliest == 0 ? 0 : arrivals - earliest; // RFC 4737 4.2.1: from the earliest arrival that is larger
        }
        return REORDERED;
    }

    private boolean seen(long distance) {
        return ((distance < 64 ? seenRecent >>> distance : seenOlder >>> (distance - 64)) & 1) != 0;
    }

    private void shift(int steps) {
        if (steps >= HISTORY) {
            seenOlder = 0;
            seenRecent = 0;
        } else if (steps >= 64) {
            seenOlder = seenRecent << (steps - 64);
            seenRecent = 0;
        } else if (steps > 0) {
            seenOlder = (seenOlder << steps) | (seenRecent >>> (64 - steps));
            seenRecent <<= steps;
        }
    }

    private void forget() {
        Arrays.fill(position, 0);
        seenRecent = 0;
        seenOlder = 0;
        badSequence = NONE;
        probation = 0;
        received = 0;
        base = 0;
        highest = -1;
    }

    private void fold() {
        earlierExpected += expected();
        earlierReceived += received;
    }

    /** Closes an interval of A.3. */
    void closeInterval() {
        final long expected = earlierExpected + expected();
        final long all = earlierReceived + received;
        intervalExpected = expected - expectedPrior;
        intervalLost = intervalExpected - (all - receivedPrior);
        expectedPrior = expected;
        receivedPrior = all;
    }

    /** A source was validated and is being received. */
    boolean valid() {
        return highest >= 0;
    }

    /** Extended sequence number of the last packet that was in order, reordered or a duplicate. */
    long packet() {
        return packet;
    }

    /** Sequence numbers left out just before the last packet. */
    int gap() {
        return gap;
    }

    /** Reordering extent of the last packet (RFC 4737 4.2). */
    int extent() {
        return extent;
    }

    /** Cycles and highest sequence number as in a report block. */
    int extendedHighest() {
        return (int) (highest - RtpArithmetic.SEQUENCE_MODULUS);
    }

    /** Expected of the present source (A.3). */
    long expected() {
        return valid() ? highest - base + 1 : 0;
    }

    /** Received of the present source, duplicates and late ones included (A.3). */
    long received() {
        return received;
    }

    /** Cumulative number lost over the call (A.3); negative when duplicates outweigh losses. */
    long lost() {
        return earlierExpected + expected() - earlierReceived - received;
    }

    long totalExpected() {
        return earlierExpected + expected();
    }

    /** Lost of expected in the closed interval, percent; NaN when nothing was expected. */
    double fractionLostPercent() {
        return intervalExpected == 0 ? Double.NaN : Math.max(0, 100.0 * intervalLost / intervalExpected);
    }

    long jumps() {
        return jumps;
    }

    long restarts() {
        return restarts;
    }
}
