package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.codec.G711Energy;
import busyhour.rtp.RtpHeaderFlyweight;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Where the streams of one thread take their notes ({@link PacketNotes}): for each a row that says which packet it expects, and a
 * page. A packet that is expected costs the row, a line of the page, and nothing of the stream itself.
 *
 * <pre>
 *   row    [ SSRC, sequence, payload type, mark | next free word of the page | time of the last own frame | codec ]
 *   note   [ time | marker, clipped samples, sum of squares | timestamp, length, largest sample ]    a packet that came, the next in sequence
 *          [ time | own, sum of squares                     | duration, samples                 ]    a frame that we sent; 0 samples: only time passed
 * </pre>
 *
 * <p>One thread. Allocates only when it is made.
 */
public final class NoteBook {

    /** Of packets that are noted by {@link RtpReceiveStream#onPacket} alone. */
    public static final int UNMARKED = 0x1FF;

    /** In the place of a book, where no notes are taken. */
    public static final NoteBook NONE = new NoteBook(1, 1);

    static final int WORDS = 3;
    static final int LENGTH_SHIFT = 16;
    static final int LARGEST_MASK = 0xFFFF;
    static final long SQUARES_MASK = 0xFFFF_FFFF_FFFFL;
    static final int CLIPPED_SHIFT = 48;
    static final int CLIPPED_MASK = 0x3FFF;
    static final int MARKER_SHIFT = 62;
    static final long OWN = Long.MIN_VALUE;

    /** Words of a stream's notes, both ways: a second of packets of 20 ms, and some more. They are worked off once a second anyway. */
    private static final int PAGE = 108 * WORDS;
    private static final int ROW = 4;
    private static final int USED = 1;
    private static final int OWN_NS = 2;
    private static final int CODEC = 3;
    private static final long NOTHING = 0;
    private static final long MU_LAW = 0;
    private static final long A_LAW = 1;

    private static final int PAYLOAD_TYPE_MASK = 0x7F;
    private static final int PAYLOAD_TYPE_SHIFT = 9;
    private static final int SEQUENCE_SHIFT = 16;
    private static final long SEQUENCE_MASK = 0xFFFFL << SEQUENCE_SHIFT;

    private final int streams;
    private final long[] rows;
    /** Of all pages: one array, so that its length is always at hand. */
    private final long[] words;
    private final PacketNotes[] readers;
    /** Used by all streams in turn. */
    private final G711Energy energy = new G711Energy();

    /** @param streams that may take notes: numbers 0 to streams - 1. */
    public NoteBook(int streams) {
        this(streams, PAGE);
    }

    private NoteBook(int streams, int page) {
        this.streams = streams;
        rows = new long[streams * ROW];
        words = new long[streams * page];
        readers = new PacketNotes[streams];
    }

    /** Set-up. */
    void begin(int stream, PacketNotes reader) {
        readers[stream] = reader;
        clear(stream);
    }

    /** The next packet is expected to be this one. @param codec G.711. @param nowNs of the packet before. */
    void expect(int stream, int ssrc, int sequence, int payloadType, int mark, AudioCodec codec, long nowNs) {
        final int row = stream * ROW;
        rows[row] = packet(ssrc, sequence, payloadType, mark);
        rows[row + OWN_NS] = nowNs;
        rows[row + CODEC] = codec == AudioCodec.PCMU ? MU_LAW : A_LAW;
    }

    void expectNothing(int stream) {
        rows[stream * ROW] = NOTHING;
    }

    boolean isExpecting(int stream) {
        return rows[stream * ROW] != NOTHING;
    }

    private static long packet(int ssrc, int sequence, int payloadType, int mark) {
        return (long) ssrc << Integer.SIZE | (long) sequence << SEQUENCE_SHIFT | payloadType << PAYLOAD_TYPE_SHIFT | mark;
    }

