package busyhour.rtp.video;

import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.rtcp.FeedbackWriter;
import busyhour.rtp.rtcp.TransportFeedbackFlyweight;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * When packets with a transport-wide sequence number arrived, told each 100 ms
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01 3.1). What arrives after it was told of as missing stays missing; of numbers
 * farther behind than {@link #CAPACITY} nothing is told.
 */
final class TransportArrivals {

    static final int CAPACITY = 1024;
    static final long INTERVAL_NS = 100_000_000;
    /** Packets told of in one report: room for the least favourable chunks and deltas. */
    static final int MAX_STATUSES = 120;

    private static final int MASK = CAPACITY - 1;
    private static final long ABSENT = Long.MIN_VALUE;
    private static final int VECTOR = 7;
    private static final int MAX_RUN = 0x1FFF;
    private static final int NOT_RECEIVED = 0;
    private static final int SMALL = 1;
    private static final int LARGE = 2;
    private static final int NOT_REPRESENTABLE = -1;

    private final long[] arrivalNs = new long[CAPACITY];
    private final byte[] symbols = new byte[MAX_STATUSES];
    private boolean started;
    private long first;
    private long highest;
    private long dueNs;
    private int number;
    private int written;

    void reset() {
        started = false;
        dueNs = Long.MAX_VALUE;
        number = 0;
        written = 0;
    }

    /** A packet arrived. @param sequence 16 bits. */
    void onPacket(final int sequence, final long nowNs) {
        final long extended = started ? RtpArithmetic.extendSequence(highest, sequence) : sequence + RtpArithmetic.SEQUENCE_MODULUS;
        if (!started || extended - highest >= CAPACITY) {
            started = true;
            first = extended;
            highest = extended - 1;
            dueNs = Long.MAX_VALUE;
        }
        if (extended < first || highest - extended >= CAPACITY) {
            return;
        }
        for (long missing = highest + 1; missing < extended; missing++) {
            arrivalNs[(int) missing & MASK] = ABSENT;
        }
        if (extended > highest) {
            highest = extended;
            first = Math.max(first, highest - CAPACITY + 1);
        }
        arrivalNs[(int) extended & MASK] = nowNs;
        if (dueNs == Long.MAX_VALUE) {
            dueNs = nowNs + INTERVAL_NS;
        }
    }

    long nextNs() {
        return dueNs;
    }

    /** Writes what is due; {@link #onSent} then counts it. */
    void write(final FeedbackWriter writer, final MutableDirectBuffer buffer, final int mediaSsrc, final long nowNs) {
        written = 0;
        if (dueNs > nowNs) {
            return;
        }
        long base = first; // the report begins with a packet that arrived, or it would have no reference time
        while (base < highest && arrivalNs[(int) base & MASK] == ABSENT && highest - base >= MAX_STATUSES) {
            base++;
        }
        final int skipped = (int) (base - first);
        final long referenceNs = referenceNs(base);
        final int statuses = symbolsFrom(base, referenceNs);
        final int packet = writer.position();
        final int chunks = writer.beginTransport(mediaSsrc, (int) base & 0xFFFF, statuses,
                (int) (referenceNs / TransportFeedbackFlyweight.REFERENCE_NS) & 0xFF_FFFF, number);
        final int deltas = writeChunks(buffer, chunks, statuses);
        writer.endTransport(packet, writeDeltas(buffer, deltas, base, statuses, referenceNs));
        written = skipped + statuses;
    }

    /** Of the first packet that arrived, in whole units. */
    private long referenceNs(final long base) {
        long at = base;
        while (at < highest && arrivalNs[(int) at & MASK] == ABSENT) {
            at++;
        }
        return Math.floorDiv(arrivalNs[(int) at & MASK], TransportFeedbackFlyweight.REFERENCE_NS) * TransportFeedbackFlyweight.REFERENCE_NS;
    }

    /** What each packet's status is. @return for how many; it ends where a delta cannot be written. */
    private int symbolsFrom(final long base, final long referenceNs) {
        final int most = (int) Math.min(MAX_STATUSES, highest - base + 1);
        long lastTick = 0;
        for (int i = 0; i < most; i++) {
            final long arrived = arrivalNs[(int) (base + i) & MASK];
            if (arrived == ABSENT) {
                symbols[i] = NOT_RECEIVED;
                continue;
            }
            final long tick = tick(arrived, referenceNs);
            final int symbol = symbol(tick - lastTick);
            if (symbol == NOT_REPRESENTABLE) {
                return i;
            }
            symbols[i] = (byte) symbol;
            lastTick = tick;
        }
        return most;
    }

    private static long tick(final long arrived, final long referenceNs) {
        return Math.floorDiv(arrived - referenceNs, TransportFeedbackFlyweight.DELTA_NS);
    }

    private static int symbol(final long delta) {
        if (delta >= 0 && delta <= 0xFF) {
            return SMALL;
        }
        return delta == (short) delta ? LARGE : NOT_REPRESENTABLE;
    }

    private int writeChunks(final MutableDirectBuffer buffer, final int offset, final int statuses) {
        int at = offset;
        int done = 0;
        while (done < statuses) {
            int run = 1;
            while (done + run < statuses && symbols[done + run] == symbols[done] && run < MAX_RUN) {
                run++;
            }
            int chunk;
            if (run > VECTOR || done + run == statuses) {
                chunk = symbols[done] << 13 | run;
                done += run;
            } else {
                chunk = 0xC000;
                for (int i = 0; i < VECTOR && done < statuses; i++) {
                    chunk |= symbols[done++] << 12 - 2 * i;
                }
            }
            buffer.putShort(at, (short) chunk, ByteOrder.BIG_ENDIAN);
            at += 2;
        }
        return at;
    }

    private int writeDeltas(final MutableDirectBuffer buffer, final int offset, final long base, final int statuses, final long referenceNs) {
        int at = offset;
        long lastTick = 0;
        for (int i = 0; i < statuses; i++) {
            if (symbols[i] == NOT_RECEIVED) {
                continue;
            }
            final long tick = tick(arrivalNs[(int) (base + i) & MASK], referenceNs);
            if (symbols[i] == SMALL) {
                buffer.putByte(at++, (byte) (tick - lastTick));
            } else {
                buffer.putShort(at, (short) (tick - lastTick), ByteOrder.BIG_ENDIAN);
                at += 2;
            }
            lastTick = tick;
        }
        return at;
    }

    /** What was written last left. @return whether a report was among it. */
    boolean onSent(final long nowNs) {
        if (written == 0) {
            return false;
        }
        first += written;
        written = 0;
        number = number + 1 & 0xFF;
        dueNs = first <= highest ? nowNs : Long.MAX_VALUE; // what did not fit follows
        return true;
    }
}
