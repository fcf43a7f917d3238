package busyhour.engine.decode;

import busyhour.codec.AudioCodec;
import busyhour.codec.AudioDecoder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One received audio stream to samples, in the order of playing; what does not come is rebuilt from the packet behind it or
 * concealed. One thread.
 */
final class AudioDecoding implements PacketOrder.Taker {

    /** Marks packets that are no audio (digits, comfort noise): their time is silence, not loss. */
    static final int NO_AUDIO = -1;

    /** A longer step of the timestamp is another clock, not a gap. */
    private static final int LONGEST_GAP_S = 5;
    /** Packets a second that lost time is taken to have been. */
    private static final int LOST_PACKETS_PER_S = 50;
    private static final AudioCodec[] CODECS = AudioCodec.values();

    /** Takes what was decoded. */
    interface Sink {
        /** @param heard false for what was made up. */
        void samples(short[] samples, int count, int rateHz, boolean heard, long durationNs, long arrivalNs);
    }

    private final Sink sink;
    private final PacketOrder order = new PacketOrder(this);
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[0]);
    private final short[] samples = new short[48_000];
    private AudioCodec codec;
    private AudioDecoder decoder;
    private boolean begun;
    private int nextTimestamp;

    AudioDecoding(final Sink sink) {
        this.sink = sink;
    }

    /** A packet came. @param codecNumber ordinal of the codec, or {@link #NO_AUDIO}. */
    void onPacket(final int codecNumber, final DirectBuffer rtp, final int offset, final int length, final long arrivalNs) {
        order.onPacket(codecNumber, rtp, offset, length, arrivalNs);
    }

    /** Nothing more comes. */
    void end() {
        order.end();
    }

    @Override
    public void otherSource() {
        begun = false;
    }

    @Override
    public void take(final PacketOrder.Packet packet, final boolean lost) {
        final boolean audio = packet.codec() != NO_AUDIO;
        if (audio && CODECS[packet.codec()] != codec) {
            codec = CODECS[packet.codec()];
            decoder = AudioDecoder.of(codec, 1);
            begun = false;
        }
        if (decoder == null) {
            return;
        }
        payload.wrap(packet.payload());
        if (begun) {
            fill(packet, audio, lost);
        }
        if (!audio) {
            return; // its time is the gap before the next one
        }
        final int count = decoder.decode(payload, 0, packet.payload().length, samples, 0);
        if (count > 0) {
            begun = true;
            nextTimestamp = packet.timestamp() + (int) ((long) count * codec.clockRateHz() / decoder.sampleRateHz());
            emit(count, true, packet.arrivalNs());
        }
    }

    /** What lies between the last packet and this one: lost, or silence that was agreed on. */
    private void fill(final PacketOrder.Packet packet, final boolean audio, final boolean lost) {
        final int gap = packet.timestamp() - nextTimestamp;
        if (gap <= 0 || gap > LONGEST_GAP_S * codec.clockRateHz()) {
            return;
        }
        nextTimestamp = packet.timestamp();
        int left = (int) ((long) gap * decoder.sampleRateHz() / codec.clockRateHz());
        final int onePacket = decoder.sampleRateHz() / LOST_PACKETS_PER_S;
        while (left > onePacket || left > 0 && !lost) {
            final int piece = Math.min(left, onePacket);
            makeUp(piece, lost, packet.arrivalNs());
            left -= piece;
        }
        if (left > 0) {
            final int recovered = audio ? decoder.recover(payload, 0, packet.payload().length, left, samples, 0) : 0;
            if (recovered > 0) {
                emit(recovered, true, packet.arrivalNs());
            } else {
                makeUp(left, true, packet.arrivalNs());
            }
        }
    }

    private void makeUp(final int count, final boolean lost, final long arrivalNs) {
        if (lost) {
            emit(decoder.conceal(count, samples, 0), false, arrivalNs);
        } else {
            Arrays.fill(samples, 0, count, (short) 0);
            emit(count, true, arrivalNs);
        }
    }

    private void emit(final int count, final boolean heard, final long arrivalNs) {
        sink.samples(samples, count, decoder.sampleRateHz(), heard, count * 1_000_000_000L / decoder.sampleRateHz(), arrivalNs);
    }
}
