package busyhour.ipc.message;

import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import busyhour.ipc.sbe.SipTraceEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes SIP messages for traces; long ones are cut and marked. Begin, say between whom, write. Single-threaded, allocates nothing.
 */
public final class SipTraceWriter {
    /** Bytes kept of a message: more than any UDP path carries unbroken, ten times a usual INVITE. */
    public static final int LIMIT_BYTES = 16 << 10;

    private static final int BLOCK_END = MessageHeaderEncoder.ENCODED_LENGTH + SipTraceEncoder.BLOCK_LENGTH;
    private static final int OVERHEAD = BLOCK_END + SipTraceEncoder.messageHeaderLength();

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SipTraceEncoder block = new SipTraceEncoder();
    private final SipTraceEncoder encoder = new SipTraceEncoder();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[BLOCK_END]);
    private int flags;

    /**
     * Begins a message.
     *
     * @param timeNs   since the run began, {@code epochNs} the same by the wall clock.
     * @param endpoint -1 when it belongs to none.
     * @param call     the endpoint's call number from 0, -1 outside a call.
     * @param number   the endpoint's messages counted from 0.
     * @param itsFlags {@link SipTrace#SENT}, {@link SipTrace#RETRANSMISSION}, {@link SipTrace#MALFORMED}; {@link SipTrace#TRUNCATED} is
     *                 added here.
     */
    public SipTraceWriter begin(final long timeNs, final long epochNs, final int endpoint, final int call, final int number, final int itsFlags) {
        flags = itsFlags;
        block.wrapAndApplyHeader(scratch, 0, header)
                .timeNs(timeNs).epochNs(epochNs).endpoint(endpoint).call(call).number(number).flags((short) flags)
                .transport(SipTraceEncoder.transportNullValue()).localPort(0).localHi(0).localLo(0);
        return this;
    }

    /**
     * Our side.
     *
     * @param transport code of {@link busyhour.ipc.run.SignallingTransport}.
     * @param hi        first 8 bytes of the IPv6 or mapped IPv4 address, {@code lo} the last.
     */
    public SipTraceWriter local(final int transport, final long hi, final long lo, final int port) {
        block.transport((short) transport).localHi(hi).localLo(lo).localPort(port);
        return this;
    }

    /** The other side. */
    public SipTraceWriter peer(final long hi, final long lo, final int port) {
        block.peerHi(hi).peerLo(lo).peerPort(port);
        return this;
    }

    /** Bytes that {@link #write} needs for a message of this length. */
    public int encodedLength(final int length) {
        return OVERHEAD + Math.min(length, LIMIT_BYTES);
    }

    /** Writes what was begun and the message. */
    public void write(final MutableDirectBuffer into, final int index, final DirectBuffer buffer, final int offset, final int length) {
        final int kept = Math.min(length, LIMIT_BYTES);
        block.fullLength(length);
        if (kept < length) {
            block.flags((short) (flags | SipTrace.TRUNCATED));
        }
        into.putBytes(index, scratch, 0, BLOCK_END);
        encoder.wrap(into, index + MessageHeaderEncoder.ENCODED_LENGTH);
        encoder.putMessage(buffer, offset, kept);
    }

    /**
     * Writes into the ring.
     *
     * @return false when it is full.
     */
    public boolean tryWrite(final ShardRing ring, final DirectBuffer buffer, final int offset, final int length) {
        final int index = ring.tryClaim(SipTraceEncoder.TEMPLATE_ID, encodedLength(length));
        if (index < 0) {
            return false;
        }
        write(ring.buffer(), index, buffer, offset, length);
        ring.commit(index);
        return true;
    }

    /**
     * Writes what {@link #write} left elsewhere into the ring.
     *
     * @return false when it is full.
     */
    public static boolean tryCopy(final ShardRing ring, final DirectBuffer written, final int offset, final int length) {
        final int index = ring.tryClaim(SipTraceEncoder.TEMPLATE_ID, length);
        if (index < 0) {
            return false;
        }
        ring.buffer().putBytes(index, written, offset, length);
        ring.commit(index);
        return true;
    }
}
