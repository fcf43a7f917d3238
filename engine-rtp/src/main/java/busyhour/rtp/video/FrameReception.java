package busyhour.rtp.video;

import busyhour.codec.video.VideoCodec;
import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.receive.PacketReception;
import org.agrona.DirectBuffer;

/**
 * Packets of media, in whatever way they came, to frames: what each says of its frame, which ones are missing, and what becomes of
 * the frames.
 */
final class FrameReception implements FrameListener {

    /** RFC 3550 A.1: what is older is taken for a source that begins anew. */
    private static final int MAX_MISORDER = 100;

    private final PacketReception reception;
    private final FrameFigures frames;
    private final FreezeDetector freezes;
    private final FeedbackFigures feedback;
    private final ReceiverRequests requests;
    private final VideoPayload payload = new VideoPayload();
    private final FrameAssembler assembler = new FrameAssembler(this);
    private int generation;
    private boolean started;
    private long highest;

    FrameReception(
            final PacketReception reception, final FrameFigures frames, final FreezeDetector freezes, final FeedbackFigures feedback,
            final ReceiverRequests requests) {
        this.reception = reception;
        this.frames = frames;
        this.freezes = freezes;
        this.feedback = feedback;
        this.requests = requests;
    }

    void reset() {
        generation = reception.generation();
        started = false;
        assembler.reset();
    }

    /** How long a missing packet is waited for. */
    void waitNs(final long durationNs) {
        assembler.waitNs(durationNs);
    }

    /** Whether sequence numbers began anew with the last packet; then what was in flight is given up. */
    void noteRestart(final long nowNs) {
        if (reception.generation() != generation) {
            generation = reception.generation();
            assembler.restart(nowNs);
            requests.forget();
            started = false;
        }
    }

    /**
     * Whether the packet was sent again in the stream itself, for our asking, and so late that by RFC 3550 A.1 alone it would look
     * like a source that begins anew.
     */
    boolean isOldRepetition(final RtpHeaderFlyweight header) {
        final long behind = started ? highest - RtpArithmetic.extendSequence(highest, header.sequence()) : 0;
        return behind >= MAX_MISORDER && behind < PacketRing.CAPACITY && requests.has(FeedbackKinds.NACK)
                && header.ssrc() == reception.ssrc();
    }

    /** A packet of the stream, in its place or late. */
    void onMedia(final VideoCodec codec, final DirectBuffer buffer, final int offset, final int length, final long arrivalNs) {
        frames.codec(codec);
        onPacket(reception.sequence(), bits(codec, buffer, offset, length), length, arrivalNs);
    }

    /** A packet that takes a number of the stream and is no part of a frame. */
    void onOther(final long arrivalNs) {
        if (started && reception.header().ssrc() == reception.ssrc()) {
            onPacket(reception.sequence(), PacketRing.EMPTY, 0, arrivalNs);
        }
    }

    /** A packet was sent again. @param original its sequence number, 16 bits. */
    void onRepeated(
            final int original, final VideoCodec codec, final DirectBuffer buffer, final int offset, final int length, final long arrivalNs) {
        final long sequence = reception.extend(original);
        if (!started || sequence > highest || sequence < assembler.firstAwaited()) {
            return; // never missed, or given up
        }
        if (onPacket(sequence, bits(codec, buffer, offset, length), length, arrivalNs)) {
            reception.onRecovered(sequence, reception.header().timestamp(), arrivalNs);
        }
    }

    private int bits(final VideoCodec codec, final DirectBuffer buffer, final int offset, final int length) {
        if (length == 0) {
            return PacketRing.EMPTY;
        }
        final int bits = payload.read(codec, buffer, offset, length);
        if ((bits & VideoPayload.MALFORMED) != 0) {
            frames.onMalformed();
        }
        if (payload.width() > 0) {
            frames.onSize(payload.width(), payload.height());
        }
        return bits | (reception.header().marker() ? PacketRing.MARKER : 0);
    }

    /** @return whether the packet was still awaited. */
    private boolean onPacket(final long sequence, final int bits, final int length, final long arrivalNs) {
        if (started && sequence > highest + 1) {
            requests.onGap(highest + 1, sequence, arrivalNs);
        }
        final boolean asked = started && sequence <= highest && requests.onFilled(sequence);
        highest = started ? Math.max(highest, sequence) : sequence;
        started = true;
        final boolean awaited = assembler.onPacket(sequence, bits, reception.header().timestamp(), length, arrivalNs);
        if (awaited) {
            frames.onPayload(length);
            feedback.recovered += asked ? 1 : 0;
        }
        onTime(arrivalNs);
        return awaited;
    }

    /** Gives up what was waited for long enough. */
    void onTime(final long nowNs) {
        assembler.onTime(nowNs);
        requests.giveUpBefore(assembler.firstAwaited());
    }

    @Override
    public void onFrame(final int octets, final long assemblyNs, final boolean isKeyFrame, final boolean decodable, final long nowNs) {
        frames.onFrame(octets, assemblyNs, isKeyFrame, decodable, nowNs);
        if (decodable) {
            freezes.onFrame(nowNs);
        } else {
            requests.wantKeyFrame(nowNs);
        }
        if (isKeyFrame) {
            requests.onKeyFrame();
        }
    }

    @Override
    public void onIncomplete(final int lost, final boolean referenceLost, final long nowNs) {
        frames.onIncomplete(lost);
        if (referenceLost) {
            requests.wantKeyFrame(nowNs);
        }
    }

    /** Time from one frame to the next, 0 while unknown. */
    long frameNs() {
        return assembler.frameNs();
    }
}
