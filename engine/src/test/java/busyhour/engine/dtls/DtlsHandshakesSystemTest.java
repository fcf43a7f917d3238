package busyhour.engine.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.rtp.srtp.SrtpSuite;
import busyhour.sip.sdp.FingerprintHash;
import java.security.MessageDigest;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client and our server, with everything between them that a network does. */
class DtlsHandshakesSystemTest {

    private static final SrtpSuite SHA1 = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
    private static final DtlsTimes FAST = new DtlsTimes(5_000, 50, 2_000);
    private static final DtlsTimes PATIENT = new DtlsTimes(15_000, 50, 20_000);
    private static final DtlsTimes HASTY = new DtlsTimes(400, 50, 400);

    private DtlsHandshakes all = new DtlsHandshakes(FAST, null);

    @AfterEach
    void close() {
        all.close();
    }

    private void start(final DtlsEnd one, final boolean client, final DtlsEnd peer, final int stream) {
        assertThat(one.handshakes.start(stream, client, FingerprintHash.SHA_256, peer.endpoint.identity().fingerprint())).isTrue();
    }

    private static void assertSame(final DtlsEnd one, final int oneIndex, final DtlsEnd other, final int otherIndex, final SrtpSuite suite) {
        assertThat(one.told).as("told").hasSizeGreaterThan(oneIndex);
        assertThat(other.told).as("told").hasSizeGreaterThan(otherIndex);
        final DtlsEnd.Told first = one.told.get(oneIndex);
        final DtlsEnd.Told second = other.told.get(otherIndex);
        assertThat(first.fault()).isNull();
        assertThat(second.fault()).isNull();
        assertThat(first.suite()).isEqualTo(suite).isEqualTo(second.suite());
        assertThat(first.localKey()).isEqualTo(second.remoteKey()).hasSize(2 * suite.keyAndSaltLength());
        assertThat(first.remoteKey()).isEqualTo(second.localKey()).isNotEqualTo(first.localKey());
    }

    @ParameterizedTest
    @EnumSource(names = {"AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32", "AEAD_AES_128_GCM", "AEAD_AES_256_GCM"})
    void shouldAgreeOnKeys(final SrtpSuite suite) throws InterruptedException {
        final DtlsEnd client = new DtlsEnd(all, 1, SrtpSuite.AES_256_CM_HMAC_SHA1_80, SHA1, SrtpSuite.AES_CM_128_HMAC_SHA1_32,
                SrtpSuite.AEAD_AES_128_GCM, SrtpSuite.AEAD_AES_256_GCM);
        final DtlsEnd server = new DtlsEnd(all, 1, suite, SHA1);
        start(client, true, server, 0);
        start(server, false, client, 0);
        DtlsEnd.exchange(client, 1, server, 1);
        assertSame(client, 0, server, 0, suite); // the server chooses
        assertThat(client.told.get(0).again()).isFalse();
    }

