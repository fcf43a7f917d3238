package busyhour.ipc.message;

import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import busyhour.ipc.sbe.SipTraceEncoder;
import org.agrona.DirectBuffer;

/** Writes SIP messages for traces; long ones are cut and marked. Single-threaded, allocates nothing. */
public final class SipTraceWriter {
    /** Bytes kept of a message: more than any UDP path carries unbroken, ten times a usual INVITE. */
    public static final int LIMIT_BYTES = 16 << 10;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SipTraceEncoder encoder = new SipTraceEncoder();

    /**
     * Writes a message.
     *
     * @param timeNs   since the run began.
     * @param endpoint -1 when it belongs to none.
     * @param call     the endpoint's call number from 0, -1 outside a call.
     * @param flags    {@link SipTrace#SENT}, {@link SipTrace#RETRANSMISSION}; {@link SipTrace#TRUNCATED} is added here.
     * @param peerHi   first 8 bytes of the peer's IPv6 or mapped IPv4 address, {@code peerLo} the last.
     * @return false when the ring is full.
     */
    public boolean tryWrite(
            final ShardRing ring, final long timeNs, final int endpoint, final int call, final int flags,
            final long peerHi, final long peerLo, final int peerPort,
            final DirectBuffer buffer, final int offset, final int length) {
        final int kept = Math.min(length, LIMIT_BYTES);
        final int index = ring.tryClaim(SipTraceEncoder.TEMPLATE_ID, MessageHeaderEncoder.ENCODED_LENGTH
                + SipTraceEncoder.BLOCK_LENGTH + SipTraceEncoder.messageHeaderLength() + kept);
        if (index < 0) {
            return false;
        }
        encoder.wrapAndApplyHeader(ring.buffer(), index, header)
                .timeNs(timeNs).peerHi(peerHi).peerLo(peerLo).endpoint(endpoint).call(call).fullLength(length).peerPort(peerPort)
                .flags((short) (kept < length ? flags | SipTrace.TRUNCATED : flags))
                .putMessage(buffer, offset, kept);
        ring.commit(index);
        return true;
    }
}
