package busyhour.ipc.message;

import busyhour.ipc.metric.Slot;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.EndpointTextEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import org.agrona.DirectBuffer;

/** Writes metrics of kind string: codec names, reason phrases, call results. Single-threaded, allocates nothing. */
public final class TextWriter {
    /** Longer values are cut. */
    public static final int LIMIT_BYTES = 256;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final EndpointTextEncoder encoder = new EndpointTextEncoder();
    private final TextScratch text = new TextScratch(LIMIT_BYTES);

    /**
     * Writes ASCII text; other characters become '?'.
     *
     * @param call the endpoint's call number from 0, -1 outside a call.
     * @return false when the ring is full.
     */
    public boolean tryWrite(
            final ShardRing ring, final int endpoint, final int second, final int call, final Slot slot, final CharSequence value) {
        text.set(value);
        return tryWrite(ring, endpoint, second, call, slot);
    }

    /** Writes UTF-8 bytes. */
    public boolean tryWrite(
            final ShardRing ring, final int endpoint, final int second, final int call, final Slot slot,
            final DirectBuffer buffer, final int offset, final int length) {
        text.set(buffer, offset, length);
        return tryWrite(ring, endpoint, second, call, slot);
    }

    private boolean tryWrite(final ShardRing ring, final int endpoint, final int second, final int call, final Slot slot) {
        final int index = ring.tryClaim(EndpointTextEncoder.TEMPLATE_ID, MessageHeaderEncoder.ENCODED_LENGTH
                + EndpointTextEncoder.BLOCK_LENGTH + EndpointTextEncoder.valueHeaderLength() + text.length());
        if (index < 0) {
            return false;
        }
        encoder.wrapAndApplyHeader(ring.buffer(), index, header)
                .endpoint(endpoint).second(second).call(call).slot(slot.index())
                .putValue(text.buffer(), 0, text.length());
        ring.commit(index);
        return true;
    }
}
