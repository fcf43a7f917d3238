package busyhour.sip.digest;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A client's side of one protection space: the challenge it was given, copied, and the nonce count (RFC 7616 3.4,
 * RFC 3261 22.2, RFC 8760 2.4: the topmost challenge that we can answer). One for each user agent and kind of
 * challenge. Allocates nothing after construction. Not thread safe.
 */
public final class DigestSession {

    /** The challenge was taken: send the request again with {@link #writeCredentials}. */
    public static final int CHALLENGED = 0;
    /** The response holds no challenge that we can answer. */
    public static final int UNUSABLE = 1;
    /** Credentials were sent and refused: the password is wrong. */
    public static final int REFUSED = 2;
    /** The challenge is longer than the session holds. */
    public static final int TOO_LONG = 3;

    /** Octets of realm, nonce and opaque together. */
    public static final int DEFAULT_CAPACITY = 512;

    /** Stale challenges answered in a row before we give up: a server that finds each nonce stale is broken. */
    private static final int MAX_STALE = 3;
    private static final int CNONCE_LENGTH = 16;
    private static final int COUNT_LENGTH = 8;
    private static final long COUNT_SPAN = Span.of(0, COUNT_LENGTH);
    private static final long CNONCE_SPAN = Span.of(COUNT_LENGTH, CNONCE_LENGTH);
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

    private final DigestChallenge challenge = new DigestChallenge();
    private final UnsafeBuffer text;
    /** The nonce count and the client nonce as they are sent. */
    private final UnsafeBuffer client = new UnsafeBuffer(new byte[COUNT_LENGTH + CNONCE_LENGTH]);
    private byte credentialsHeader;
    private long realm = Span.NONE;
    private long nonce = Span.NONE;
    private long opaque = Span.NONE;
    private boolean namesAlgorithm;
    private byte algorithm;
    private int qop;
    private long count;
    private int sentSinceAccepted;
    private int staleInARow;

    public DigestSession() {
        this(DEFAULT_CAPACITY);
    }

    public DigestSession(final int capacity) {
        text = new UnsafeBuffer(new byte[capacity]);
    }

    /** Forgets the challenge. */
    public void reset() {
        realm = Span.NONE;
        nonce = Span.NONE;
        sentSinceAccepted = 0;
        staleInARow = 0;
    }

    /** @return whether there is a challenge, so that requests can carry credentials from the start. */
    public boolean isReady() {
        return nonce >= 0;
    }

    /**
     * Takes a 401 or 407.
     *
     * @return {@link #CHALLENGED}, {@link #UNUSABLE}, {@link #REFUSED} or {@link #TOO_LONG}.
     */
    public int onChallenge(final SipMessage response) {
        final boolean proxy = response.statusCode() == 407;
        final byte header = proxy ? SipHeader.PROXY_AUTHENTICATE : SipHeader.WWW_AUTHENTICATE;
        for (int i = response.firstHeader(header); i >= 0; i = response.nextHeader(i)) {
            final long value = response.headerValue(i);
            int at = Span.offset(value);
            while (at < Span.end(value)) {
                if (challenge.wrap(response.buffer(), at, Span.end(value) - at)) {
                    credentialsHeader = proxy ? SipHeader.PROXY_AUTHORIZATION : SipHeader.AUTHORIZATION;
                    return take(response.buffer());
                }
                at = Math.max(challenge.end(), at + 1);
            }
        }
        return UNUSABLE;
    }

    private int take(final DirectBuffer source) {
        if (sentSinceAccepted > 0 && (!challenge.isStale() || ++staleInARow > MAX_STALE)) {
            reset();
            return REFUSED;
        }
        final int needed = Span.length(challenge.realm()) + Span.length(challenge.nonce())
                + Span.length(challenge.opaque());
        if (needed > text.capacity()) {
            reset();
            return TOO_LONG;
        }
        realm = keep(source, challenge.realm(), 0);
        nonce = keep(source, challenge.nonce(), Span.end(realm));
        opaque = keep(source, challenge.opaque(), Span.end(nonce));
        namesAlgorithm = challenge.algorithmText() >= 0;
        algorithm = challenge.algorithm();
        qop = (challenge.qops() & DigestQop.AUTH) != 0 ? DigestQop.AUTH : challenge.qops();
        count = 0;
        return CHALLENGED;
    }

    private long keep(final DirectBuffer source, final long span, final int at) {
        if (span < 0) {
            return Span.NONE;
        }
        text.putBytes(at, source, Span.offset(span), Span.length(span));
        return Span.of(at, Span.length(span));
    }

    /** The server took a request with our credentials: the next challenge means an old nonce, not a wrong password. */
    public void onAccepted() {
        sentSinceAccepted = 0;
        staleInARow = 0;
    }

    /** As below, for a known method and a request without body. */
    public void writeCredentials(
            final SipWriter writer, final DigestHasher hasher, final DigestUser user, final byte method,
            final DirectBuffer uriText, final long uri) {
        final DirectBuffer methodText = SipMethod.text(method);
        writeCredentials(writer, hasher, user, methodText, Span.of(0, methodText.capacity()), uriText, uri, text, 0, 0);
    }

    /**
     * Writes the Authorization or Proxy-Authorization line for one request; call only when {@link #isReady()}. Each
     * call counts the nonce up.
     *
     * @param methodText the request's method, in a buffer.
     * @param uriText    the Request-URI, in a buffer.
     * @param body       what auth-int covers, may have no length.
     */
    public void writeCredentials(
            final SipWriter writer, final DigestHasher hasher, final DigestUser user, final DirectBuffer methodText,
            final long method, final DirectBuffer uriText, final long uri, final DirectBuffer body, final int bodyOffset,
            final int bodyLength) {
        count++;
        sentSinceAccepted++;
        putHex(0, COUNT_LENGTH, count);
        putHex(COUNT_LENGTH, CNONCE_LENGTH, hasher.nextCnonce());
        hasher.ha1(algorithm, user, text, realm, nonce, client, CNONCE_SPAN);
        hasher.ha2(methodText, method, uriText, uri, qop, body, bodyOffset, bodyLength);
        hasher.response(text, nonce, client, COUNT_SPAN, CNONCE_SPAN, qop);
        writer.name(credentialsHeader).append(DIGEST).append(user.quotedUsername()).append(REALM).append(text, realm)
                .append(NONCE).append(text, nonce).append(URI).append(uriText, uri)
                .append(RESPONSE).append(hasher.response(), 0, hasher.hexLength())
                .octet((byte) '"');
        if (namesAlgorithm) {
            writer.append(ALGORITHM).append(DigestAlgorithm.octets(algorithm));
        }
        if (qop != DigestQop.NONE) {
            writer.append(CNONCE).append(client, CNONCE_SPAN).append(QOP).append(DigestQop.octets(qop))
                    .append(COUNT).append(client, COUNT_SPAN);
        } else if (DigestAlgorithm.isSession(algorithm)) {
            writer.append(CNONCE).append(client, CNONCE_SPAN).octet((byte) '"');
        }
        if (opaque >= 0) {
            writer.append(OPAQUE).append(text, opaque).octet((byte) '"');
        }
        writer.endLine();
    }

    private void putHex(final int offset, final int digits, final long value) {
        for (int i = 0; i < digits; i++) {
            final int digit = (int) (value >>> (digits - 1 - i) * 4) & 0xF;
            client.putByte(offset + i, (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10));
        }
    }

    public byte algorithm() {
        return algorithm;
    }
}
