package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.codec.G711Energy;
import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.speech.SpokenAudio;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Packets without surprise, noted in a few words each and worked off many at a time. What is measured about a stream fills
 * dozens of cache lines, and between two of its packets those of a thousand other streams pass: looked at one by one, each packet
 * waits for all of them to come from memory anew. A note costs a few, and the many that are then worked off in one go find
 * the stream's state in the cache.
 *
 * <pre>
 *   [ time | sum of squares | timestamp, largest square | sequence, length, clipped, marker ]    a packet that came
 *   [ time | sum of squares | duration                  | own, samples                      ]    a frame that we sent; 0 samples: only time passed
 * </pre>
 *
 * Notes are worked off in order of time, each exactly as it would have been at once. Noted are only packets of G.711 (whose
 * loudness is taken while they are in the cache) in sequence, of the source and payload type expected; all else is looked at
 * at once, after what was noted before it.
 *
 * The first part of a {@link RtpReceiveStream}, so that what a note needs of it lies side by side.
 *
 * <p>One thread. Allocates nothing.
 */
abstract class PacketNotes implements SpokenAudio {

    private static final int WORDS = 4;
    /** Words of a stream's notes, both ways: two thirds of a second of packets of 20 ms. */
    static final int PAGE = 64 * WORDS;

    private static final int PAYLOAD_TYPE_MASK = 0x7F;
    private static final int LENGTH_SHIFT = 16;
    private static final int CLIPPED_SHIFT = 32;
    private static final int MARKER_SHIFT = 48;
    private static final long OWN = Long.MIN_VALUE;
    private static final long LOW_16 = 0xFFFF;
    private static final long LOW_32 = 0xFFFF_FFFFL;

    private long ownNs;
    private int page;
    private int used;
    private int ssrc;
    private int nextSequence;
    private int payloadType;
    private boolean expecting;
    /** Null where no notes are taken. */
    private NoteBook book;
    private AudioCodec codec;
    private StreamIntake intake;
    private AudioMetrics audio;

    /** Set-up: who looks at packets, and who is told of time and of our own frames. */
    final void workOffTo(StreamIntake packets, AudioMetrics others) {
        intake = packets;
        audio = others;
    }

    /**
     * Set-up: packets without surprise are noted, and worked off many at a time: once a second at least, and always before
     * anything is read. For streams of whose speech and silence nobody wants to hear at once; what is measured is the same.
     */
    public final void takeNotes(NoteBook into) {
        book = into;
        page = into.takePage();
        used = page;
    }

    /** Set-up: everything is looked at as it comes, as without {@link #takeNotes}. */
    public final void hearAtOnce() {
        settle();
        book = null;
    }

    /** A new call: what was noted is of no interest any more. */
    final void forgetNotes() {
        used = page;
        expecting = false;
    }

    /**
     * A datagram arrived on the stream's media socket.
     *
     * @param arrivalNs the kernel's receive time on the monotonic clock.
     * @return a code of {@link PacketOutcome}.
     */
    public final int onPacket(DirectBuffer buffer, int offset, int length, long arrivalNs) {
        if (expecting && note(buffer, offset, length, arrivalNs)) {
            return PacketOutcome.MEDIA;
        }
        settle();
        final int outcome = intake.onPacket(buffer, offset, length, arrivalNs);
        if (outcome == PacketOutcome.MEDIA && book != null && intake.isNewest() && audio.mayBeNoted()) {
            expecting = true;
            codec = audio.codec();
            ssrc = intake.ssrc();
            nextSequence = RtpArithmetic.nextSequence(intake.lastSequence());
            payloadType = intake.lastPayloadType();
            ownNs = arrivalNs;
        }
        return outcome;
    }

    /** A frame of ours left, or its time passed with nothing to send, for who speaks when; time passed until then. */
    @Override
    public final void onFrame(long sumOfSquares, int samples, long durationNs, long sentNs) {
        if (expecting) {
            noteOwn(sumOfSquares, samples, durationNs, sentNs);
        } else {
            lookAtOwn(sumOfSquares, samples, durationNs, sentNs);
        }
    }

