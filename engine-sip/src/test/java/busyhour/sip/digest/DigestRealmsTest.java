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
class DigestRealmsTest {

    private static final byte[] REALM = Ascii.bytes("example.com");

    private final DigestHasher hasher = new DigestHasher(42);
    private final DigestRealms session = new DigestRealms();
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
        session.write(writer, hasher, user, method, uri, Span.of(0, uri.capacity()), body, 0, 3);
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
        assertThat(session.onChallenge(challenge(algorithm, qops, false), 1)).isEqualTo(DigestRealms.CHALLENGED);
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
        assertThat(session.onChallenge(challenge(DigestAlgorithm.MD5, DigestQop.AUTH, false), 1)).isEqualTo(DigestRealms.CHALLENGED);
        request(alice);
        assertThat(session.onChallenge(challenge(DigestAlgorithm.MD5, DigestQop.AUTH, false), 1)).isEqualTo(DigestRealms.REFUSED);
        assertThat(session.isReady()).isFalse();
    }

    @Test
    void shouldTryAgainWithANewNonceWhenTheOldOneIsStaleButNotForEver() {
        assertThat(session.onChallenge(challenge(DigestAlgorithm.MD5, DigestQop.AUTH, false), 1)).isEqualTo(DigestRealms.CHALLENGED);
        for (int i = 0; i < 3; i++) {
            nonceVerdict = NonceCheck.STALE;
            assertThat(verify(request(alice), alice)).isEqualTo(DigestVerifier.STALE_NONCE);
            assertThat(session.onChallenge(challenge(DigestAlgorithm.MD5, DigestQop.AUTH, true), 1)).isEqualTo(DigestRealms.CHALLENGED);
        }
        request(alice);
        assertThat(session.onChallenge(challenge(DigestAlgorithm.MD5, DigestQop.AUTH, true), 1)).isEqualTo(DigestRealms.REFUSED);
    }

    @Test
    void shouldAnswerALaterChallengeOnceCredentialsWereAccepted() {
        session.onChallenge(challenge(DigestAlgorithm.SHA_256, DigestQop.AUTH, false), 1);
        request(alice);
        session.onAccepted();
        request(alice);
        session.onAccepted();
        assertThat(session.onChallenge(challenge(DigestAlgorithm.MD5, DigestQop.AUTH, false), 1)).isEqualTo(DigestRealms.CHALLENGED);
        assertThat(verify(request(alice), alice)).isEqualTo(DigestVerifier.ACCEPTED);
    }

    @Test
    void shouldRefuseNoncesThatAreNotOurs() {
        session.onChallenge(challenge(DigestAlgorithm.MD5, DigestQop.AUTH, false), 1);
        nonceVerdict = NonceCheck.UNKNOWN;
        assertThat(verify(request(alice), alice)).isEqualTo(DigestVerifier.UNKNOWN_NONCE);
    }

    /** What the realms write for an INVITE to {@code sip:x}. */
    static String line(final DigestRealms realms) {
        final SipWriter writer = new SipWriter().wrap(new UnsafeBuffer(new byte[2_000]), 0, 2_000);
        final UnsafeBuffer uri = Messages.buffer("sip:x");
        realms.write(writer, new DigestHasher(1), new DigestUser("u", "p"), SipMethod.text(SipMethod.INVITE), uri, Span.of(0, 5), uri, 0, 0);
        return Messages.text(writer.buffer(), Span.of(0, writer.finish()));
    }

    private static DigestRealms realms(final int number, final String only) {
        return new DigestRealms(number, 200, only == null ? null : Ascii.bytes(only), new DigestChallenge());
    }

    @Test
    void shouldTakeTheStrongestChallengeOfARealmThatItCanAnswer() {
        assertThat(session.onChallenge(unauthorized("""
                WWW-Authenticate: Basic realm="x"\r
                WWW-Authenticate: Digest realm="r", nonce="n", algorithm=SHA-999\r
                WWW-Authenticate: Digest realm="r", nonce="n0", qop="token", algorithm=SHA-512-256\r
                WWW-Authenticate: Digest realm="r", nonce="n1", algorithm=MD5\r
                WWW-Authenticate: NTLM, Digest realm="r", nonce="n2", algorithm=sha-256, Digest realm="r", nonce="n3"\r
                WWW-Authenticate: Digest realm="r", nonce="n4", algorithm=SHA-256-sess\r
                """), 1)).isEqualTo(DigestRealms.CHALLENGED);
        assertThat(line(session)).contains("nonce=\"n2\"").contains("algorithm=SHA-256\r").containsOnlyOnce("Authorization");
    }

    @Test
    void shouldAnswerEachRealmInALineOfItsOwn() {
        final DigestRealms realms = realms(3, null);
        realms.onChallenge(unauthorized("WWW-Authenticate: Digest realm=\"server\", nonce=\"s1\"\r\n"), 1);
        assertThat(line(realms)).containsOnlyOnce("Digest ");
        assertThat(realms.onChallenge(unauthorized("""
                Proxy-Authenticate: Digest realm="a", nonce="a1", qop="auth"\r
                Proxy-Authenticate: Digest realm="b", nonce="b1", Digest realm="a", nonce="a2", algorithm=SHA-256\r
                """), 1)).isEqualTo(DigestRealms.CHALLENGED);
        final String lines = line(realms);
        assertThat(lines.lines()).hasSize(3).extracting(text -> text.replaceAll(":.*nonce=\"(..)\".*", " $1"))
                .containsExactlyInAnyOrder("Authorization s1", "Proxy-Authorization a2", "Proxy-Authorization b1");
    }

    @Test
    void shouldKnowAWrongPasswordFromAnOldNonceOfAnotherRequest() {
        final DigestRealms realms = realms(3, null);
        final SipMessage first = unauthorized("WWW-Authenticate: Digest realm=\"r\", nonce=\"1\"\r\n");
        final SipMessage second = unauthorized("WWW-Authenticate: Digest realm=\"r\", nonce=\"2\"\r\n");
        assertThat(realms.onChallenge(first, 1)).isEqualTo(DigestRealms.CHALLENGED);
        line(realms);
        assertThat(realms.onChallenge(second, 2)).as("another request").isEqualTo(DigestRealms.CHALLENGED);
        line(realms);
        assertThat(realms.onChallenge(first, 2)).as("the same").isEqualTo(DigestRealms.REFUSED);
        assertThat(realms.isReady()).isFalse();
    }

    @Test
    void shouldRefuseWhenOneOfTheRealmsDoes() {
        final DigestRealms realms = realms(3, null);
        realms.onChallenge(unauthorized("WWW-Authenticate: Digest realm=\"r\", nonce=\"1\"\r\n"), 1);
        line(realms);
        assertThat(realms.onChallenge(unauthorized("""
                WWW-Authenticate: Digest realm="new", nonce="1"\r
                WWW-Authenticate: Digest realm="r", nonce="2"\r
                """), 1)).isEqualTo(DigestRealms.REFUSED);
    }

    @Test
    void shouldKeepTheRealmsUsedLastAndDropOthers() {
        final DigestRealms realms = realms(2, null);
        for (final String realm : new String[] {"a", "b", "c", "b", "d"}) {
            assertThat(realms.onChallenge(unauthorized("WWW-Authenticate: Digest realm=\"" + realm + "\", nonce=\"n\", stale=true\r\n"), 1))
                    .isEqualTo(DigestRealms.CHALLENGED);
        }
        assertThat(line(realms)).contains("realm=\"b\"").contains("realm=\"d\"").doesNotContain("realm=\"a\"", "realm=\"c\"");
        assertThat(realms.onChallenge(unauthorized("""
                WWW-Authenticate: Digest realm="p", nonce="1", Digest realm="q", nonce="2", Digest realm="r", nonce="3"\r
                """), 1)).as("as many as there is room for").isEqualTo(DigestRealms.CHALLENGED);
        assertThat(line(realms)).contains("realm=\"p\"").contains("realm=\"q\"").doesNotContain("realm=\"r\"");
    }

    @Test
    void shouldAnswerTheRealmThatTheCredentialsAreForOnly() {
        final DigestRealms realms = realms(2, "mine");
        assertThat(realms.onChallenge(unauthorized("WWW-Authenticate: Digest realm=\"other\", nonce=\"1\"\r\n"), 1))
                .isEqualTo(DigestRealms.UNUSABLE);
        assertThat(realms.onChallenge(unauthorized(
                "WWW-Authenticate: Digest realm=\"other\", nonce=\"1\", Digest realm=\"mine\", nonce=\"2\"\r\n"), 1))
                .isEqualTo(DigestRealms.CHALLENGED);
        assertThat(line(realms)).contains("realm=\"mine\"").containsOnlyOnce("Digest ");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "WWW-Authenticate: Basic realm=\"x\"\r\n", "WWW-Authenticate: Digest realm=\"x\"\r\n",
        "WWW-Authenticate: Digest nonce=\"x\"\r\n", "WWW-Authenticate: Digest realm=\"x, nonce=\"y\r\n",
        "WWW-Authenticate: Digest\r\n", "WWW-Authenticate: ,,,\r\n"})
    void shouldFindNothingToAnswer(final String lines) {
        assertThat(session.onChallenge(unauthorized(lines), 1)).isEqualTo(DigestRealms.UNUSABLE);
        assertThat(session.isReady()).isFalse();
    }

    @Test
    void shouldRefuseAChallengeLongerThanItHolds() {
        assertThat(session.onChallenge(unauthorized("WWW-Authenticate: Digest realm=\"x\", nonce=\"" + "y".repeat(600) + "\"\r\n"), 1))
                .isEqualTo(DigestRealms.TOO_LONG);
    }

    @Test
    void shouldAnswerAProxyInItsOwnHeaderAndEchoOpaque() {
        final SipMessage response = Messages.parse(Messages.OK.replace("200 OK", "407 x").replace("CSeq:",
                "Proxy-Authenticate: Digest realm=\"r \\\"q\\\"\", nonce=\"n\", opaque=\"o\", qop=\"auth\"\r\nCSeq:"));
        assertThat(session.onChallenge(response, 1)).isEqualTo(DigestRealms.CHALLENGED);
        final SipWriter writer = new SipWriter().wrap(new UnsafeBuffer(new byte[500]), 0, 500);
        final UnsafeBuffer uri = Messages.buffer("sip:x");
        session.write(writer, hasher, alice, SipMethod.text(SipMethod.INVITE), uri, Span.of(0, 5), uri, 0, 0);
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
