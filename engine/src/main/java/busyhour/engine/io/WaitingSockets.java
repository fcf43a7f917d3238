package busyhour.engine.io;

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sockets at which something is said to wait, each once, in the order in which that was noted, and how much it is.
 *
 * <p>A socket is <i>unsure</i> when the count cannot be right: there is read what there is, until there is no more. What is noted may
 * be on its way still, and is looked for all the same: a datagram forgotten would be read in the place of the next, for ever.
 */
final class WaitingSockets {

    static final int NONE = -1;

    /** Times that a noted datagram is looked for in vain. */
    private static final int PATIENCE = 16;
    private static final int RECORD_BITS = 4;
    private static final int FLAGS_OFFSET = 4;
    private static final int TOS_OFFSET = 6;
    private static final int ARRIVAL_OFFSET = 8;
    private static final int QUEUED = 1;
    private static final int UNSURE = 2;
    /** Something was found since the socket became unsure. */
    private static final int FOUND = 4;
    private static final int PUT_OFF = 8;
    private static final int MISS = 16;

    /** For each socket the datagrams that wait, flags with the count of misses above them, and of the one noted last the time and one more than its TOS. */
    private final UnsafeBuffer records;
    private final int[] queue;
    private final int[] putOff;
    private int head;
    private int tail;
    private int putOffCount;

    WaitingSockets(int capacity) {
        records = new UnsafeBuffer(ByteBuffer.allocateDirect(capacity << RECORD_BITS));
        queue = new int[BitUtil.findNextPositivePowerOfTwo(capacity)];
        putOff = new int[capacity];
    }

    boolean isEmpty() {
        return head == tail;
    }

    /** One more datagram is said to have come. */
    void note(int socket, int tos, long arrivalNs) {
        waiting(socket, waiting(socket) + 1);
        records.putLong((socket << RECORD_BITS) + ARRIVAL_OFFSET, arrivalNs);
        records.putShort((socket << RECORD_BITS) + TOS_OFFSET, (short) (tos + 1));
        enqueue(socket);
    }

    /** @return of the datagram noted last. */
    long arrivalNs(int socket) {
        return records.getLong((socket << RECORD_BITS) + ARRIVAL_OFFSET);
    }

    /** @return of the datagram noted last; -1 = none was. */
    int tos(int socket) {
        return records.getShort((socket << RECORD_BITS) + TOS_OFFSET) - 1;
    }

    void doubt(int socket) {
        flags(socket, flags(socket) | UNSURE);
        enqueue(socket);
    }

    void forget(int socket) {
        waiting(socket, 0);
        records.putShort((socket << RECORD_BITS) + TOS_OFFSET, (short) 0);
        flags(socket, flags(socket) & (QUEUED | PUT_OFF)); // it stays where it stands in the queue, for its successor or nobody
    }

    /** @return the next, or {@link #NONE}. */
    int take() {
        while (head != tail) {
            final int socket = queue[head++ & queue.length - 1];
            flags(socket, flags(socket) & ~QUEUED);
            if (waiting(socket) > 0 || isUnsure(socket)) { // else forgotten
                return socket;
            }
        }
        return NONE;
    }

    /** Datagrams to ask for at most. */
    int most(int socket) {
        return isUnsure(socket) || waiting(socket) == 0 ? Integer.MAX_VALUE : waiting(socket);
    }

    /** @param asked and got: datagrams; fewer than asked mean that no more waited. */
    void onReceived(int socket, int asked, int got) {
        final int left = Math.max(0, waiting(socket) - got);
        waiting(socket, left);
        if (got > 0) {
            onFound(socket, left, got == asked && isUnsure(socket));
        } else if (left > 0) {
            onMissed(socket);
        } else if ((flags(socket) & FOUND) != 0) {
            flags(socket, flags(socket) & ~(UNSURE | FOUND));
        }
    }

    private void onFound(int socket, int left, boolean mayBeMore) {
        final int flags = left == 0 ? flags(socket) & MISS - 1 : flags(socket); // else others may come, and one counted too many never
        flags(socket, mayBeMore ? flags | FOUND : flags & ~(UNSURE | FOUND));
        if (mayBeMore || left > 0) {
            enqueue(socket);
        }
    }

    /** Not yet in the socket's queue, dropped because that was full, or drained. */
    private void onMissed(int socket) {
        final int flags = flags(socket);
        if (flags / MISS < PATIENCE) {
            flags(socket, flags + MISS);
            enqueue(socket);
        } else {
            waiting(socket, 0);
            flags(socket, flags & (QUEUED | PUT_OFF) | UNSURE); // should it come after all, it is read with the next
            putOff(socket);
        }
    }

    /** To be looked at once more, later: who noted something may have been kept from putting it into the queue. */
    void putOff(int socket) {
        final int flags = flags(socket);
        if ((flags & PUT_OFF) == 0) {
            flags(socket, flags | PUT_OFF);
            putOff[putOffCount++] = socket;
        }
    }

    boolean hasPutOff() {
        return putOffCount > 0;
    }

    /** Now is later. */
    void lookAgain() {
        while (putOffCount > 0) {
            final int socket = putOff[--putOffCount];
            flags(socket, flags(socket) & ~PUT_OFF);
            doubt(socket);
        }
    }

    private void enqueue(int socket) {
        final int flags = flags(socket);
        if ((flags & QUEUED) == 0) {
            flags(socket, flags | QUEUED);
            queue[tail++ & queue.length - 1] = socket;
        }
    }

    private boolean isUnsure(int socket) {
        return (flags(socket) & UNSURE) != 0;
    }

    private int waiting(int socket) {
        return records.getInt(socket << RECORD_BITS);
    }

    private void waiting(int socket, int datagrams) {
        records.putInt(socket << RECORD_BITS, datagrams);
    }

    private int flags(int socket) {
        return records.getShort((socket << RECORD_BITS) + FLAGS_OFFSET);
    }

    private void flags(int socket, int flags) {
        records.putShort((socket << RECORD_BITS) + FLAGS_OFFSET, (short) flags);
    }
}
