package busyhour.sip.digest;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A client's side of one realm: the challenge it was given, copied, and the nonce count (RFC 7616 3.4, RFC 3261 22.2). One of
 * {@link DigestRealms}. Allocates nothing after construction. Not thread safe.
 */
final class DigestSession {

    static final int CHALLENGED = DigestRealms.CHALLENGED;
    static final int REFUSED = DigestRealms.REFUSED;
    static final int TOO_LONG = DigestRealms.TOO_LONG;

    /** Stale challenges answered in a row before we give up: a server that finds each nonce stale is broken. */
    private static final int MAX_STALE = 3;
    private static final byte[] DIGEST = Ascii.bytes("Digest username=\"");
    private static final byte[] REALM = Ascii.bytes("\", realm=\"");
    private static final byte[] NONCE = Ascii.bytes("\", nonce=\"");
    private static final byte[] URI = Ascii.bytes("\", uri=\"");
    private static final byte[] RESPONSE = Ascii.bytes("\", response=\"");
    private static final byte[] ALGORITHM = Ascii.bytes(", algorithm=");
    private static final byte[] CNONCE = Ascii.bytes(", cnonce=\"");
    private static final byte[] QOP = Ascii.bytes("\", qop=");
    private static final byte[] COUNT = Ascii.bytes(", nc=");
    private static final byte[] OPAQUE = Ascii.bytes(", opaque=\"");

    private final BytePool texts;
    /** Realm, nonce and opaque, {@link BytePool#NONE} without a challenge. */
    private int block = BytePool.NONE;
    /** What the block lies in. */
    private DirectBuffer text;
    private byte credentialsHeader;
    private long realm = Span.NONE;
    private long nonce = Span.NONE;
    private long opaque = Span.NONE;
    private boolean namesAlgorithm;
    private byte algorithm;
    private int qop;
    private long count;
    private int sentSinceAccepted;
    private long challengedRequest;
    private int staleInARow;

    DigestSession(final BytePool texts) {
        this.texts = texts;
    }

    /** Forgets the challenge. */
    void reset() {
        forget();
        sentSinceAccepted = 0;
        staleInARow = 0;
    }

    private void forget() {
        realm = Span.NONE;
        nonce = Span.NONE;
        texts.giveBack(block);
        block = BytePool.NONE;
    }

    /** @return whether there is a challenge, so that requests can carry credentials from the start. */
    boolean isReady() {
        return nonce >= 0;
    }

    /** Whether this is the session of a realm, for a server (Authorization) or a proxy (Proxy-Authorization). */
    boolean isFor(final byte header, final DirectBuffer source, final long wanted) {
        return isReady() && header == credentialsHeader
                && Ascii.equals(text, Span.offset(realm), Span.length(realm), source, Span.offset(wanted), Span.length(wanted));
    }

    /**
     * Takes a challenge of this realm.
     *
     * @param header  that its answer goes into.
     * @param request a number for the request, the same for each repetition with other credentials: credentials that an
     *                earlier request had a challenge for say nothing about the password when they are refused.
     * @return {@link #CHALLENGED}, {@link #REFUSED} or {@link #TOO_LONG}.
     */
    int onChallenge(final DigestChallenge challenge, final DirectBuffer source, final byte header, final long request) {
        if (sentSinceAccepted > 0 && challengedRequest == request && (!challenge.isStale() || ++staleInARow > MAX_STALE)) {
            reset();
            return REFUSED;
        }
        if (challengedRequest != request) {
            staleInARow = 0;
        }
        challengedRequest = request;
        return take(challenge, source, header);
    }

    /** Takes a challenge in place of another one of the same response: a stronger algorithm. */
    int take(final DigestChallenge challenge, final DirectBuffer source, final byte header) {
        final int needed = Span.length(challenge.realm()) + Span.length(challenge.nonce())
                + Span.length(challenge.opaque());
        forget();
        block = texts.take(needed);
        if (block == BytePool.NONE) {
            reset();
            return TOO_LONG;
        }
        final MutableDirectBuffer memory = texts.buffer(block);
        text = memory;
        credentialsHeader = header;
        realm = keep(source, challenge.realm(), memory, texts.offset(block));
        nonce = keep(source, challenge.nonce(), memory, Span.end(realm));
        opaque = keep(source, challenge.opaque(), memory, Span.end(nonce));
        namesAlgorithm = challenge.algorithmText() >= 0;
        algorithm = challenge.algorithm();
        qop = (challenge.qops() & DigestQop.AUTH) != 0 ? DigestQop.AUTH : challenge.qops();
        count = 0;
        return CHALLENGED;
    }

    private static long keep(final DirectBuffer source, final long span, final MutableDirectBuffer memory, final int at) {
        if (span < 0) {
            return Span.NONE;
        }
        memory.putBytes(at, source, Span.offset(span), Span.length(span));
        return Span.of(at, Span.length(span));
    }

    /** The server took a request with our credentials: the next challenge means an old nonce, not a wrong password. */
    void onAccepted() {
        sentSinceAccepted = 0;
        staleInARow = 0;
    }

    /**
     * Writes the Authorization or Proxy-Authorization line for one request; call only when {@link #isReady()}. Each
     * call counts the nonce up.
     *
     * @param methodText the request's method, in a buffer.
     * @param uriText    the Request-URI, in a buffer.
     * @param body       what auth-int covers, may have no length.
     */
    void writeCredentials(
            final SipWriter writer, final DigestHasher hasher, final DigestUser user, final DirectBuffer methodText,
            final long method, final DirectBuffer uriText, final long uri, final DirectBuffer body, final int bodyOffset,
            final int bodyLength) {
        count++;
        sentSinceAccepted++;
        final DirectBuffer client = hasher.client(count);
        hasher.ha1(algorithm, user, text, realm, nonce, client, DigestHasher.CNONCE_SPAN);
        hasher.ha2(methodText, method, uriText, uri, qop, body, bodyOffset, bodyLength);
        hasher.response(text, nonce, client, DigestHasher.COUNT_SPAN, DigestHasher.CNONCE_SPAN, qop);
        writer.name(credentialsHeader).append(DIGEST).append(user.quotedUsername()).append(REALM).append(text, realm)
                .append(NONCE).append(text, nonce).append(URI).append(uriText, uri)
                .append(RESPONSE).append(hasher.response(), 0, hasher.hexLength())
                .octet((byte) '"');
        if (namesAlgorithm) {
            writer.append(ALGORITHM).append(DigestAlgorithm.octets(algorithm));
        }
        if (qop != DigestQop.NONE) {
            writer.append(CNONCE).append(client, DigestHasher.CNONCE_SPAN).append(QOP).append(DigestQop.octets(qop))
                    .append(COUNT).append(client, DigestHasher.COUNT_SPAN);
        } else if (DigestAlgorithm.isSession(algorithm)) {
            writer.append(CNONCE).append(client, DigestHasher.CNONCE_SPAN).octet((byte) '"');
        }
        if (opaque >= 0) {
            writer.append(OPAQUE).append(text, opaque).octet((byte) '"');
        }
        writer.endLine();
    }

    byte algorithm() {
        return algorithm;
    }
}
