package busyhour.sip.fuzz;

import busyhour.sip.digest.DigestCredentials;
import busyhour.sip.digest.DigestHasher;
import busyhour.sip.digest.DigestRealms;
import busyhour.sip.digest.DigestUser;
import busyhour.sip.digest.DigestVerifier;
import busyhour.sip.digest.NonceCheck;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.Messages;
import busyhour.sip.message.SipFault;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipParser;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The input is the value of a header: once a challenge that a client answers, once credentials that a server judges. What
 * the client made of a challenge is judged too: it must be credentials.
 */
final class DigestSubject implements FuzzRun.Subject {

    private static final byte[] ANY_REALM = Ascii.bytes("atlanta.example.com");
    private static final int MAX_OUT = 200_000;

    private final byte[] responseHead = head(Messages.OK.replace("200 OK", "401 Unauthorized"), "WWW-Authenticate: ");
    private final byte[] requestHead = head(Messages.OPTIONS, "Authorization: ");
    private final UnsafeBuffer text = new UnsafeBuffer(new byte[65_536 * 2]);
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[MAX_OUT]);
    private final UnsafeBuffer uri = new UnsafeBuffer(Ascii.bytes("sip:bob@atlanta.example.com"));
    private final SipParser parser = new SipParser();
    private final SipMessage message = new SipMessage();
    private final SipWriter writer = new SipWriter();
    private final DigestRealms session = new DigestRealms();
    private final DigestCredentials credentials = new DigestCredentials();
    private final DigestHasher hasher = new DigestHasher(1);
    private final DigestUser user = new DigestUser("alice", "s3cret");
    private final DigestVerifier verifier = new DigestVerifier(new DigestHasher(2), (buffer, offset, length, count, nowNs) ->
            length % 3 == 0 ? NonceCheck.STALE : NonceCheck.VALID);

    private long requests;

    private static byte[] head(final String message, final String header) {
        return Ascii.bytes(message.substring(0, message.indexOf("Content-Length")) + header);
    }

    @Override
    public boolean use(final UnsafeBuffer buffer, final int offset, final int length) {
        final boolean challenged = challenge(buffer, offset, length);
        return judge(buffer, offset, length) || challenged;
    }

    /** @return the length of a message that ends with this header. */
    private int write(final byte[] head, final UnsafeBuffer buffer, final int offset, final int length) {
        text.putBytes(0, head);
        text.putBytes(head.length, buffer, offset, length);
        text.putLong(head.length + length, 0x0A0D_0A0DL, java.nio.ByteOrder.LITTLE_ENDIAN);
        return head.length + length + 4;
    }

    private boolean challenge(final UnsafeBuffer buffer, final int offset, final int length) {
        if (parser.parse(text, 0, write(responseHead, buffer, offset, length), message) != SipFault.OK) {
            return false;
        }
        if (session.onChallenge(message, ++requests) != DigestRealms.CHALLENGED) {
            return false;
        }
        writer.wrap(out, 0, MAX_OUT);
        session.write(writer, hasher, user, SipMethod.text(SipMethod.OPTIONS), uri, Span.of(0, uri.capacity()), out, 0, 0);
        final int written = writer.finish();
        final int start = "Authorization: ".length();
        if (written <= start || !credentials.wrap(out, start, written - start)) {
            throw new IllegalStateException("not credentials: " + out.getStringWithoutLengthAscii(0, Math.max(0, written)));
        }
        return true;
    }

    private boolean judge(final UnsafeBuffer buffer, final int offset, final int length) {
        if (parser.parse(text, 0, write(requestHead, buffer, offset, length), message) != SipFault.OK
                || !credentials.find(message, SipHeader.AUTHORIZATION, ANY_REALM)) {
            return false;
        }
        final int verdict = verifier.verify(credentials, user, message, 1);
        if (verdict < DigestVerifier.ACCEPTED || verdict > DigestVerifier.UNKNOWN_NONCE) {
            throw new IllegalStateException("verdict " + verdict);
        }
        return true;
    }
}
