package busyhour.ipc.message;

import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.GroupStateEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import java.nio.charset.StandardCharsets;

/** Writes how far a worker is with its part of a group. Single-threaded; allocates, so not for shards. */
public final class GroupStateWriter {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final GroupStateEncoder encoder = new GroupStateEncoder();

    /**
     * Writes a step.
     *
     * @param address {@code host:port} where the group answers, or null.
     * @return false when the ring is full.
     */
    public boolean tryWrite(final ShardRing ring, final long timeNs, final int group, final GroupState.Step step, final String address) {
        final byte[] text = (address == null ? "" : address).getBytes(StandardCharsets.UTF_8);
        final int index = ring.tryClaim(GroupStateEncoder.TEMPLATE_ID, MessageHeaderEncoder.ENCODED_LENGTH
                + GroupStateEncoder.BLOCK_LENGTH + GroupStateEncoder.addressHeaderLength() + text.length);
        if (index < 0) {
            return false;
        }
        encoder.wrapAndApplyHeader(ring.buffer(), index, header).timeNs(timeNs).group(group).step((short) step.ordinal())
                .putAddress(text, 0, text.length);
        ring.commit(index);
        return true;
    }
}
