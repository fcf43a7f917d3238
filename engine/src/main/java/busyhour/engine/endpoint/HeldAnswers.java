package busyhour.engine.endpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Session descriptions that the transport did not take at once, at most one for each endpoint and a few at a time.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class HeldAnswers {

    private static final int BLOCKS = 64;
    private static final int BLOCK_LENGTH = 4_096;
    private static final int NONE = -1;

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(BLOCKS * BLOCK_LENGTH));
    private final int[] owners = new int[BLOCKS];
    private final int[] lengths = new int[BLOCKS];

    HeldAnswers() {
        Arrays.fill(owners, NONE);
    }

    /** @return false when there is no room. */
    boolean keep(final int endpoint, final DirectBuffer sdp, final int length) {
        drop(endpoint);
        final int block = find(NONE);
        if (block == NONE || length > BLOCK_LENGTH) {
            return false;
        }
        owners[block] = endpoint;
        lengths[block] = length;
        memory.putBytes(block * BLOCK_LENGTH, sdp, 0, length);
        return true;
    }

    boolean has(final int endpoint) {
        return find(endpoint) != NONE;
    }

    void drop(final int endpoint) {
        final int block = find(endpoint);
        if (block != NONE) {
            owners[block] = NONE;
        }
    }

    DirectBuffer buffer() {
        return memory;
    }

    int offset(final int endpoint) {
        return find(endpoint) * BLOCK_LENGTH;
    }

    int length(final int endpoint) {
        return lengths[find(endpoint)];
    }

    private int find(final int owner) {
        for (int i = 0; i < BLOCKS; i++) {
            if (owners[i] == owner) {
                return i;
            }
        }
        return NONE;
    }
}
