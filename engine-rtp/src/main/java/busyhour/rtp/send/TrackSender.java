package busyhour.rtp.send;

import busyhour.codec.EncodedTrack;
import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.receive.NoteBook;
import busyhour.rtp.speech.SpokenAudio;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The packets that a stream sends nearly all the time: the next frame of a track that is sound throughout, behind a header that is
 * one further than the last.
 * <p>
 * Between two packets of a stream those of thousands of others pass, and every cache line is waited for. So what such a packet
 * reads and changes are the fields of this class and of {@link SendTally} alone, side by side at the beginning of a
 * {@link RtpSendStream}; whatever is out of the ordinary clears {@link #steady} and has objects of its own.
 */
abstract class TrackSender extends SendTally {

    private static final long NS_PER_MS = 1_000_000L;
    private static final int CACHE_LINE_BYTES = 64;

    int ssrc;
    int sequence;
    int timestamp;
    /** Of the track, the next. */
    int frame;
    byte payloadType;
    /** A talk spurt begins (RFC 3551 4.1). */
    boolean marker;
    /** The packet due is the track's next frame, and nothing is under way or has come to its end that somebody has to know. */
    boolean steady;
    EncodedTrack track;
    private SpokenAudio listener = SpokenAudio.NONE;
    /** The last frame was noted, time with it, and nobody else needs to be told. */
    boolean noted;
    private NoteBook notes = NoteBook.NONE;
    private int number;

    /** Set-up: who is told how loud the frames are that are sent; tones and events are no speech. */
    public final void spokenTo(final SpokenAudio spokenTo) {
        listener = spokenTo;
    }

    /** Set-up: where the listener takes notes. @param ofListener its number there. */
    public final void noteIn(final NoteBook book, final int ofListener) {
        notes = book;
        number = ofListener;
    }

    /** Whether the last frame was noted for who listens: then it knows the time too. */
    public final boolean isNoted() {
        return noted;
    }

    /** What is sent: the ordinary track or the one that is played once. */
    public final EncodedTrack track() {
        return track;
    }

    /** Clock of the stream's timestamps. */
    public final int clockRateHz() {
        return track.codec().clockRateHz();
    }

    /** From now on this is sent, from this frame. */
    final void place(final EncodedTrack next, final int firstFrame) {
        track = next;
        frame = firstFrame;
    }

    /**
     * Reads what the next packet needs, while {@link #steady}: see {@link PacingTarget#fetch}.
     *
     * @return of no meaning, and to be kept: else the compiler leaves the reads out.
     */
    public final long fetch() {
        long read = packetsSent() + number + notes.fetch(number) + track.frameSumOfSquares(frame);
        final DirectBuffer payloads = track.buffer();
        final int start = track.frameOffset(frame);
        for (int at = start; at < start + track.frameLength(frame); at += CACHE_LINE_BYTES) {
            read += payloads.getByte(at);
        }
        return read;
    }

    /** @return the packet's length. */
    final int writeFrame(final MutableDirectBuffer buffer, final int offset) {
        RtpHeaderFlyweight.write(buffer, offset, marker, payloadType, sequence, timestamp, ssrc);
        return RtpHeaderFlyweight.HEADER_LENGTH + putFrame(buffer, offset + RtpHeaderFlyweight.HEADER_LENGTH);
    }

    /** @return octets of the payload. */
    final int putFrame(final MutableDirectBuffer buffer, final int offset) {
        final int length = track.frameLength(frame);
        buffer.putBytes(offset, track.buffer(), track.frameOffset(frame), length);
        return length;
    }

    /** What {@link #writeFrame} wrote left. */
    final void onFrameSent(final long nowNs, final long latenessNs) {
        countFrame(latenessNs);
        tellFrame(nowNs);
        marker = false;
        sequence = RtpArithmetic.nextSequence(sequence);
        timestamp += track.timestampUnitsPerFrame();
        frame = track.nextFrame(frame);
    }

    final void countFrame(final long latenessNs) {
        countAudio(track, track.frameLength(frame), track.frameSumOfSquares(frame), track.frameLargestSquare(frame), latenessNs);
    }

    final void tellFrame(final long nowNs) {
        final long squares = track.frameSumOfSquares(frame);
        final int samples = track.samplesPerFrame();
        final long durationNs = track.ptimeMs() * NS_PER_MS;
        noted = notes.noteOwn(number, squares, samples, durationNs, nowNs);
        if (!noted) {
            listener.onFrame(squares, samples, durationNs, nowNs);
        }
    }
}