    @Test
    void shouldKeepAClientHelloThatComesBeforeTheAnswer() throws InterruptedException {
        final DtlsEnd client = new DtlsEnd(all, 1, SHA1);
        final DtlsEnd server = new DtlsEnd(all, 1, SHA1);
        start(client, true, server, 0);
        for (int i = 0; i < 2_000 && client.wire.isEmpty(); i++) {
            client.handshakes.poll(client, 1);
            Thread.sleep(1);
        }
        client.step(server);
        start(server, false, client, 0);
        DtlsEnd.exchange(client, 1, server, 1);
        assertSame(client, 0, server, 0, SHA1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldSendAgainWhatIsLost(final long seed) throws InterruptedException {
        all = new DtlsHandshakes(PATIENT, null);
        final DtlsEnd client = new DtlsEnd(all, 1, SHA1).lose(0.2, seed);
        final DtlsEnd server = new DtlsEnd(all, 1, SHA1).lose(0.2, -seed);
        start(client, true, server, 0);
        start(server, false, client, 0);
        DtlsEnd.exchange(client, 1, server, 1);
        assertSame(client, 0, server, 0, SHA1);
    }

    @Test
    void shouldRefuseACertificateThatTheDescriptionDoesNotName() throws InterruptedException {
        final DtlsEnd client = new DtlsEnd(all, 1, SHA1);
        final DtlsEnd server = new DtlsEnd(all, 1, SHA1);
        start(client, true, client, 0);
        start(server, false, client, 0);
        DtlsEnd.exchange(client, 1, server, 1);
        assertThat(client.told.get(0).fault()).startsWith("the peer's certificate is not the one that its description names: SHA-256 ")
                .contains(server.endpoint.identity().fingerprintText(), " instead of " + client.endpoint.identity().fingerprintText());
        assertThat(server.told.get(0).fault()).isEqualTo("the peer ended the DTLS handshake: bad_certificate(42)");
    }

    @Test
    void shouldRefuseAClientWithAnotherCertificate() throws InterruptedException {
        final DtlsEnd client = new DtlsEnd(all, 1, SHA1);
        final DtlsEnd server = new DtlsEnd(all, 1, SHA1);
        start(client, true, server, 0);
        start(server, false, server, 0);
        DtlsEnd.exchange(client, 1, server, 1);
        assertThat(server.told.get(0).fault()).startsWith("the peer's certificate is not the one");
        assertThat(client.told.get(0).fault()).contains("bad_certificate");
    }

    @ParameterizedTest
    @EnumSource(names = {"SHA_1", "SHA_384", "SHA_512"})
    void shouldCheckFingerprintsOfOtherHashes(final FingerprintHash hash) throws Exception {
        final DtlsEnd client = new DtlsEnd(all, 1, SHA1);
        final DtlsEnd server = new DtlsEnd(all, 1, SHA1);
        final byte[] expected = MessageDigest.getInstance(hash.algorithm()).digest(server.endpoint.identity().certificate());
        assertThat(client.handshakes.start(0, true, hash, expected)).isTrue();
        start(server, false, client, 0);
        DtlsEnd.exchange(client, 1, server, 1);
        assertSame(client, 0, server, 0, SHA1);
    }

    @Test
    void shouldSayWhenNoProfileIsCommon() throws InterruptedException {
        final DtlsEnd client = new DtlsEnd(all, 1, SHA1);
        final DtlsEnd server = new DtlsEnd(all, 1, SrtpSuite.AEAD_AES_256_GCM);
        start(client, true, server, 0);
        start(server, false, client, 0);
        DtlsEnd.exchange(client, 1, server, 1);
        assertThat(server.told.get(0).fault()).isEqualTo("the peer's DTLS offers none of our SRTP profiles");
        assertThat(client.told.get(0).fault()).isEqualTo("the peer ended the DTLS handshake: handshake_failure(40)");
    }

    @Test
    void shouldSayThatThePeerIsSilent() throws InterruptedException {
        all = new DtlsHandshakes(HASTY, null);
        final DtlsEnd client = new DtlsEnd(all, 2, SHA1);
        final DtlsEnd nobody = new DtlsEnd(all, 2, SHA1);
        start(client, true, nobody, 0);
        start(client, false, nobody, 1);
        final long endNs = System.nanoTime() + 10_000_000_000L;
        while (client.told.size() < 2 && System.nanoTime() < endNs) {
            client.handshakes.poll(client, 64);
            Thread.sleep(1);
        }
        assertThat(client.told).extracting(DtlsEnd.Told::fault).containsExactlyInAnyOrder(
                "the peer did not answer the DTLS handshake within 400 ms", "the peer began no DTLS handshake within 400 ms");
        assertThat(client.wire.size()).as("ClientHello was sent again").isGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldLiveThroughGarbage() throws InterruptedException {
        final DtlsEnd client = new DtlsEnd(all, 1, SHA1);
        final DtlsEnd server = new DtlsEnd(all, 1, SHA1);
        final SplittableRandom random = new SplittableRandom(5);
        start(client, true, server, 0);
        start(server, false, client, 0);
        final long endNs = System.nanoTime() + 10_000_000_000L;
        while ((client.told.isEmpty() || server.told.isEmpty()) && System.nanoTime() < endNs) {
            final byte[] noise = new byte[2 + random.nextInt(100)];
            random.nextBytes(noise);
            noise[0] = 0; // the stream
            noise[1] = (byte) random.nextInt(20, 64);
            server.deliver(noise);
            client.deliver(noise);
            client.step(server);
            server.step(client);
            Thread.sleep(1);
        }
        assertSame(client, 0, server, 0, SHA1);
    }

    @Test
    void shouldBeginAnewOnANewClientHelloAndOnANewFingerprint() throws InterruptedException {
        final DtlsEnd client = new DtlsEnd(all, 1, SHA1);
        final DtlsEnd server = new DtlsEnd(all, 1, SHA1);
        start(client, true, server, 0);
        start(server, false, client, 0);
        DtlsEnd.exchange(client, 1, server, 1);
        start(client, true, server, 0); // the same terms: nothing
        client.handshakes.close(0);
        start(client, true, server, 0); // as after a restart of the peer
        DtlsEnd.exchange(client, 2, server, 2);
        assertSame(client, 1, server, 1, SHA1);
        assertThat(server.told.get(1).again()).isTrue();
        assertThat(client.told.get(1).again()).isFalse();
        assertThat(server.told.get(1).localKey()).isNotEqualTo(server.told.get(0).localKey());

        final DtlsEnd moved = new DtlsEnd(all, 1, SHA1);
        start(server, false, moved, 0);
        start(moved, true, server, 0);
        DtlsEnd.exchange(moved, 1, server, 3);
        assertSame(moved, 0, server, 2, SHA1);
        assertThat(server.told.get(2).again()).isTrue();
    }

    @Test
    void shouldSayNothingOfACallThatIsOver() throws InterruptedException {
        final DtlsEnd client = new DtlsEnd(all, 1, SHA1);
        final DtlsEnd server = new DtlsEnd(all, 1, SHA1);
        start(client, true, server, 0);
        for (int i = 0; i < 2_000 && client.wire.isEmpty(); i++) {
            client.handshakes.poll(client, 1);
            Thread.sleep(1);
        }
        client.handshakes.close(0);
        start(server, false, client, 0);
        client.step(server);
        Thread.sleep(300);
        client.wire.clear();
        client.step(server);
        assertThat(client.told).isEmpty();
        assertThat(client.wire).isEmpty();
    }

    @Test
    void shouldDoManyAtOnce() throws InterruptedException {
        final int streams = 100;
        final DtlsEnd client = new DtlsEnd(all, streams, SHA1);
        final DtlsEnd server = new DtlsEnd(all, streams, SHA1);
        for (int i = 0; i < streams; i++) {
            start(client, true, server, i);
            start(server, false, client, i);
        }
        DtlsEnd.exchange(client, streams, server, streams);
        assertThat(client.told).hasSize(streams).allMatch(told -> told.fault() == null);
        assertThat(server.told).hasSize(streams).allMatch(told -> told.fault() == null);
        assertThat(client.told).extracting(DtlsEnd.Told::localKey).doesNotHaveDuplicates();
    }

    @Test
    void shouldTellDtlsFromWhatElseComesOnASocket() {
        final UnsafeBuffer octet = new UnsafeBuffer(new byte[1]);
        for (int first = 0; first < 256; first++) {
            octet.putByte(0, (byte) first);
            assertThat(ShardHandshakes.isDtls(octet, 0, 1)).isEqualTo(first >= 20 && first <= 63);
        }
        assertThat(ShardHandshakes.isDtls(octet, 0, 0)).isFalse();
    }
}
