package busyhour.sip.digest;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * A server's side of digest authentication: judges credentials and writes challenges (RFC 7616 3.3, 3.4). Whether the
 * digest-uri is the Request-URI is not asked, because proxies rewrite the one and not the other. Allocates nothing.
 * Not thread safe.
 */
public final class DigestVerifier {

    public static final int ACCEPTED = 0;
    /** Name or password is wrong. */
    public static final int WRONG_RESPONSE = 1;
    /** The password is right, the nonce too old: challenge again with {@code stale=true}. */
    public static final int STALE_NONCE = 2;
    /** The nonce is none of ours. */
    public static final int UNKNOWN_NONCE = 3;

    private static final byte[] DIGEST = Ascii.bytes("Digest realm=\"");
    private static final byte[] NONCE = Ascii.bytes("\", nonce=\"");
    private static final byte[] ALGORITHM = Ascii.bytes("\", algorithm=");
    private static final byte[] QOP = Ascii.bytes(", qop=\"");
    private static final byte[] STALE = Ascii.bytes(", stale=true");

    private final DigestHasher hasher;
    private final NonceCheck nonces;

    public DigestVerifier(final DigestHasher hasher, final NonceCheck nonces) {
        this.hasher = hasher;
        this.nonces = nonces;
    }

    /**
     * Judges complete credentials.
     *
     * @param user the account that the credentials name.
     * @return {@link #ACCEPTED}, {@link #WRONG_RESPONSE}, {@link #STALE_NONCE} or {@link #UNKNOWN_NONCE}.
     */
    public int verify(
            final DigestCredentials credentials, final DigestUser user, final SipMessage request, final long nowNs) {
        final DirectBuffer text = credentials.buffer();
        final long nonce = credentials.nonce();
        final int known = nonces.check(text, Span.offset(nonce), Span.length(nonce), credentials.nonceCount(), nowNs);
        if (known == NonceCheck.UNKNOWN) {
            return UNKNOWN_NONCE;
        }
        final int qop = credentials.qop();
        hasher.ha1(credentials.algorithm(), user, text, credentials.realm(), nonce, text, credentials.cnonce());
        hasher.ha2(request.buffer(), request.methodText(), text, credentials.uri(), qop,
                request.buffer(), request.bodyOffset(), request.bodyLength());
        hasher.response(text, nonce, text, credentials.nonceCountText(), credentials.cnonce(), qop);
        final long response = credentials.response();
        if (!sameUser(text, credentials.username(), user) || Span.length(response) != hasher.hexLength()) {
            return WRONG_RESPONSE;
        }
        int difference = 0;
        for (int i = 0; i < hasher.hexLength(); i++) {
            difference |= Ascii.lower(text.getByte(Span.offset(response) + i)) ^ hasher.response()[i];
        }
        if (difference != 0) {
            return WRONG_RESPONSE;
        }
        return known == NonceCheck.STALE ? STALE_NONCE : ACCEPTED;
    }

    private static boolean sameUser(final DirectBuffer text, final long username, final DigestUser user) {
        return Ascii.equals(text, Span.offset(username), Span.length(username), user.quotedUsername());
    }

    /**
     * Writes one challenge line.
     *
     * @param headerId WWW-Authenticate or Proxy-Authenticate.
     * @param realm    octets without quotes or backslashes.
     * @param nonce    written as 16 hexadecimal digits each for both halves.
     * @param qops     bits of {@link DigestQop}, NONE for RFC 2069 mode.
     */
    public void writeChallenge(
            final SipWriter writer, final byte headerId, final byte[] realm, final long nonceHi, final long nonceLo,
            final byte algorithm, final int qops, final boolean stale) {
        writer.name(headerId).append(DIGEST).append(realm).append(NONCE).hex(nonceHi).hex(nonceLo)
                .append(ALGORITHM).append(DigestAlgorithm.octets(algorithm));
        if (qops != DigestQop.NONE) {
            writer.append(QOP);
            if ((qops & DigestQop.AUTH) != 0) {
                writer.append(DigestQop.AUTH_OCTETS);
            }
            if (qops == (DigestQop.AUTH | DigestQop.AUTH_INT)) {
                writer.octet((byte) ',');
            }
            if ((qops & DigestQop.AUTH_INT) != 0) {
                writer.append(DigestQop.AUTH_INT_OCTETS);
            }
            writer.octet((byte) '"');
        }
        if (stale) {
            writer.append(STALE);
        }
        writer.endLine();
    }
}
