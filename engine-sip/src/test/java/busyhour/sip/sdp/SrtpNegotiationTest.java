package busyhour.sip.sdp;

import static busyhour.sip.sdp.SrtpKeying.DTLS;
import static busyhour.sip.sdp.SrtpKeying.SDES;
import static busyhour.sip.sdp.SrtpPolicy.NONE;
import static busyhour.sip.sdp.SrtpPolicy.PREFERRED;
import static busyhour.sip.sdp.SrtpPolicy.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in descriptions (RFC 4568) and certificates' fingerprints (RFC 5763, 8122), by policy. */
class SrtpNegotiationTest {

    private static final String HEAD = "v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n";
    private static final String KEY = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz"; // RFC 4568 9.1
    private static final String FINGERPRINT = "a=fingerprint:sha-256 "
            + "4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:3E:4B:65:2E:7D:46:3F:54:42:CD:54:F1\n";

    private final SdpParty party = new SdpParty(7);

    private static String offer(final String profile, final String attributes) {
        return HEAD + "m=audio 4000 " + profile + " 0\n" + attributes;
    }

    private static String crypto(final String rest) {
        return "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + rest + "\n";
    }

    private NegotiatedSecurity security() {
        return party.media.audio().security();
    }

    private static List<String> attributes(final String description, final String name) {
        return description.lines().filter(line -> line.startsWith("a=" + name)).toList();
    }

    private static byte[] key(final byte[] field, final CryptoSuite suite) {
        return Arrays.copyOf(field, suite.keyAndSaltLength());
    }

    @Test
    void shouldTakeTheKeyOfTheOfferAndAnswerWithItsOwn() {
        party.secure(REQUIRED, new SrtpKeying[] {SDES});
        final String answer = party.answer(offer("RTP/SAVP", crypto(KEY + "|2^20")));
        assertThat(answer).contains("m=audio 30000 RTP/SAVP 0\n");
        assertThat(security().keying()).isEqualTo(SDES);
        assertThat(security().suite()).isEqualTo(CryptoSuite.AES_CM_128_HMAC_SHA1_80);
        assertThat(security().tag()).isEqualTo(1);
        assertThat(key(security().remoteKey(), security().suite())).isEqualTo(Base64.getDecoder().decode(KEY));
        assertThat(attributes(answer, "crypto")).containsExactly("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:"
                + Base64.getEncoder().encodeToString(key(security().localKey(), security().suite())));
    }

    @Test
    void shouldTakeTheOfferersFirstSuiteThatItHas() {
        party.secure(REQUIRED, new SrtpKeying[] {SDES}, CryptoSuite.AES_CM_128_HMAC_SHA1_80, CryptoSuite.AEAD_AES_256_GCM);
        final String key = Base64.getEncoder().encodeToString(new byte[44]);
        final String answer = party.answer(offer("RTP/SAVP", "a=crypto:3 F8_128_HMAC_SHA1_80 inline:" + KEY
                + "\na=crypto:9 AEAD_AES_256_GCM inline:" + key.replace("=", "") + " WSH=64\n" + crypto(KEY)));
        assertThat(attributes(answer, "crypto")).singleElement().asString().startsWith("a=crypto:9 AEAD_AES_256_GCM inline:");
        assertThat(security().suite()).isEqualTo(CryptoSuite.AEAD_AES_256_GCM);
    }

    @ParameterizedTest
    @EnumSource(CryptoSuite.class)
    void shouldHaveEverySuite(final CryptoSuite suite) {
        party.secure(REQUIRED, new SrtpKeying[] {SDES});
        final byte[] key = new byte[suite.keyAndSaltLength()];
        key[0] = -1;
        key[key.length - 1] = 77;
        final String answer = party.answer(offer("RTP/SAVP", "a=crypto:5 " + suite.sdpName() + " inline:"
                + Base64.getEncoder().encodeToString(key) + "\n"));
        assertThat(key(security().remoteKey(), suite)).isEqualTo(key);
        assertThat(Base64.getDecoder().decode(attributes(answer, "crypto").getFirst().split("inline:")[1])).hasSize(key.length);
    }

