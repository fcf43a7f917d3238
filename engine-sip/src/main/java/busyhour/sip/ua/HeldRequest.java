package busyhour.sip.ua;

import busyhour.sip.store.BytePool;

/** A request of the peer that is answered later: its transaction, the head of its responses, the target that it brings. */
final class HeldRequest {

    byte method;
    long cSeq;
    /** Server transaction, -1 without one. */
    int server = -1;
    int head = BytePool.NONE;
    /** URI of its Contact, which becomes the remote target with our 2xx. */
    int target = BytePool.NONE;

    /** Whether a final response is still owed. */
    boolean isOpen() {
        return head >= 0;
    }
}
