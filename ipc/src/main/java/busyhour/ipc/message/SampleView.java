package busyhour.ipc.message;

import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.run.SampleScope;
import busyhour.ipc.sbe.EndpointSampleDecoder;
import busyhour.ipc.sbe.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * View of an EndpointSample as it arrived; good only while its handler is being called.
 *
 * <pre>
 *  while (sample.next()) {
 *      use(sample.slot(), sample.value());
 *  }
 * </pre>
 *
 * Single-threaded, allocates nothing.
 */
public final class SampleView {
    private static final int MAX_WORDS = 64;

    private final MetricCatalogue catalogue = MetricCatalogue.instance();
    private final EndpointSampleDecoder decoder = new EndpointSampleDecoder();
    private final long[] presence = new long[MAX_WORDS];
    private EndpointSampleDecoder.ValuesDecoder values;
    private int words;
    private int word;
    private Slot slot;
    private double value;

    /** Looks at the message behind a header. */
    public SampleView wrap(final DirectBuffer buffer, final int offset, final MessageHeaderDecoder header) {
        decoder.wrapAndApplyHeader(buffer, offset, header);
        rewind();
        return this;
    }

    /** Goes back before the first value. */
    public void rewind() {
        decoder.sbeRewind();
        words = 0;
        word = 0;
        slot = null;
        for (final EndpointSampleDecoder.PresenceDecoder bits = decoder.presence(); bits.hasNext();) {
            final long more = bits.next().bits();
            if (words < MAX_WORDS) {
                presence[words++] = more;
            }
        }
        values = decoder.values();
    }

    /** The endpoint's number in the run. */
    public int endpoint() {
        return decoder.endpoint();
    }

    /** Second of the run, from 0. */
    public int second() {
        return decoder.second();
    }

    /** The endpoint's call number from 0, -1 outside a call. */
    public int call() {
        return decoder.call();
    }

    /** @return null for one that this build does not know. */
    public SampleScope scope() {
        return SampleScope.of(decoder.scope());
    }

    /** Goes to the next value; slots that this build does not know are passed over. */
    public boolean next() {
        while (word < words) {
            final long rest = presence[word];
            if (rest == 0) {
                word++;
            } else if (!values.hasNext()) {
                return false;
            } else {
                presence[word] = rest & rest - 1;
                value = values.next().value();
                slot = catalogue.slot((word << 6) + Long.numberOfTrailingZeros(rest));
                if (slot != null) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What the value is of. */
    public Slot slot() {
        return slot;
    }

    /** Never NaN. */
    public double value() {
        return value;
    }
}
