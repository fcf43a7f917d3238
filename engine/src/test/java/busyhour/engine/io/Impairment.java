package busyhour.engine.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What one direction of a network does to datagrams, decided by a seed and written down. RTP is lost, doubled, reordered and
 * delayed by an uneven time that keeps the order; RTCP is late by one fixed time. The first packets of a stream pass, and SIP
 * comes last, so that every judge begins to count at the same packet and none is on its way when a BYE comes.
 */
public final class Impairment {

    /** No copy of the datagram goes on. */
    public static final long LOST = -1;

    private static final int FIRST_PACKETS = 10;
    private static final long REORDERED_BY_NS = 30_000_000L;
    private static final long SIGNALLING_LATER_NS = 80_000_000L;

    private final SplittableRandom random;
    private final double loss;
    private final double duplicates;
    private final double reordered;
    private final long delayNs;
    private final long jitterNs;
    private final Map<Integer, StreamLog> streams = new TreeMap<>();
    private final List<Long> controlDelaysNs = new ArrayList<>();

    /**
     * @param loss       share of the packets, 0 to 1, as the two that follow.
     * @param delayNs    of RTCP, and the mean of RTP.
     * @param jitterNs   RTP is late by {@code delayNs} plus or minus this.
     */
    public Impairment(final long seed, final double loss, final double duplicates, final double reordered, final long delayNs,
            final long jitterNs) {
        random = new SplittableRandom(seed);
        this.loss = loss;
        this.duplicates = duplicates;
        this.reordered = reordered;
        this.delayNs = delayNs;
        this.jitterNs = jitterNs;
    }

    /** When a datagram that came now goes on, {@link #LOST} for never. */
    public long dueNs(final byte[] datagram, final int offset, final int length, final long nowNs) {
        if (!isRtp(datagram, offset, length)) {
            return nowNs + delayNs + (isControl(datagram, offset, length) ? 0 : SIGNALLING_LATER_NS);
        }
        final StreamLog log = streams.computeIfAbsent(ssrc(datagram, offset), StreamLog::new);
        final boolean first = ++log.offered <= FIRST_PACKETS;
        final double chance = random.nextDouble();
        long dueNs = nowNs + delayNs + (jitterNs == 0 ? 0 : random.nextLong(2 * jitterNs) - jitterNs);
        if (!first && chance < loss) {
            return LOST;
        }
        if (!first && chance < loss + reordered) {
            return Math.max(dueNs, log.latestDueNs) + REORDERED_BY_NS;
        }
        dueNs = Math.max(dueNs, log.latestDueNs);
        log.latestDueNs = dueNs;
        return dueNs;
    }

    /** Whether the datagram just decided on goes on twice. */
    public boolean isDoubled(final byte[] datagram, final int offset, final int length) {
        return isRtp(datagram, offset, length) && streams.get(ssrc(datagram, offset)).offered > FIRST_PACKETS
                && random.nextDouble() < duplicates;
    }

    /** A copy went on. */
    public void onForwarded(final byte[] datagram, final int offset, final int length, final long arrivedNs, final long nowNs) {
        if (isRtp(datagram, offset, length)) {
            streams.get(ssrc(datagram, offset)).order.add((datagram[offset + 2] & 0xFF) << 8 | datagram[offset + 3] & 0xFF);
        } else if (isControl(datagram, offset, length)) {
            controlDelaysNs.add(nowNs - arrivedNs);
        }
    }

    /** By SSRC. */
    public Map<Integer, StreamLog> streams() {
        return streams;
    }

    /** How late each RTCP packet was. */
    public List<Long> controlDelaysNs() {
        return controlDelaysNs;
    }

    private static boolean isControl(final byte[] datagram, final int offset, final int length) {
        return length > 1 && (datagram[offset] & 0xC0) == 0x80;
    }

    private static boolean isRtp(final byte[] datagram, final int offset, final int length) {
        final int type = length < 12 ? 0 : datagram[offset + 1] & 0xFF;
        return length >= 12 && (datagram[offset] & 0xC0) == 0x80 && (type < 192 || type > 223);
    }

    private static int ssrc(final byte[] datagram, final int offset) {
        return (datagram[offset + 8] & 0xFF) << 24 | (datagram[offset + 9] & 0xFF) << 16 | (datagram[offset + 10] & 0xFF) << 8
                | datagram[offset + 11] & 0xFF;
    }

    /** What became of one stream, from the order in which its sequence numbers went on. */
    public static final class StreamLog {

        private final int ssrc;
        private final List<Integer> order = new ArrayList<>();
        private int offered;
        private long latestDueNs = Long.MIN_VALUE;

        StreamLog(final int ssrc) {
            this.ssrc = ssrc;
        }

        /** Counts as RFC 3550 and RFC 4737 define them, over what went on. */
        public Counts counts() {
            final TreeMap<Long, Integer> copies = new TreeMap<>();
            long highest = -1;
            int reorderedCount = 0;
            for (final int sequence : order) {
                final long extended = extend(sequence, highest);
                final boolean copy = copies.merge(extended, 1, Integer::sum) > 1;
                reorderedCount += !copy && extended < highest ? 1 : 0;
                highest = Math.max(highest, extended);
            }
            final int expected = (int) (copies.lastKey() - copies.firstKey() + 1);
            int bursts = 0;
            for (long at = copies.firstKey(); at < copies.lastKey(); at++) {
                bursts += copies.containsKey(at) && !copies.containsKey(at + 1) ? 1 : 0;
            }
            return new Counts(ssrc, offered, order.size(), expected, expected - copies.size(), order.size() - copies.size(), reorderedCount,
                    bursts);
        }

        private static long extend(final int sequence, final long highest) {
            if (highest < 0) {
                return 65_536L + sequence;
            }
            return highest + (short) (sequence - (int) highest);
        }
    }

    /**
     * @param offered    packets that came to the path.
     * @param forwarded  copies that went on.
     * @param expected   from the first to the highest sequence number that went on.
     * @param lost       of these, those of which no copy went on.
     * @param duplicates second copies.
     * @param reordered  that went on after a later one.
     * @param bursts     runs of lost packets.
     */
    public record Counts(int ssrc, int offered, int forwarded, int expected, int lost, int duplicates, int reordered, int bursts) {
    }
}
