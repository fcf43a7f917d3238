package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.codec.G711Energy;
import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.RtpHeaderFlyweight;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Packets without surprise, noted in a few words each and worked off many at a time. What is measured about a stream fills some
 * seventy cache lines, and between two of its packets those of a thousand other streams pass: looked at one by one, each packet
 * waits for all of them to come from memory anew. A note costs two lines, and the many that are then worked off in one go find
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
 * <p>One thread. Allocates only when it is made.
 */
final class PacketNotes {

    /** Notes of one stream, both ways: a third of a second. */
    static final int CAPACITY = 32;

    private static final int WORDS = 4;
    private static final int PAYLOAD_TYPE_MASK = 0x7F;
    private static final int LENGTH_SHIFT = 16;
    private static final int CLIPPED_SHIFT = 32;
    private static final int MARKER_SHIFT = 48;
    private static final long OWN = Long.MIN_VALUE;
    private static final long LOW_16 = 0xFFFF;
    private static final long LOW_32 = 0xFFFF_FFFFL;

    private final StreamIntake intake;
    private final AudioMetrics audio;
    private long[] words;
    private G711Energy energy;
    private AudioCodec codec;
    private long ownNs;
    private int used;
    private int ssrc;
    private int nextSequence;
    private int payloadType;
    private boolean expecting;

    PacketNotes(StreamIntake intake, AudioMetrics audio) {
        this.intake = intake;
        this.audio = audio;
    }

    /** Set-up: notes are taken; without, or with null, everything is looked at as it comes. */
    void take(G711Energy sharedEnergy) {
        energy = sharedEnergy;
        words = energy == null ? null : new long[CAPACITY * WORDS];
    }

    /** A new call: what was noted is of no interest any more. */
    void reset() {
        used = 0;
        expecting = false;
    }

    /** A datagram arrived. @return a code of {@link PacketOutcome}. */
    int onPacket(DirectBuffer buffer, int offset, int length, long arrivalNs) {
        if (expecting && note(buffer, offset, length, arrivalNs)) {
            return PacketOutcome.MEDIA;
        }
        settle();
        final int outcome = intake.onPacket(buffer, offset, length, arrivalNs);
        if (outcome == PacketOutcome.MEDIA && words != null && audio.mayBeNoted()) {
            expecting = true;
            codec = audio.codec();
            ssrc = intake.ssrc();
            nextSequence = RtpArithmetic.nextSequence(intake.lastSequence());
            payloadType = intake.lastPayloadType();
            ownNs = arrivalNs;
        }
        return outcome;
    }

    /** A frame of ours left, or its time passed with nothing to send; time passed until then. */
    void onOwnFrame(long sumOfSquares, int samples, long durationNs, long sentNs) {
        if (expecting) {
            noteOwn(sumOfSquares, samples, durationNs, sentNs);
        } else {
            lookAtOwn(sumOfSquares, samples, durationNs, sentNs);
        }
    }

    /** Time passes. */
    void onTime(long nowNs) {
        if (!expecting) {
            audio.onTime(nowNs);
        } else if (nowNs > ownNs) { // else the frame noted last tells it
            noteOwn(0, 0, 0, nowNs);
        }
    }

    /** Works off what was noted; what comes next is looked at as it comes. For everything that changes what packets mean. */
    void settle() {
        catchUp();
        expecting = false;
    }

    /** Works off what was noted, before somebody reads what came of it. */
    void catchUp() {
        if (used > 0) {
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
        final int at = used;
        words[at] = timeNs;
        words[at + 1] = first;
        words[at + 2] = second;
        words[at + 3] = third;
        used = at + WORDS;
        if (used == words.length) {
            workOff();
        }
    }

    private void workOff() {
        final int end = used;
        used = 0;
        for (int at = 0; at < end; at += WORDS) {
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
