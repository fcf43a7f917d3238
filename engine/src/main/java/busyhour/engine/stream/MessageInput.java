package busyhour.engine.stream;

import io.netty.buffer.ByteBuf;

/** How messages lie on the wire of one connection. The loop's thread. */
interface MessageInput {

    /**
     * Takes what was read, hands messages to {@link StreamConnection#onMessage} until that refuses, and keeps the rest.
     *
     * @param read to be released by this.
     * @return false when messages are left because the shard's ring is full.
     */
    boolean onRead(Object read);

    /** Goes on after a refusal. @return as {@link #onRead}. */
    boolean resume();

    /** Puts a message of ours into what goes to the wire. */
    Object frame(ByteBuf message);

    /** What asks the peer whether it is alive. */
    Object ping();

    /** Whether every peer must answer {@link #ping}. */
    boolean pongIsSure();

    /** Says good-bye where there is a word for it, else null. */
    Object farewell();

    /** Forgets everything. */
    void release();
}
