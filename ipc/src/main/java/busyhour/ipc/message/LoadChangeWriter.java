package busyhour.ipc.message;

import busyhour.ipc.plan.Load;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.LoadChangeEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;

/** Writes changes of load. Single-threaded, allocates nothing. */
public final class LoadChangeWriter {
    private static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + LoadChangeEncoder.BLOCK_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final LoadChangeEncoder encoder = new LoadChangeEncoder();

    /**
     * Writes a change.
     *
     * @param timeNs since when the load holds, since the run began.
     * @param group  index of the group in the assignment.
     * @return false when the ring is full.
     */
    public boolean tryWrite(final ShardRing ring, final long timeNs, final int group, final Load load) {
        final int index = ring.tryClaim(LoadChangeEncoder.TEMPLATE_ID, LENGTH);
        if (index < 0) {
            return false;
        }
        encoder.wrapAndApplyHeader(ring.buffer(), index, header)
                .timeNs(timeNs).amount(load.amount()).perMs(load.perMs()).group(group).kind((short) load.kind().ordinal());
        ring.commit(index);
        return true;
    }
}
