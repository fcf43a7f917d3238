package busyhour.rtp.receive;

import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.speech.SpokenAudio;
import org.agrona.DirectBuffer;

/**
 * Packets without surprise, noted in a few words each and worked off many at a time. What is measured about a stream fills
 * dozens of cache lines, and between two of its packets those of a thousand other streams pass: looked at one by one, each packet
 * waits for all of them to come from memory anew. A note costs a few, and the many that are then worked off in one go find
 * the stream's state in the cache.
 *
 * Notes are worked off in order of time, each exactly as it would have been at once. Noted are only packets of G.711 (whose
 * loudness is taken while they are in the cache) in sequence, of the source and payload type expected; all else is looked at
 * at once, after what was noted before it. What a note needs lies in the {@link NoteBook}, nothing of it here.
 *
 * <p>One thread. Allocates nothing.
 */
abstract class PacketNotes implements SpokenAudio {

    /** {@link NoteBook#NONE} where no notes are taken. */
    private NoteBook book = NoteBook.NONE;
    /** Its number there. */
    private int stream;
    /** Of the packet that is noted next, when all are worked off. */
    private int sequence;
    private long notedNs;
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
     *
     * @param number of the stream in the book.
     */
    public final void takeNotes(NoteBook into, int number) {
        book = into;
        stream = number;
        into.begin(number, this);
    }

    /** Set-up: everything is looked at as it comes, as without {@link #takeNotes}. */
    public final void hearAtOnce() {
        settle();
        book = NoteBook.NONE;
        stream = 0;
    }

    /** A new call: what was noted is of no interest any more. */
    final void forgetNotes() {
        if (book != NoteBook.NONE) {
            book.clear(stream);
            book.expectNothing(stream);
        }
    }

    /** As {@link #onPacket(DirectBuffer, int, int, long, int)}, of a packet that nobody else notes. */
    public final int onPacket(DirectBuffer buffer, int offset, int length, long arrivalNs) {
        return onPacket(buffer, offset, length, arrivalNs, NoteBook.UNMARKED);
    }

    /**
     * A datagram arrived on the stream's media socket.
     *
     * @param arrivalNs the kernel's receive time on the monotonic clock.
     * @param mark      where the next packet has the same, it may be noted without asking here ({@link NoteBook#note}).
     * @return a code of {@link PacketOutcome}.
     */
    public final int onPacket(DirectBuffer buffer, int offset, int length, long arrivalNs, int mark) {
        if (book.note(stream, mark, buffer, offset, length, arrivalNs)) {
            return PacketOutcome.MEDIA;
        }
        settle();
        final int outcome = intake.onPacket(buffer, offset, length, arrivalNs);
        if (outcome == PacketOutcome.MEDIA && book != NoteBook.NONE && intake.isNewest() && audio.mayBeNoted()) {
            sequence = RtpArithmetic.nextSequence(intake.lastSequence());
            book.expect(stream, intake.ssrc(), sequence, intake.lastPayloadType(), mark, audio.codec(), arrivalNs);
        }
        return outcome;
    }

    /** A frame of ours left, or its time passed with nothing to send, for who speaks when; time passed until then. */
    @Override
    public final void onFrame(long sumOfSquares, int samples, long durationNs, long sentNs) {
        if (!book.noteOwn(stream, sumOfSquares, samples, durationNs, sentNs)) {
            lookAtOwn(sumOfSquares, samples, durationNs, sentNs);
        }
    }

    /** Time passes, with packets or without: ends what fell silent. Once in a packet time is enough. */
    public final void onTime(long nowNs) {
        if (!book.isExpecting(stream)) {
            audio.onTime(nowNs);
        } else if (nowNs > book.ownNs(stream)) { // else the frame noted last tells it
            book.noteOwn(stream, 0, 0, 0, nowNs);
        }
    }

    /** When the packet came that was noted last, of those worked off; 0 before. */
    public final long notedNs() {
        return notedNs;
    }

    /** Works off what was noted; what comes next is looked at as it comes. For everything that changes what packets mean. */
    final void settle() {
        catchUp();
        if (book.isExpecting(stream)) {
            book.expectNothing(stream);
        }
    }

    /** Works off what was noted, before somebody reads what came of it. */
    final void catchUp() {
        if (!book.isEmpty(stream)) {
            workOff();
        }
    }

    final void workOff() {
        final int end = book.end(stream);
        book.clear(stream);
        for (int at = book.page(stream); at < end; at += NoteBook.WORDS) {
            final long timeNs = book.word(at);
            final long loudness = book.word(at + 1);
            final long extent = book.word(at + 2);
            if (loudness < 0) {
                lookAtOwn(loudness & ~NoteBook.OWN, (int) extent, extent >>> Integer.SIZE, timeNs);
            } else {
                final int largestSample = (int) extent & NoteBook.LARGEST_MASK;
                notedNs = timeNs;
                intake.onNoted(sequence, (int) (extent >>> Integer.SIZE), loudness >>> NoteBook.MARKER_SHIFT != 0,
                        (int) extent >>> NoteBook.LENGTH_SHIFT, loudness & NoteBook.SQUARES_MASK, largestSample * largestSample,
                        (int) (loudness >>> NoteBook.CLIPPED_SHIFT) & NoteBook.CLIPPED_MASK, timeNs);
                sequence = RtpArithmetic.nextSequence(sequence);
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
