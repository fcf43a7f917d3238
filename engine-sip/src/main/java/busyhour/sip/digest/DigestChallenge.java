package busyhour.sip.digest;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * View of one challenge in WWW-Authenticate or Proxy-Authenticate (RFC 7616 3.3). Spans are into the buffer given,
 * without quotes. Reusable; not thread safe.
 */
public final class DigestChallenge {

    private static final byte[] DIGEST = Ascii.bytes("digest");
    private static final byte[] REALM = Ascii.bytes("realm");
    private static final byte[] NONCE = Ascii.bytes("nonce");
    private static final byte[] OPAQUE = Ascii.bytes("opaque");
    private static final byte[] STALE = Ascii.bytes("stale");
    private static final byte[] TRUE = Ascii.bytes("true");
    private static final byte[] ALGORITHM = Ascii.bytes("algorithm");
    private static final byte[] QOP = Ascii.bytes("qop");

    private final AuthParameters parameters = new AuthParameters();
    private boolean digest;
    private long realm;
    private long nonce;
    private long opaque;
    private boolean stale;
    private long algorithmText;
    private byte algorithm;
    private boolean hasQop;
    private int qops;
    private int end;

    /**
     * Reads the first challenge of a header value.
     *
     * @return whether it can be answered: scheme Digest, realm and nonce there, algorithm and qop known.
     */
    public boolean wrap(final DirectBuffer buffer, final int offset, final int length) {
        realm = Span.NONE;
        nonce = Span.NONE;
        opaque = Span.NONE;
        stale = false;
        algorithmText = Span.NONE;
        hasQop = false;
        qops = DigestQop.NONE;
        parameters.wrap(buffer, offset, offset + length);
        digest = Ascii.equalsIgnoreCase(buffer, parameters.scheme(), DIGEST);
        while (parameters.next()) {
            final long value = parameters.value();
            if (parameters.nameIs(REALM)) {
                realm = value;
            } else if (parameters.nameIs(NONCE)) {
                nonce = value;
            } else if (parameters.nameIs(OPAQUE)) {
                opaque = value;
            } else if (parameters.nameIs(STALE)) {
                stale = Ascii.equalsIgnoreCase(buffer, value, TRUE);
            } else if (parameters.nameIs(ALGORITHM)) {
                algorithmText = value;
            } else if (parameters.nameIs(QOP)) {
                hasQop = true;
                qops = DigestQop.parse(buffer, value);
            }
        }
        algorithm = DigestAlgorithm.parse(buffer, algorithmText);
        end = parameters.isFaulty() ? offset + length : parameters.position();
        return isUsable();
    }

    /** @return whether this is a Digest challenge that can be answered. */
    public boolean isUsable() {
        return digest && !parameters.isFaulty() && realm >= 0 && nonce >= 0 && algorithm != DigestAlgorithm.UNSUPPORTED
                && (!hasQop || qops != DigestQop.NONE);
    }

    /** @return where the next challenge of the same line begins, or the end of the line. */
    public int end() {
        return end;
    }

    /** @return whether the scheme is Digest, usable or not. */
    public boolean isDigest() {
        return digest;
    }

    public long realm() {
        return realm;
    }

    public long nonce() {
        return nonce;
    }

    public long opaque() {
        return opaque;
    }

    /** @return whether only the nonce was too old and the password need not be asked for again. */
    public boolean isStale() {
        return stale;
    }

    /** @return the algorithm as it stands, or {@link Span#NONE}: then it is MD5. */
    public long algorithmText() {
        return algorithmText;
    }

    public byte algorithm() {
        return algorithm;
    }

    /** @return bits of {@link DigestQop}; {@link DigestQop#NONE} without the parameter. */
    public int qops() {
        return qops;
    }
}
