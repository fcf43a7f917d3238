package busyhour.ipc.message;

import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.SampleScope;
import busyhour.ipc.sbe.EndpointSampleEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import java.util.Arrays;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Writes the numbers that one endpoint measured. Values may be set in any order; the last one counts.
 *
 * <pre>
 *  writer.begin(endpoint, second, SampleScope.SECOND);
 *  writer.set(jitterMs, stream.jitterMs());     // jitterMs: a Slot, or its index, looked up at set-up
 *  writer.tryWrite(ring);
 * </pre>
 *
 * Single-threaded, allocates nothing.
 */
public final class SampleWriter {
    private static final int GROUP_HEADER_LENGTH = EndpointSampleEncoder.PresenceEncoder.HEADER_SIZE;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final EndpointSampleEncoder encoder = new EndpointSampleEncoder();
    private final double[] values;
    private final long[] presence;
    private int endpoint;
    private int second;
    private int call;
    private int scope;

    /** For all slots of the catalogue. */
    public SampleWriter() {
        final int slots = MetricCatalogue.instance().slotCount();
        values = new double[slots];
        presence = new long[slots + Long.SIZE - 1 >> 6];
    }

    /** Begins a sample outside any call, or where the call does not matter. */
    public SampleWriter begin(final int endpoint, final int second, final SampleScope scope) {
        return begin(endpoint, second, scope, -1);
    }

    /**
     * Begins a sample; what was set before is forgotten.
     *
     * @param endpoint number in the run.
     * @param second   of the run, from 0: the second that the values are of, or in which a call's became known.
     * @param call     the endpoint's call number from 0, -1 outside a call.
     */
    public SampleWriter begin(final int endpoint, final int second, final SampleScope scope, final int call) {
        this.endpoint = endpoint;
        this.second = second;
        this.call = call;
        this.scope = scope.code();
        Arrays.fill(presence, 0);
        return this;
    }

    /** Sets a value; NaN, which stands for not measured, leaves the slot out. */
    public SampleWriter set(final Slot slot, final double value) {
        return set(slot.index(), value);
    }

    /** Sets a value by {@link Slot#index()}. */
    public SampleWriter set(final int slot, final double value) {
        if (value == value) {
            values[slot] = value;
            presence[slot >> 6] |= 1L << slot;
        }
        return this;
    }

    /** How many values are set. */
    public int size() {
        int size = 0;
        for (int i = 0; i < presence.length; i++) {
            size += Long.bitCount(presence[i]);
        }
        return size;
    }

    /**
     * Writes the sample. One without a value is not written, and counts as done.
     *
     * @return false when the ring is full; the values stay and may be offered again.
     */
    public boolean tryWrite(final ShardRing ring) {
        final int size = size();
        if (size == 0) {
            return true;
        }
        final int index = ring.tryClaim(EndpointSampleEncoder.TEMPLATE_ID, MessageHeaderEncoder.ENCODED_LENGTH
                + EndpointSampleEncoder.BLOCK_LENGTH + 2 * GROUP_HEADER_LENGTH + (presence.length + size) * Long.BYTES);
        if (index < 0) {
            return false;
        }
        encode(ring.buffer(), index, size);
        ring.commit(index);
        return true;
    }

    private void encode(final AtomicBuffer buffer, final int index, final int size) {
        encoder.wrapAndApplyHeader(buffer, index, header).endpoint(endpoint).second(second).call(call).scope((short) scope);
        final EndpointSampleEncoder.PresenceEncoder words = encoder.presenceCount(presence.length);
        for (int i = 0; i < presence.length; i++) {
            words.next().bits(presence[i]);
        }
        final EndpointSampleEncoder.ValuesEncoder numbers = encoder.valuesCount(size);
        for (int i = 0; i < presence.length; i++) {
            for (long rest = presence[i]; rest != 0; rest &= rest - 1) {
                numbers.next().value(values[(i << 6) + Long.numberOfTrailingZeros(rest)]);
            }
        }
    }
}
