package busyhour.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Messages;
import busyhour.sip.message.SipFault;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Client and server against each other, and what each does when the other is odd. */
class DigestSessionTest {

    private static final byte[] REALM = Ascii.bytes("example.com");

    private final DigestHasher hasher = new DigestHasher(42);
    private final DigestSession session = new DigestSession();
    private final DigestUser alice = new DigestUser("alice", "s3cret");
    private int nonceVerdict = NonceCheck.VALID;
    private long nonceCountSeen;
    private final DigestVerifier verifier = new DigestVerifier(new DigestHasher(7), new NonceCheck() {
        @Override
        public int check(final DirectBuffer buffer, final int offset, final int length, final long count, final long nowNs) {
            nonceCountSeen = count;
            return nonceVerdict;
        }
    });

    static SipMessage unauthorized(final String challengeLines) {
        final SipMessage response = Messages.parse(Messages.OK.replace("200 OK", "401 Unauthorized")
                .replace("CSeq:", challengeLines + "CSeq:"));
        assertThat(SipFault.text(response.fault())).isEqualTo("ok");
        return response;
    }

    private SipMessage challenge(final byte algorithm, final int qops, final boolean stale) {
        final SipWriter writer = new SipWriter().wrap(new UnsafeBuffer(new byte[500]), 0, 500);
        verifier.writeChallenge(writer, SipHeader.WWW_AUTHENTICATE, REALM, 1, 2, algorithm, qops, stale);
        return unauthorized(Messages.text(writer.buffer(), Span.of(0, writer.finish())));
    }

    /** @return a request with the session's credentials and a body. */
    private SipMessage request(final DigestUser user) {
        final UnsafeBuffer body = Messages.buffer("v=0");
        final UnsafeBuffer uri = Messages.buffer("sip:bob@example.com");
        final DirectBuffer method = SipMethod.text(SipMethod.OPTIONS);
        final SipWriter writer = new SipWriter().wrap(new UnsafeBuffer(new byte[1_500]), 0, 1_500);
        session.writeCredentials(writer, hasher, user, method, Span.of(0, method.capacity()), uri, Span.of(0, uri.capacity()),
                body, 0, 3);
        final String line = Messages.text(writer.buffer(), Span.of(0, writer.finish()));
        return Messages.parse(Messages.OPTIONS.replace("Content-Length: 0\r\n\r\n", line + "Content-Length: 3\r\n\r\nv=0"));
    }