    /** Time passes, with packets or without: ends what fell silent. Once in a packet time is enough. */
    public final void onTime(long nowNs) {
        if (!expecting) {
            audio.onTime(nowNs);
        } else if (nowNs > ownNs) { // else the frame noted last tells it
            noteOwn(0, 0, 0, nowNs);
        }
    }

    /** Works off what was noted; what comes next is looked at as it comes. For everything that changes what packets mean. */
    final void settle() {
        catchUp();
        expecting = false;
    }

    /** Works off what was noted, before somebody reads what came of it. */
    final void catchUp() {
        if (used > page) {
            workOff();
        }
    }

    /** @return whether the packet was as expected. */
    private boolean note(DirectBuffer buffer, int offset, int length, long arrivalNs) {
        if (length < RtpHeaderFlyweight.HEADER_LENGTH
                || buffer.getByte(offset) != RtpHeaderFlyweight.VERSION_2
                || buffer.getInt(offset + RtpHeaderFlyweight.SSRC_OFFSET, ByteOrder.BIG_ENDIAN) != ssrc) {
            return false;
        }
        final int second = buffer.getByte(offset + RtpHeaderFlyweight.PAYLOAD_TYPE_OFFSET);
        final int sequence = buffer.getShort(offset + RtpHeaderFlyweight.SEQUENCE_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
        if ((second & PAYLOAD_TYPE_MASK) != payloadType || sequence != nextSequence) {
            return false;
        }
        nextSequence = RtpArithmetic.nextSequence(sequence);
        final int payloadLength = length - RtpHeaderFlyweight.HEADER_LENGTH;
        final G711Energy energy = book.energy;
        energy.measure(codec, buffer, offset + RtpHeaderFlyweight.HEADER_LENGTH, payloadLength);
        final int timestamp = buffer.getInt(offset + RtpHeaderFlyweight.TIMESTAMP_OFFSET, ByteOrder.BIG_ENDIAN);
        note(arrivalNs, energy.sumOfSquares(), (long) timestamp << Integer.SIZE | energy.largestSquare(),
                (second < 0 ? 1L << MARKER_SHIFT : 0) | (long) energy.clippedSamples() << CLIPPED_SHIFT
                        | (long) payloadLength << LENGTH_SHIFT | sequence);
        return true;
    }

    private void noteOwn(long sumOfSquares, int samples, long durationNs, long sentNs) {
        ownNs = sentNs;
        note(sentNs, sumOfSquares, durationNs, OWN | samples);
    }

    private void note(long timeNs, long first, long second, long third) {
        final long[] words = book.words;
        final int at = used;
        words[at] = timeNs;
        words[at + 1] = first;
        words[at + 2] = second;
        words[at + 3] = third;
        used = at + WORDS;
        if (used == page + PAGE) {
            workOff();
        }
    }

    private void workOff() {
        final long[] words = book.words;
        final int end = used;
        used = page;
        for (int at = page; at < end; at += WORDS) {
            final long timeNs = words[at];
            final long sumOfSquares = words[at + 1];
            final long middle = words[at + 2];
            final long last = words[at + 3];
            if (last < 0) {
                lookAtOwn(sumOfSquares, (int) last, middle, timeNs);
            } else {
                intake.onNoted((int) (last & LOW_16), (int) (middle >>> Integer.SIZE), (last >>> MARKER_SHIFT & 1) != 0,
                        (int) (last >>> LENGTH_SHIFT & LOW_16), sumOfSquares, (int) (middle & LOW_32),
                        (int) (last >>> CLIPPED_SHIFT & LOW_16), timeNs);
            }
        }
    }

    private void lookAtOwn(long sumOfSquares, int samples, long durationNs, long sentNs) {
        if (samples > 0) {
            audio.conversation().onFrame(sumOfSquares, samples, durationNs, sentNs);
        }
        audio.onTime(sentNs);
    }
}
