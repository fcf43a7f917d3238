package busyhour.ipc.link;

import java.util.Arrays;

/** The two secrets of one connection: what one side seals with, the other opens with. Immutable, and never shown. */
public final class LinkKeys {
    /** Of each secret. */
    public static final int LENGTH = 32;

    private final byte[] outgoing;
    private final byte[] incoming;

    /**
     * @param outgoing {@link #LENGTH} bytes.
     * @param incoming {@link #LENGTH} bytes.
     */
    public LinkKeys(final byte[] outgoing, final byte[] incoming) {
        if (outgoing.length != LENGTH || incoming.length != LENGTH) {
            throw new IllegalArgumentException("secrets of " + outgoing.length + " and " + incoming.length + " bytes, expected " + LENGTH);
        }
        this.outgoing = outgoing.clone();
        this.incoming = incoming.clone();
    }

    /** The same connection as the other side sees it. */
    public LinkKeys reversed() {
        return new LinkKeys(incoming, outgoing);
    }

    byte[] outgoing() {
        return outgoing.clone();
    }

    byte[] incoming() {
        return incoming.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof LinkKeys keys && Arrays.equals(outgoing, keys.outgoing) && Arrays.equals(incoming, keys.incoming);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(outgoing);
    }

    @Override
    public String toString() {
        return "LinkKeys"; // secrets never reach a log
    }
}
