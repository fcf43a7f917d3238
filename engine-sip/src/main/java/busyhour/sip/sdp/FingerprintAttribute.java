package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * The certificate that a peer will show, {@code a=fingerprint:sha-256 4A:AD:...} (RFC 8122 5), and who begins the handshake,
 * {@code a=setup} (RFC 4145 4, RFC 5763 5); at the line, else for the whole session. Of several fingerprints the first whose hash
 * we know counts. Reusable, allocates nothing.
 */
final class FingerprintAttribute {

    /** Nothing is said. */
    static final int UNSAID = 0;
    static final int ACTIVE = 1;
    static final int PASSIVE = 2;
    static final int ACTPASS = 3;
    /** {@code holdconn}, or no word that is known: no handshake now. */
    static final int NO_CONNECTION = 4;

    private static final byte[][] ROLES = {null, Ascii.bytes("active"), Ascii.bytes("passive"), Ascii.bytes("actpass")};

    final byte[] fingerprint = new byte[FingerprintHash.MAX_LENGTH];
    FingerprintHash hash;
    int setup;

    /** @return whether there is a fingerprint that we can compare with, and a handshake to come. */
    boolean find(final SdpView remote, final int media) {
        hash = null;
        if (!find(remote, media, remote.attributes()) && !find(remote, SdpAttributes.SESSION, remote.attributes())) {
            return false;
        }
        setup = setup(remote, remote.attributes().findInherited(media, SdpAttributes.SETUP));
        return setup != NO_CONNECTION;
    }

    private boolean find(final SdpView remote, final int level, final SdpAttributes attributes) {
        int at = attributes.find(level, SdpAttributes.FINGERPRINT);
        while (at >= 0 && !read(remote.buffer(), attributes.value(at))) {
            at = attributes.next(level, SdpAttributes.FINGERPRINT, at + 1);
        }
        return at >= 0;
    }

    private boolean read(final DirectBuffer buffer, final long value) {
        final long name = value < 0 ? Span.NONE : SdpLine.word(buffer, Span.offset(value), Span.end(value));
        hash = name < 0 ? null : FingerprintHash.find(buffer, name);
        final long text = hash == null ? Span.NONE : SdpLine.word(buffer, Span.end(name), Span.end(value));
        if (text < 0 || Span.length(text) != hash.length() * 3 - 1) {
            return false;
        }
        for (int i = 0; i < hash.length(); i++) {
            final int at = Span.offset(text) + i * 3;
            final int high = Ascii.hex(buffer.getByte(at));
            final int low = Ascii.hex(buffer.getByte(at + 1));
            if (high < 0 || low < 0 || i + 1 < hash.length() && buffer.getByte(at + 2) != ':') {
                return false;
            }
            fingerprint[i] = (byte) (high << 4 | low);
        }
        return true;
    }

    private static int setup(final SdpView remote, final int index) {
        final SdpAttributes attributes = remote.attributes();
        if (index < 0 || attributes.value(index) < 0) {
            return UNSAID;
        }
        final long value = attributes.value(index);
        final long word = SdpLine.word(remote.buffer(), Span.offset(value), Span.end(value));
        for (int role = ACTIVE; role < ROLES.length; role++) {
            if (Ascii.equalsIgnoreCase(remote.buffer(), word, ROLES[role])) {
                return role;
            }
        }
        return NO_CONNECTION;
    }
}