    @Test
    void shouldAnswerInTheSpellingOfTheOffer() {
        party.secure(PREFERRED, new SrtpKeying[] {SDES});
        final String answer = party.answer(offer("RTP/SAVP", "a=crypto:1 AES_CM_256_HMAC_SHA1_80 inline:"
                + Base64.getEncoder().encodeToString(new byte[46]) + "\n"));
        assertThat(answer).contains("a=crypto:1 AES_CM_256_HMAC_SHA1_80 inline:");
        assertThat(security().suite()).isEqualTo(CryptoSuite.AES_256_CM_HMAC_SHA1_80);
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY + "|2^20|1:4", KEY + "|1:4", KEY + " UNENCRYPTED_SRTP", KEY + " UNENCRYPTED_SRTCP", KEY + " UNAUTHENTICATED_SRTP",
        KEY + " KDR=1", KEY + " FEC_ORDER=FEC_SRTP", KEY + " FEC_KEY=inline:" + KEY, KEY + " WSH", KEY + " NEW_THING", KEY + ";inline:" + KEY,
        "", "WVNf", KEY + "AAAA", KEY + "=", "!VNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz", KEY + "|", KEY + "|2^", KEY + "|2^99", KEY + "|0"})
    void shouldNotTakeAKeyThatChangesThePacketsOrIsNone(final String rest) {
        party.secure(REQUIRED, new SrtpKeying[] {SDES});
        assertThat(party.refusal(offer("RTP/SAVP", crypto(rest)))).isEqualTo(488);
        assertThat(party.refusal(offer("RTP/AVP", crypto(rest)))).isEqualTo(488);
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY + "|2^20", KEY + "|1048576", KEY + " WSH=128", KEY + " KDR=0", KEY + " -x-mine", KEY + "|2^48 WSH=64  KDR=0"})
    void shouldTakeAKeyWithHarmlessParameters(final String rest) {
        party.secure(REQUIRED, new SrtpKeying[] {SDES});
        party.answer(offer("RTP/SAVP", crypto(rest)));
        assertThat(security().isSecure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=crypto", "a=crypto:", "a=crypto:x AES_CM_128_HMAC_SHA1_80 inline:" + KEY, "a=crypto:1",
        "a=crypto:1 AES_CM_128_HMAC_SHA1_80", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 outline:" + KEY, "a=crypto:1 NULL inline:" + KEY})
    void shouldPassOverWhatIsNoCryptoAttribute(final String line) {
        party.secure(PREFERRED, new SrtpKeying[] {SDES});
        assertThat(party.refusal(offer("RTP/SAVP", line + "\n"))).isEqualTo(488);
        assertThat(party.answer(offer("RTP/AVP", line + "\n"))).doesNotContain("crypto");
        assertThat(security().isSecure()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "NONE      | SDES      | RTP/AVP          | 0 | false",
        "PREFERRED | SDES      | RTP/AVP          | 6 | false",
        "PREFERRED | DTLS      | RTP/AVP          | 0 | true",
        "PREFERRED | DTLS,SDES | RTP/AVP          | 6 | true",
        "REQUIRED  | SDES      | RTP/SAVP         | 6 | false",
        "REQUIRED  | DTLS      | UDP/TLS/RTP/SAVP | 0 | true",
        "REQUIRED  | SDES,DTLS | RTP/SAVP         | 6 | true",
        "REQUIRED  | DTLS,SDES | UDP/TLS/RTP/SAVP | 6 | true"})
    void shouldOfferAsThePackageDescriptionSays(
            final SrtpPolicy policy, final String keying, final String profile, final int cryptos, final boolean fingerprint) {
        party.secure(policy, keying(keying));
        final String offer = party.offer();
        assertThat(SdpParty.lines(offer)).containsExactly("m=audio 30000 " + profile + " 0 8 101");
        assertThat(attributes(offer, "crypto")).hasSize(cryptos);
        assertThat(attributes(offer, "fingerprint:sha-256 ")).hasSize(fingerprint ? 1 : 0);
        assertThat(attributes(offer, "setup")).isEqualTo(fingerprint ? List.of("a=setup:actpass") : List.of());
    }

    private static SrtpKeying[] keying(final String names) {
        return Arrays.stream(names.split(",")).map(SrtpKeying::valueOf).toArray(SrtpKeying[]::new);
    }

    @ParameterizedTest
    @CsvSource({"NONE,RTP/SAVP", "NONE,UDP/TLS/RTP/SAVP", "REQUIRED,RTP/AVP", "REQUIRED,RTP/AVPF", "PREFERRED,RTP/SAVP", "PREFERRED,UDP/TLS/RTP/SAVPF"})
    void shouldRefuseWhatThePolicyForbids(final SrtpPolicy policy, final String profile) {
        party.secure(policy, new SrtpKeying[] {SDES, DTLS});
        assertThat(party.refusal(offer(profile, policy == NONE ? crypto(KEY) : ""))).isEqualTo(488);
    }

    @Test
    void shouldChooseTheLineWithEncryptionWhereBothAreOffered() {
        final String both = offer("RTP/AVP", "") + "m=audio 4002 RTP/SAVP 0\n" + crypto(KEY);
        assertThat(SdpParty.lines(party.secure(PREFERRED, new SrtpKeying[] {SDES}).answer(both)))
                .containsExactly("m=audio 0 RTP/AVP 0", "m=audio 30000 RTP/SAVP 0");
        final SdpParty plain = new SdpParty();
        assertThat(SdpParty.lines(plain.answer(both))).containsExactly("m=audio 30000 RTP/AVP 0", "m=audio 0 RTP/SAVP 0");
    }

    @Test
    void shouldTakeAnAnswerToTheTagThatItOffered() {
        party.secure(PREFERRED, new SrtpKeying[] {SDES}, CryptoSuite.AEAD_AES_128_GCM, CryptoSuite.AES_CM_128_HMAC_SHA1_32);
        final String offer = party.offer();
        assertThat(party.onAnswer(offer("RTP/SAVP", "a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:" + KEY + "\n"))).isEqualTo(OfferAnswer.OK);
        assertThat(security().suite()).isEqualTo(CryptoSuite.AES_CM_128_HMAC_SHA1_32);
        assertThat(attributes(offer, "crypto:2").getFirst()).endsWith("inline:"
                + Base64.getEncoder().encodeToString(key(security().localKey(), security().suite())));
        assertThat(party.onAnswer(offer("RTP/AVP", "a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:" + KEY + "\n")))
                .as("another suite than that tag has: plain by RTP/AVP").isEqualTo(OfferAnswer.OK);
        assertThat(security().isSecure()).isFalse();
        assertThat(party.onAnswer(offer("RTP/SAVP", "a=crypto:3 AES_CM_128_HMAC_SHA1_32 inline:" + KEY + "\n"))).isEqualTo(OfferAnswer.NO_SECURITY);
    }

    @Test
    void shouldRefuseAPlainAnswerWhereEncryptionIsRequired() {
        party.secure(REQUIRED, new SrtpKeying[] {SDES, DTLS});
        party.offer();
        assertThat(party.onAnswer(offer("RTP/AVP", ""))).isEqualTo(OfferAnswer.NO_SECURITY);
        assertThat(party.onAnswer(offer("RTP/SAVP", ""))).isEqualTo(OfferAnswer.NO_SECURITY);
        assertThat(party.media.isAgreed()).isFalse();
        assertThat(OfferAnswer.statusCode(OfferAnswer.NO_SECURITY)).isEqualTo(488);
    }

    @Test
    void shouldKeepKeysInASessionAndDrawNewOnesForTheNext() {
        party.secure(REQUIRED, new SrtpKeying[] {SDES});
        final String first = party.offer();
        assertThat(party.offer()).isEqualTo(first);
        party.local.beginSession(78);
        final List<String> second = attributes(party.offer(), "crypto");
        assertThat(second).hasSize(6).doesNotContainAnyElementsOf(attributes(first, "crypto")).doesNotHaveDuplicates();
    }

    @Test
    void shouldNotTellTheNextPeerTheKeysOfTheOneBefore() {
        party.secure(REQUIRED, new SrtpKeying[] {SDES});
        party.answer(offer("RTP/SAVP", crypto(KEY)));
        final byte[] before = key(security().localKey(), security().suite());
        party.local.renewKeys();
        assertThat(party.offer()).doesNotContain(Base64.getEncoder().encodeToString(before));
        assertThat(key(security().localKey(), security().suite())).as("what holds is not touched").isEqualTo(before);
    }

    @Test
    void shouldOfferTheKeyThatItAnsweredWith() {
        party.secure(PREFERRED, new SrtpKeying[] {SDES});
        final String answer = party.answer(offer("RTP/SAVP", crypto(KEY)));
        final String own = attributes(answer, "crypto").getFirst().split("inline:")[1];
        final String offer = party.offer();
        assertThat(offer).contains("m=audio 30000 RTP/SAVP ", "AES_CM_128_HMAC_SHA1_80 inline:" + own + "\n");
    }

    @ParameterizedTest
    @CsvSource({"actpass,active,true", "active,passive,false", "passive,active,true", "'',active,true"})
    void shouldAnswerTheHandshakesRole(final String offered, final String answered, final boolean client) {
        party.secure(PREFERRED, new SrtpKeying[] {DTLS});
        final String setup = offered.isEmpty() ? "" : "a=setup:" + offered + "\n";
        final String answer = party.answer(offer("UDP/TLS/RTP/SAVP", FINGERPRINT + setup + "a=tls-id:91bbf309c0990a6bec11e38ba2933cee\n"));
        assertThat(answer).contains("UDP/TLS/RTP/SAVP 0\n", "a=setup:" + answered + "\n", "a=fingerprint:sha-256 ");
        assertThat(security().keying()).isEqualTo(DTLS);
        assertThat(security().isDtlsClient()).isEqualTo(client);
        assertThat(security().remoteHash()).isEqualTo(FingerprintHash.SHA_256);
        assertThat(security().remoteFingerprint()).startsWith(0x4A, 0xAD, 0xB9).hasSize(64);
        assertThat(security().remoteFingerprint()[31]).isEqualTo((byte) 0xF1);
    }

    @ParameterizedTest
    @CsvSource({"active,false", "passive,true", "actpass,true", "'',false"})
    void shouldTakeTheRoleThatTheAnswerLeaves(final String answered, final boolean client) {
        party.secure(REQUIRED, new SrtpKeying[] {DTLS});
        party.offer();
        assertThat(party.onAnswer(offer("UDP/TLS/RTP/SAVP", FINGERPRINT + (answered.isEmpty() ? "" : "a=setup:" + answered + "\n"))))
                .isEqualTo(OfferAnswer.OK);
        assertThat(security().isDtlsClient()).isEqualTo(client);
    }

    @Test
    void shouldFindFingerprintAndRoleAtTheSession() {
        party.secure(REQUIRED, new SrtpKeying[] {DTLS});
        final String session = HEAD + "a=ice-ufrag:x\na=ice-pwd:yyyyyyyyyyyyyyyyyyyyyy\na=fingerprint:MD5 00\n" + FINGERPRINT + "a=setup:active\n";
        assertThat(party.answer(session + "m=audio 4000 UDP/TLS/RTP/SAVPF 0\n")).contains("a=setup:passive\n");
        assertThat(security().isDtlsClient()).isFalse();
    }

    @Test
    void shouldKeepTheRoleAsLongAsTheCertificateStays() {
        party.secure(REQUIRED, new SrtpKeying[] {DTLS});
        party.answer(offer("UDP/TLS/RTP/SAVP", FINGERPRINT + "a=setup:active\n"));
        assertThat(party.answer(offer("UDP/TLS/RTP/SAVP", FINGERPRINT + "a=setup:actpass\n"))).contains("a=setup:passive\n");
        assertThat(party.answer(offer("UDP/TLS/RTP/SAVP", FINGERPRINT.replace("4A:AD", "4A:AE") + "a=setup:actpass\n"))).contains("a=setup:active\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=fingerprint:md5 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B", "a=fingerprint:sha-256 4A:AD", "a=fingerprint",
        "a=fingerprint:sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:XX", "a=fingerprint:sha-256",
        "a=fingerprint:sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB\na=setup:holdconn"})
    void shouldNotTakeWhatIsNoFingerprint(final String lines) {
        party.secure(REQUIRED, new SrtpKeying[] {DTLS});
        assertThat(party.refusal(offer("UDP/TLS/RTP/SAVP", lines + "\n"))).isEqualTo(488);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"RTP/AVP|DTLS,SDES|DTLS", "RTP/AVP|SDES,DTLS|SDES", "RTP/SAVP|DTLS,SDES|SDES", "UDP/TLS/RTP/SAVP|SDES,DTLS|DTLS"})
    void shouldLetTheProfileDecideBetweenBothWays(final String profile, final String own, final SrtpKeying expected) {
        party.secure(PREFERRED, keying(own));
        final String answer = party.answer(offer(profile, crypto(KEY) + FINGERPRINT + "a=setup:actpass\n"));
        assertThat(security().keying()).isEqualTo(expected);
        assertThat(attributes(answer, "crypto")).hasSize(expected == SDES ? 1 : 0);
        assertThat(attributes(answer, "fingerprint")).hasSize(expected == DTLS ? 1 : 0);
    }
}
