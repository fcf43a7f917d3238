package busyhour.ipc.link;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.sbe.StartRunDecoder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * An Assignment as JSON, put together again from the pieces in which it came. Pieces come in order; one that does not fit
 * drops what was there.
 */
final class AssignmentPieces {
    private static final ObjectMapper JSON = new ObjectMapper();

    private byte[] bytes;
    private long runId;
    private int received;

    static byte[] json(final Assignment assignment) {
        final byte[] json;
        try {
            json = JSON.writeValueAsBytes(assignment);
        } catch (final JsonProcessingException e) {
            throw new IllegalArgumentException("assignment cannot be written as JSON", e);
        }
        if (json.length > LinkContext.ASSIGNMENT_LIMIT_BYTES) {
            throw new IllegalArgumentException("assignment has " + json.length + " bytes with its files, "
                    + LinkContext.ASSIGNMENT_LIMIT_BYTES + " is the limit");
        }
        return json;
    }

    static Assignment parse(final byte[] json) throws IOException {
        return JSON.readValue(json, Assignment.class);
    }

    /** Takes a piece. @return the whole JSON with the last one, else null. */
    byte[] add(final StartRunDecoder piece) {
        final int total = piece.totalLength();
        if (piece.position() == 0 && total > 0 && total <= LinkContext.ASSIGNMENT_LIMIT_BYTES) {
            bytes = new byte[total];
            runId = piece.runId();
            received = 0;
        }
        final int length = piece.pieceLength();
        if (bytes == null || runId != piece.runId() || piece.position() != received || total != bytes.length
                || length > total - received) {
            bytes = null;
            return null;
        }
        piece.getPiece(bytes, received, length);
        received += length;
        if (received < total) {
            return null;
        }
        final byte[] whole = bytes;
        bytes = null;
        return whole;
    }
}