    private int verify(final SipMessage request, final DigestUser user) {
        final DigestCredentials credentials = new DigestCredentials();
        assertThat(credentials.find(request, SipHeader.AUTHORIZATION, REALM)).isTrue();
        return verifier.verify(credentials, user, request, 0);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "0,2", "0,3", "1,1", "1,2", "1,0", "2,0", "2,1", "2,2", "3,1", "3,2", "4,0", "4,1", "4,2", "5,1", "5,2"})
    void shouldAcceptWhatTheClientComputes(final byte algorithm, final int qops) {
        assertThat(session.isReady()).isFalse();
        assertThat(session.onChallenge(challenge(algorithm, qops, false))).isEqualTo(DigestSession.CHALLENGED);
        assertThat(session.isReady()).isTrue();
        assertThat(verify(request(alice), alice)).isEqualTo(DigestVerifier.ACCEPTED);
        assertThat(nonceCountSeen).isEqualTo(qops == 0 ? -1 : 1);
        session.onAccepted();
        assertThat(verify(request(alice), alice)).isEqualTo(DigestVerifier.ACCEPTED);
        assertThat(nonceCountSeen).isEqualTo(qops == 0 ? -1 : 2);
        assertThat(verify(request(new DigestUser("alice", "other")), alice)).isEqualTo(DigestVerifier.WRONG_RESPONSE);
        assertThat(verify(request(alice), new DigestUser("bob", "s3cret"))).isEqualTo(DigestVerifier.WRONG_RESPONSE);
    }

    @Test
    void shouldGiveUpWhenThePasswordIsRefused() {
        assertThat(session.onChallenge(challenge(DigestAlgorithm.MD5, DigestQop.AUTH, false))).isEqualTo(DigestSession.CHALLENGED);
        request(alice);
        assertThat(session.onChallenge(challenge(DigestAlgorithm.MD5, DigestQop.AUTH, false))).isEqualTo(DigestSession.REFUSED);
        assertThat(session.isReady()).isFalse();
    }

    @Test
    void shouldTryAgainWithANewNonceWhenTheOldOneIsStaleButNotForEver() {
        assertThat(session.onChallenge(challenge(DigestAlgorithm.MD5, DigestQop.AUTH, false))).isEqualTo(DigestSession.CHALLENGED);
        for (int i = 0; i < 3; i++) {
            nonceVerdict = NonceCheck.STALE;
            assertThat(verify(request(alice), alice)).isEqualTo(DigestVerifier.STALE_NONCE);
            assertThat(session.onChallenge(challenge(DigestAlgorithm.MD5, DigestQop.AUTH, true))).isEqualTo(DigestSession.CHALLENGED);
        }
        request(alice);
        assertThat(session.onChallenge(challenge(DigestAlgorithm.MD5, DigestQop.AUTH, true))).isEqualTo(DigestSession.REFUSED);
    }

    @Test
    void shouldAnswerALaterChallengeOnceCredentialsWereAccepted() {
        session.onChallenge(challenge(DigestAlgorithm.SHA_256, DigestQop.AUTH, false));
        request(alice);
        session.onAccepted();
        request(alice);
        session.onAccepted();
        assertThat(session.onChallenge(challenge(DigestAlgorithm.MD5, DigestQop.AUTH, false))).isEqualTo(DigestSession.CHALLENGED);
        assertThat(verify(request(alice), alice)).isEqualTo(DigestVerifier.ACCEPTED);
    }

    @Test
    void shouldRefuseNoncesThatAreNotOurs() {
        session.onChallenge(challenge(DigestAlgorithm.MD5, DigestQop.AUTH, false));
        nonceVerdict = NonceCheck.UNKNOWN;
        assertThat(verify(request(alice), alice)).isEqualTo(DigestVerifier.UNKNOWN_NONCE);
    }

    @Test
    void shouldTakeTheTopmostChallengeThatItCanAnswer() {
        assertThat(session.onChallenge(unauthorized("""
                WWW-Authenticate: Basic realm="x"\r
                WWW-Authenticate: Digest realm="r", nonce="n", algorithm=SHA-999\r
                WWW-Authenticate: Digest realm="r", nonce="n", qop="token", algorithm=MD5\r
                WWW-Authenticate: NTLM, Digest realm="r2", nonce="n2", algorithm=sha-256, Digest realm="r3", nonce="n3"\r
                """))).isEqualTo(DigestSession.CHALLENGED);
        assertThat(session.algorithm()).isEqualTo(DigestAlgorithm.SHA_256);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "WWW-Authenticate: Basic realm=\"x\"\r\n", "WWW-Authenticate: Digest realm=\"x\"\r\n",
        "WWW-Authenticate: Digest nonce=\"x\"\r\n", "WWW-Authenticate: Digest realm=\"x, nonce=\"y\r\n",
        "WWW-Authenticate: Digest\r\n", "WWW-Authenticate: ,,,\r\n", "Proxy-Authenticate: Digest realm=\"x\", nonce=\"y\"\r\n"})
    void shouldFindNothingToAnswer(final String lines) {
        assertThat(session.onChallenge(unauthorized(lines))).isEqualTo(DigestSession.UNUSABLE);
        assertThat(session.isReady()).isFalse();
    }

    @Test
    void shouldRefuseAChallengeLongerThanItHolds() {
        assertThat(session.onChallenge(unauthorized("WWW-Authenticate: Digest realm=\"x\", nonce=\"" + "y".repeat(600) + "\"\r\n")))
                .isEqualTo(DigestSession.TOO_LONG);
    }

    @Test
    void shouldAnswerAProxyInItsOwnHeaderAndEchoOpaque() {
        final SipMessage response = Messages.parse(Messages.OK.replace("200 OK", "407 x").replace("CSeq:",
                "Proxy-Authenticate: Digest realm=\"r \\\"q\\\"\", nonce=\"n\", opaque=\"o\", qop=\"auth\"\r\nCSeq:"));
        assertThat(session.onChallenge(response)).isEqualTo(DigestSession.CHALLENGED);
        final SipWriter writer = new SipWriter().wrap(new UnsafeBuffer(new byte[500]), 0, 500);
        final UnsafeBuffer uri = Messages.buffer("sip:x");
        session.writeCredentials(writer, hasher, alice, SipMethod.INVITE, uri, Span.of(0, 5));
        assertThat(Messages.text(writer.buffer(), Span.of(0, writer.finish()))).matches(
                "Proxy-Authorization: Digest username=\"alice\", realm=\"r \\\\\"q\\\\\"\", nonce=\"n\", uri=\"sip:x\", "
                        + "response=\"[0-9a-f]{32}\", cnonce=\"[0-9a-f]{16}\", qop=auth, nc=00000001, opaque=\"o\"\r\n");
    }

    @Test
    void shouldPassOverCredentialsOfOtherRealmsAndSchemes() {
        final DigestCredentials credentials = new DigestCredentials();
        final SipMessage request = Messages.parse(Messages.OPTIONS.replace("CSeq:", """
                Authorization: NoOneKnowsThisScheme opaque-data=here\r
                Authorization: Digest username="a", realm="other", nonce="n", uri="u", response="0"\r
                Authorization: Digest username="a", realm="example.com", nonce="n", uri="u"\r
                CSeq:"""));
        assertThat(credentials.find(request, SipHeader.AUTHORIZATION, REALM)).isFalse();
        assertThat(credentials.find(request, SipHeader.AUTHORIZATION, Ascii.bytes("other"))).isTrue();
        assertThat(credentials.find(request, SipHeader.PROXY_AUTHORIZATION, REALM)).isFalse();
    }

    @Test
    void shouldKeepPasswordsOutOfTexts() {
        assertThat(alice.toString()).isEqualTo("alice");
        assertThatThrownBy(() -> new DigestUser("", "s3cret")).hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldNotRepeatClientNonces() {
        final long first = hasher.nextCnonce();
        assertThat(hasher.nextCnonce()).isNotEqualTo(first);
        assertThat(new DigestHasher(43).nextCnonce()).isNotEqualTo(first);
    }
}
