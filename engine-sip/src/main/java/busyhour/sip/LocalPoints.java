package busyhour.sip;

/**
 * What an endpoint speaks through: for each {@link TransportKind} a signalling socket, or none, and what Via and Contact
 * name there ({@code host:port}). Immutable; set-up time.
 */
public final class LocalPoints {

    /** In place of a socket: this kind is not spoken. */
    public static final int NO_SOCKET = -1;

    private final int[] sockets;
    private final String[] sentBys;

    private LocalPoints(final int[] sockets, final String[] sentBys) {
        this.sockets = sockets;
        this.sentBys = sentBys;
    }

    /** One socket only. */
    public static LocalPoints of(final byte kind, final int socket, final TransportAddress contact) {
        return new LocalPoints(new int[] {NO_SOCKET, NO_SOCKET, NO_SOCKET, NO_SOCKET, NO_SOCKET}, new String[TransportKind.COUNT])
                .with(kind, socket, contact);
    }

    /** One more. */
    public LocalPoints with(final byte kind, final int socket, final TransportAddress contact) {
        return with(kind, socket, contact.toString());
    }

    /** One more, under a name: RFC 7118 5 gives clients of WebSocket names that end in {@code .invalid}. */
    public LocalPoints with(final byte kind, final int socket, final String sentBy) {
        final int[] allSockets = sockets.clone();
        final String[] allSentBys = sentBys.clone();
        allSockets[kind] = socket;
        allSentBys[kind] = sentBy;
        return new LocalPoints(allSockets, allSentBys);
    }

    public boolean has(final byte kind) {
        return sockets[kind] != NO_SOCKET;
    }

    /** Number of the signalling socket, or {@link #NO_SOCKET}. */
    public int socket(final byte kind) {
        return sockets[kind];
    }

    /** Host and port of Via and Contact, null without a socket. */
    public String sentBy(final byte kind) {
        return sentBys[kind];
    }

    /**
     * The kind to use where this one is asked for: itself, its sister (a URI says {@code transport=ws} for WSS too,
     * RFC 7118 8), else the one given.
     */
    public byte usable(final byte kind, final byte otherwise) {
        if (has(kind)) {
            return kind;
        }
        if (kind == TransportKind.WS && has(TransportKind.WSS)) {
            return TransportKind.WSS;
        }
        return otherwise;
    }

    /** @return the first kind that has a socket, -1 without any. */
    public byte first() {
        for (byte kind = 0; kind < sockets.length; kind++) {
            if (has(kind)) {
                return kind;
            }
        }
        return -1;
    }
}
