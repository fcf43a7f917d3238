package busyhour.ipc.message;

import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.EndpointFileEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import java.nio.charset.StandardCharsets;

/** Writes files about calls, piece by piece. Single-threaded; not for shards: it makes garbage. */
public final class EndpointFileWriter {

    /** Octets of a piece: with its header well below what the link takes as one message. */
    public static final int PIECE_BYTES = 16 << 10;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final EndpointFileEncoder encoder = new EndpointFileEncoder();

    /**
     * Writes the piece of a file that begins at a position.
     *
     * @param name    without a folder.
     * @param content the whole file.
     * @return octets written, 0 when the ring is full.
     */
    public int tryWrite(final ShardRing ring, final int endpoint, final int call, final String name, final byte[] content, final int position) {
        final byte[] text = name.getBytes(StandardCharsets.UTF_8);
        final int length = Math.min(PIECE_BYTES, content.length - position);
        final int index = ring.tryClaim(EndpointFileEncoder.TEMPLATE_ID, MessageHeaderEncoder.ENCODED_LENGTH + EndpointFileEncoder.BLOCK_LENGTH
                + EndpointFileEncoder.nameHeaderLength() + text.length + EndpointFileEncoder.pieceHeaderLength() + length);
        if (index < 0) {
            return 0;
        }
        encoder.wrapAndApplyHeader(ring.buffer(), index, header)
                .endpoint(endpoint).call(call).totalLength(content.length).position(position)
                .putName(text, 0, text.length).putPiece(content, position, length);
        ring.commit(index);
        return length;
    }
}
