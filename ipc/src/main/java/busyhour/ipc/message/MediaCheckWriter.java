package busyhour.ipc.message;

import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.MediaCheckEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;

/** Writes what the comparison of received with sent media came to. Single-threaded, allocates nothing. */
public final class MediaCheckWriter {

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MediaCheckEncoder encoder = new MediaCheckEncoder();

    /** @return false when the ring is full. */
    public boolean tryWrite(final ShardRing ring, final MediaCheck check) {
        final int index = ring.tryClaim(MediaCheckEncoder.TEMPLATE_ID, MessageHeaderEncoder.ENCODED_LENGTH + MediaCheckEncoder.BLOCK_LENGTH);
        if (index < 0) {
            return false;
        }
        encoder.wrapAndApplyHeader(ring.buffer(), index, header)
                .timeNs(check.timeNs()).endpoint(check.endpoint()).call(check.call()).score(check.score()).presence(check.presence())
                .levelDb(check.levelDb()).dropouts(check.dropouts()).dropoutMs(check.dropoutMs())
                .firstWordClippedMs(check.firstWordClippedMs());
        ring.commit(index);
        return true;
    }
}