    /**
     * A datagram came that may be the packet that a stream expects.
     *
     * @param stream    any number: what has no row is not expected.
     * @param mark      1 to {@link #UNMARKED}: what else has to be as with the packet before.
     * @param arrivalNs the kernel's receive time on the monotonic clock.
     * @return whether it is, and is noted; else it is to be looked at ({@link RtpReceiveStream#onPacket}).
     */
    public boolean note(int stream, int mark, DirectBuffer buffer, int offset, int length, long arrivalNs) {
        if (stream >= streams || length < RtpHeaderFlyweight.HEADER_LENGTH) {
            return false;
        }
        final int first = buffer.getInt(offset, ByteOrder.BIG_ENDIAN);
        final int second = first >> Short.SIZE;
        final int sequence = first & 0xFFFF;
        final long packet = packet(buffer.getInt(offset + RtpHeaderFlyweight.SSRC_OFFSET, ByteOrder.BIG_ENDIAN), sequence,
                second & PAYLOAD_TYPE_MASK, mark);
        final int row = stream * ROW;
        if (rows[row] != packet || (byte) (first >> Short.SIZE + Byte.SIZE) != RtpHeaderFlyweight.VERSION_2) {
            return false;
        }
        rows[row] = packet & ~SEQUENCE_MASK | packet + (1L << SEQUENCE_SHIFT) & SEQUENCE_MASK;
        final int payloadLength = length - RtpHeaderFlyweight.HEADER_LENGTH;
        energy.measure(rows[row + CODEC] == MU_LAW ? AudioCodec.PCMU : AudioCodec.PCMA, buffer,
                offset + RtpHeaderFlyweight.HEADER_LENGTH, payloadLength);
        final int timestamp = buffer.getInt(offset + RtpHeaderFlyweight.TIMESTAMP_OFFSET, ByteOrder.BIG_ENDIAN);
        write(stream, arrivalNs,
                ((byte) second < 0 ? 1L << MARKER_SHIFT : 0) | (long) energy.clippedSamples() << CLIPPED_SHIFT | energy.sumOfSquares(),
                (long) timestamp << Integer.SIZE | (long) payloadLength << LENGTH_SHIFT | energy.largestSample());
        return true;
    }

    /**
     * A frame of ours left, or its time passed with nothing to send.
     *
     * @param samples 0: only time passed.
     * @return whether it is noted; else it is to be looked at.
     */
    public boolean noteOwn(int stream, long sumOfSquares, int samples, long durationNs, long sentNs) {
        final int row = stream * ROW;
        if (rows[row] == NOTHING) {
            return false;
        }
        rows[row + OWN_NS] = sentNs;
        write(stream, sentNs, OWN | sumOfSquares, durationNs << Integer.SIZE | samples);
        return true;
    }

    /** Reads what the next note needs. @return of no meaning, for the compiler. */
    public long fetch(int stream) {
        final int row = stream * ROW;
        return rows[row] + words[(int) rows[row + USED]];
    }

    private void write(int stream, long timeNs, long loudness, long extent) {
        final int used = stream * ROW + USED;
        final int at = (int) rows[used];
        words[at] = timeNs;
        words[at + 1] = loudness;
        words[at + 2] = extent;
        rows[used] = at + WORDS;
        if (at + WORDS == page(stream) + PAGE) {
            readers[stream].workOff();
        }
    }

    /** Time of the own frame, or passing of time, that was noted last. */
    long ownNs(int stream) {
        return rows[stream * ROW + OWN_NS];
    }

    /** Where a stream's notes begin. */
    int page(int stream) {
        return stream * PAGE;
    }

    /** Where they end. */
    int end(int stream) {
        return (int) rows[stream * ROW + USED];
    }

    boolean isEmpty(int stream) {
        return end(stream) <= page(stream);
    }

    void clear(int stream) {
        rows[stream * ROW + USED] = page(stream);
    }

    long word(int at) {
        return words[at];
    }
}
