package busyhour.sip.digest;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * View of one Authorization or Proxy-Authorization value (RFC 7616 3.4). Spans are into {@link #buffer()}, without
 * quotes. Reusable; not thread safe.
 */
public final class DigestCredentials {

    private static final byte[] DIGEST = Ascii.bytes("digest");
    private static final byte[][] NAMES = {
        Ascii.bytes("username"), Ascii.bytes("realm"), Ascii.bytes("nonce"), Ascii.bytes("uri"),
        Ascii.bytes("response"), Ascii.bytes("cnonce"), Ascii.bytes("nc"), Ascii.bytes("qop"), Ascii.bytes("algorithm"),
        Ascii.bytes("opaque")};
    private static final int USERNAME = 0;
    private static final int REALM = 1;
    private static final int NONCE = 2;
    private static final int URI = 3;
    private static final int RESPONSE = 4;
    private static final int CNONCE = 5;
    private static final int NC = 6;
    private static final int QOP = 7;
    private static final int ALGORITHM = 8;
    private static final int OPAQUE = 9;

    private final AuthParameters parameters = new AuthParameters();
    private final long[] values = new long[NAMES.length];
    private DirectBuffer buffer;
    private boolean digest;
    private byte algorithm;
    private int qop;

    /**
     * Looks for the credentials of one realm.
     *
     * @param headerId Authorization or Proxy-Authorization.
     * @return whether complete ones are there; other schemes and realms are passed over.
     */
    public boolean find(final SipMessage request, final byte headerId, final byte[] realm) {
        for (int i = request.firstHeader(headerId); i >= 0; i = request.nextHeader(i)) {
            final long value = request.headerValue(i);
            if (wrap(request.buffer(), Span.offset(value), Span.length(value))
                    && Ascii.equals(buffer, Span.offset(realm()), Span.length(realm()), realm)) {
                return true;
            }
        }
        return false;
    }

    /** @return whether the value is complete: scheme Digest and all that its qop needs. */
    public boolean wrap(final DirectBuffer buffer, final int offset, final int length) {
        this.buffer = buffer;
        for (int i = 0; i < values.length; i++) {
            values[i] = Span.NONE;
        }
        parameters.wrap(buffer, offset, offset + length);
        digest = Ascii.equalsIgnoreCase(buffer, parameters.scheme(), DIGEST);
        while (parameters.next()) {
            for (int i = 0; i < NAMES.length; i++) {
                if (values[i] < 0 && parameters.nameIs(NAMES[i])) {
                    values[i] = parameters.value();
                    break;
                }
            }
        }
        algorithm = DigestAlgorithm.parse(buffer, values[ALGORITHM]);
        qop = DigestQop.parse(buffer, values[QOP]);
        return isComplete();
    }

    private boolean isComplete() {
        if (!digest || parameters.isFaulty() || algorithm == DigestAlgorithm.UNSUPPORTED) {
            return false;
        }
        for (int i = USERNAME; i <= RESPONSE; i++) {
            if (values[i] < 0) {
                return false;
            }
        }
        if (DigestAlgorithm.isSession(algorithm) && values[CNONCE] < 0) {
            return false;
        }
        return values[QOP] < 0
                || (qop == DigestQop.AUTH || qop == DigestQop.AUTH_INT) && values[CNONCE] >= 0 && nonceCount() >= 0;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    public long username() {
        return values[USERNAME];
    }

    public long realm() {
        return values[REALM];
    }

    public long nonce() {
        return values[NONCE];
    }

    public long uri() {
        return values[URI];
    }

    public long response() {
        return values[RESPONSE];
    }

    public long cnonce() {
        return values[CNONCE];
    }

    /** @return the nc parameter as it stands. */
    public long nonceCountText() {
        return values[NC];
    }

    public long opaque() {
        return values[OPAQUE];
    }

    public byte algorithm() {
        return algorithm;
    }

    /** @return one of {@link DigestQop}. */
    public int qop() {
        return qop;
    }

    /** @return the nc parameter, eight hexadecimal digits, or -1 when it is missing or something else. */
    public long nonceCount() {
        final long text = values[NC];
        if (Span.length(text) == 0 || Span.length(text) > 8) {
            return -1;
        }
        long count = 0;
        for (int at = Span.offset(text); at < Span.end(text); at++) {
            final int digit = Ascii.hex(buffer.getByte(at));
            if (digit < 0) {
                return -1;
            }
            count = count << 4 | digit;
        }
        return count;
    }
}
