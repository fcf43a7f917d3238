package busyhour.web.synthetic;

import java.util.function.Consumer;

import busyhour.ipc.message.SampleView;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.MessageHeaderDecoder;

/** Samples as a shard writes them, seen as the platform sees them: the real writer, ring and view. One thread. */
public final class Samples implements AutoCloseable {

    private static final int RING_BYTES = 1 << 20;

    private final ShardRing ring = ShardRing.offHeap(RING_BYTES);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SampleView view = new SampleView();

    /** Hands over what the writer holds. */
    public void pass(SampleWriter writer, Consumer<SampleView> to) {
        if (!writer.tryWrite(ring)) {
            throw new IllegalStateException("the ring is full");
        }
        for (int attempt = 0; attempt < 2; attempt++) { // at the ring's end the first one passes over the padding
            if (ring.drain((type, buffer, index, length) -> to.accept(view.wrap(buffer, index, header)), 1) == 1) {
                return;
            }
        }
        throw new IllegalStateException("the sample did not arrive");
    }

    @Override
    public void close() {
        ring.close();
    }
}
