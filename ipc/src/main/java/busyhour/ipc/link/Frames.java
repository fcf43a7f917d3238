package busyhour.ipc.link;

import busyhour.ipc.sbe.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/** The check at the edge: whether bytes are a message of this schema. */
final class Frames {
    private Frames() {
    }

    /** Wraps the header. @return false when it is too short or of another schema. */
    static boolean isOurs(final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset, final int length) {
        return length >= MessageHeaderDecoder.ENCODED_LENGTH
                && header.wrap(buffer, offset).schemaId() == MessageHeaderDecoder.SCHEMA_ID
                && header.blockLength() <= length - MessageHeaderDecoder.ENCODED_LENGTH;
    }
}
