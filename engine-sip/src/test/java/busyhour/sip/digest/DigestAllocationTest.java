package busyhour.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.Allocations;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.Messages;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipParser;
import busyhour.sip.message.SipWriter;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Also of the JDK's own digests: each algorithm must come out at 0 octets. */
class DigestAllocationTest {

    private static final byte[] REALM = Ascii.bytes("example.com");

    @ParameterizedTest
    @ValueSource(bytes = {
        DigestAlgorithm.MD5, DigestAlgorithm.MD5_SESS, DigestAlgorithm.SHA_256, DigestAlgorithm.SHA_256_SESS,
        DigestAlgorithm.SHA_512_256, DigestAlgorithm.SHA_512_256_SESS})
    void shouldChallengeAnswerAndVerifyWithoutAllocation(final byte algorithm) {
        final UnsafeBuffer out = new UnsafeBuffer(new byte[4_096]);
        final SipWriter writer = new SipWriter();
        final DigestHasher hasher = new DigestHasher(1);
        final DigestVerifier verifier = new DigestVerifier(hasher, (buffer, offset, length, count, nowNs) -> NonceCheck.VALID);
        final DigestRealms session = new DigestRealms();
        final DigestUser user = new DigestUser("alice", "secret");
        final DigestCredentials credentials = new DigestCredentials();
        final SipParser parser = new SipParser();
        final SipMessage message = new SipMessage();
        final SipMessage ok = Messages.parse(Messages.OK);
        final SipMessage options = Messages.parse(Messages.OPTIONS);
        final int[] verdicts = new int[3];
        Allocations.assertNone(() -> {
            writer.wrap(out, 0, 2_000).statusLine(401).copyHeaders(ok, SipHeader.VIA).copyHeaders(ok, SipHeader.FROM)
                    .copyHeaders(ok, SipHeader.TO).copyHeaders(ok, SipHeader.CALL_ID).copyHeaders(ok, SipHeader.CSEQ);
            verifier.writeChallenge(writer, SipHeader.WWW_AUTHENTICATE, REALM, 3, 4, algorithm,
                    DigestQop.AUTH | DigestQop.AUTH_INT, false);
            verdicts[0] = parser.parse(out, 0, writer.noBody().finish(), message);
            verdicts[1] = session.onChallenge(message, 1);
            writer.wrap(out, 0, 2_000).requestLine(SipMethod.OPTIONS, options.buffer(), options.requestUriText())
                    .copyHeaders(options, SipHeader.VIA).copyHeaders(options, SipHeader.FROM)
                    .copyHeaders(options, SipHeader.TO).copyHeaders(options, SipHeader.CALL_ID).copyHeaders(options, SipHeader.CSEQ);
            session.write(writer, hasher, user, SipMethod.text(SipMethod.OPTIONS), options.buffer(), options.requestUriText(), out, 0, 0);
            parser.parse(out, 0, writer.noBody().finish(), message);
            verdicts[2] = credentials.find(message, SipHeader.AUTHORIZATION, REALM)
                    ? verifier.verify(credentials, user, message, 0) : -1;
            session.onAccepted();
        });
        assertThat(verdicts).containsExactly(0, DigestRealms.CHALLENGED, DigestVerifier.ACCEPTED);
    }
}
