package busyhour.ipc.link;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.sbe.StartRunDecoder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An Assignment as it travels, put together again from the pieces in which it came. Pieces come in order; one that does not fit
 * drops what was there. Its files follow the JSON as they are: 64 MiB of them as base64 would need 86 MiB of a worker's heap once
 * more, and a third more time.
 *
 * <pre>
 *   int32 length of the JSON | JSON { assignment without its files, file name -> length } | the files' bytes, one after the other
 * </pre>
 */
final class AssignmentPieces {
    private static final ObjectMapper JSON = new ObjectMapper();

    private byte[] bytes;
    private long runId;
    private int received;

    /** What stands in the JSON. */
    record Head(Assignment assignment, LinkedHashMap<String, Integer> files) {
    }

    static byte[] encode(final Assignment assignment) {
        final LinkedHashMap<String, Integer> lengths = new LinkedHashMap<>();
        assignment.files().forEach((name, content) -> lengths.put(name, content.length));
        final byte[] head;
        try {
            head = JSON.writeValueAsBytes(new Head(assignment.withFiles(Map.of()), lengths));
        } catch (final JsonProcessingException e) {
            throw new IllegalArgumentException("assignment cannot be written as JSON", e);
        }
        final long total = Integer.BYTES + head.length + lengths.values().stream().mapToLong(Integer::longValue).sum();
        if (total > LinkContext.ASSIGNMENT_LIMIT_BYTES) {
            throw new IllegalArgumentException("assignment has " + total + " bytes with its files, "
                    + LinkContext.ASSIGNMENT_LIMIT_BYTES + " is the limit");
        }
        final ByteBuffer whole = ByteBuffer.allocate((int) total).putInt(head.length).put(head);
        lengths.keySet().forEach(name -> whole.put(assignment.files().get(name)));
        return whole.array();
    }

    static Assignment decode(final byte[] whole) throws IOException {
        final int headLength = whole.length < Integer.BYTES ? -1 : ByteBuffer.wrap(whole).getInt();
        if (headLength < 0 || headLength > whole.length - Integer.BYTES) {
            throw new IOException("an assignment of " + whole.length + " bytes with " + headLength + " bytes of JSON");
        }
        final Head head = JSON.readValue(whole, Integer.BYTES, headLength, Head.class);
        if (head == null || head.assignment == null || head.files == null) {
            throw new IOException("an assignment without its parts");
        }
        final Map<String, byte[]> files = new LinkedHashMap<>();
        int position = Integer.BYTES + headLength;
        for (final Map.Entry<String, Integer> file : head.files.entrySet()) {
            final int length = file.getValue();
            if (length < 0 || length > whole.length - position) {
                throw new IOException("an assignment that ends within its file " + file.getKey());
            }
            files.put(file.getKey(), Arrays.copyOfRange(whole, position, position + length));
            position += length;
        }
        if (position != whole.length) {
            throw new IOException("an assignment with " + (whole.length - position) + " bytes too many");
        }
        return head.assignment.withFiles(files);
    }

    /** Takes a piece. @return the whole with the last one, else null. */
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
