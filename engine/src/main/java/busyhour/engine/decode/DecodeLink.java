package busyhour.engine.decode;

import busyhour.codec.AudioCodec;
import busyhour.codec.video.VideoCodec;
import busyhour.sip.TransportAddress;
import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * A shard's way to the decoder and back: packets of the streams that are decoded go one way, figures come the other.
 *
 * <p>All but {@link #toDecoder}, {@link #toShard} and {@link #dropped} for the shard's thread. Allocates nothing after construction.
 */
public final class DecodeLink implements MessageHandler {

    static final int BEGIN = 1;
    static final int PACKET = 2;
    static final int END = 3;
    static final int AUDIO = 4;
    static final int CONCEALED = 5;
    static final int VIDEO = 6;

    /** Of every message: the stream, and which call of it. */
    static final int STREAM = 0;
    static final int CALL = 4;
    /** Of a packet: when it came, what codec it is of, what was dropped before; then its octets. */
    static final int ARRIVAL = 8;
    static final int CODEC = 16;
    static final int DROPS = 20;
    static final int RTP = 24;
    /** Added to the ordinal of a {@link VideoCodec}. */
    static final int VIDEO_CODECS = 100;
    /** Added besides when the packet is a retransmission of one (RFC 4588). */
    static final int RETRANSMITTED = 100;
    /** Of a beginning: the endpoint's number in the run, its group, the local and the peer's address. */
    static final int ENDPOINT = 8;
    static final int GROUP = 12;
    static final int LOCAL = 16;
    static final int PEER = 40;
    static final int BEGIN_LENGTH = 64;
    /** Of an end: when, monotonic. */
    static final int END_LENGTH = 16;

    private static final int PACKETS_BYTES = 4 << 20;
    private static final int FIGURES_BYTES = 1 << 20;

    private final OneToOneRingBuffer packets = ring(PACKETS_BYTES);
    private final OneToOneRingBuffer figures = ring(FIGURES_BYTES);
    private DecodedListener listener;
    private long drops;
    private volatile long dropped;

    private static OneToOneRingBuffer ring(final int capacity) {
        final ByteBuffer memory = BufferUtil.allocateDirectAligned(capacity + RingBufferDescriptor.TRAILER_LENGTH, 64);
        return new OneToOneRingBuffer(new UnsafeBuffer(memory));
    }

    /** Set-up: who hears of what was decoded. */
    public void listener(final DecodedListener newListener) {
        listener = newListener;
    }

    /**
     * A call begins on a stream.
     *
     * @param stream   number among the shard's streams.
     * @param call     number of the endpoint's call.
     * @param endpoint number of the endpoint in the run.
     * @param group    number of the endpoint's group.
     */
    public void begin(
            final int stream, final int call, final int endpoint, final int group, final TransportAddress local, final TransportAddress peer) {
        final int index = claim(BEGIN, BEGIN_LENGTH, stream, call);
        if (index >= 0) {
            final MutableDirectBuffer buffer = packets.buffer();
            buffer.putInt(index + ENDPOINT, endpoint);
            buffer.putInt(index + GROUP, group);
            put(buffer, index + LOCAL, local);
            put(buffer, index + PEER, peer);
            packets.commit(index);
        }
    }

    private static void put(final MutableDirectBuffer buffer, final int index, final TransportAddress address) {
        buffer.putLong(index, address.hi());
        buffer.putLong(index + 8, address.lo());
        buffer.putInt(index + 16, address.port());
    }

    static TransportAddress address(final DirectBuffer buffer, final int index) {
        return new TransportAddress().set(buffer.getLong(index), buffer.getLong(index + 8), buffer.getInt(index + 16));
    }

    /** A valid packet of an audio stream came. @param codec null for what is no audio: digits, comfort noise. */
    public void audio(
            final int stream, final int call, final AudioCodec codec, final DirectBuffer rtp, final int offset, final int length, final long arrivalNs) {
        packet(stream, call, codec == null ? AudioDecoding.NO_AUDIO : codec.ordinal(), rtp, offset, length, arrivalNs);
    }

    /** A valid packet of a video codec came. @param again whether it is a retransmission in a stream of its own (RFC 4588). */
    public void video(
            final int stream, final int call, final VideoCodec codec, final boolean again, final DirectBuffer rtp, final int offset,
            final int length, final long arrivalNs) {
        packet(stream, call, VIDEO_CODECS + (again ? RETRANSMITTED : 0) + codec.ordinal(), rtp, offset, length, arrivalNs);
    }

    private void packet(
            final int stream, final int call, final int codec, final DirectBuffer rtp, final int offset, final int length, final long arrivalNs) {
        final int index = claim(PACKET, RTP + length, stream, call);
        if (index >= 0) {
            final MutableDirectBuffer buffer = packets.buffer();
            buffer.putLong(index + ARRIVAL, arrivalNs);
            buffer.putInt(index + CODEC, codec);
            buffer.putInt(index + DROPS, (int) drops);
            buffer.putBytes(index + RTP, rtp, offset, length);
            packets.commit(index);
        }
    }

    /** The call is over. */
    public void end(final int stream, final int call, final long nowNs) {
        final int index = claim(END, END_LENGTH, stream, call);
        if (index >= 0) {
            packets.buffer().putLong(index + ARRIVAL, nowNs);
            packets.commit(index);
        }
    }

    private int claim(final int type, final int length, final int stream, final int call) {
        final int index = packets.tryClaim(type, length);
        if (index < 0) {
            dropped = ++drops;
            return index;
        }
        packets.buffer().putInt(index + STREAM, stream);
        packets.buffer().putInt(index + CALL, call);
        return index;
    }

    /** Hands figures to the listener. @return how many. */
    public int poll(final int limit) {
        return figures.read(this, limit);
    }

    @Override
    public void onMessage(final int type, final MutableDirectBuffer buffer, final int index, final int length) {
        final int stream = buffer.getInt(index + STREAM);
        final int call = buffer.getInt(index + CALL);
        switch (type) {
            case AUDIO -> listener.onAudio(stream, call, buffer.getLong(index + 8), buffer.getInt(index + 16), buffer.getInt(index + 20),
                    buffer.getInt(index + 24), buffer.getLong(index + 32), buffer.getLong(index + 40));
            case CONCEALED -> listener.onConcealed(stream, call, buffer.getLong(index + 8), buffer.getInt(index + 16) != 0);
            default -> listener.onVideo(stream, call, buffer.getInt(index + 8), buffer.getInt(index + 12));
        }
    }

    /** Messages that the full ring did not take: the decoder fell behind. Any thread. */
    public long dropped() {
        return dropped;
    }

    /** The decoder's end. */
    OneToOneRingBuffer toDecoder() {
        return packets;
    }

    /** The decoder's end. */
    OneToOneRingBuffer toShard() {
        return figures;
    }
}
