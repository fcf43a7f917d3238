package busyhour.web.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.ipc.plan.SignallingSpec.TlsSpec;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan's certificates and keys are answered with. */
class TlsMaterialTest {
    private static final Instant NOW = Instant.now();
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(400));
    private static final Instant FAR = NOW.plus(Duration.ofDays(400));

    @TempDir
    private Path folder;
    private KeyPair authority;

    @BeforeEach
    void makeAuthority() throws Exception {
        authority = TestCertificates.keys("EC");
        write("ca.pem", TestCertificates.pem("CERTIFICATE",
                TestCertificates.certificate("Test CA", authority, "Test CA", authority.getPrivate(), LONG_AGO, FAR, true)));
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
    }

    private String certificate(KeyPair keys, Instant from, Instant until) throws Exception {
        return TestCertificates.pem("CERTIFICATE",
                TestCertificates.certificate("client", keys, "Test CA", authority.getPrivate(), from, until, false));
    }

    private Plan read(String tls) throws Exception {
        Path plan = folder.resolve("plan.yaml");
        Files.writeString(plan, """
                registrars:
                  - name: pbx
                    domain: 127.0.0.1
                    transport: TLS
                    tls: %s
                    accounts: [{ username: a, password: b }]
                groups: [{ name: g, endpoints: 1, registrar: pbx, callee: receive-external }]
                """.formatted(tls));
        return PlanReader.read(plan);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void shouldTakeKeyOfEachKind(String algorithm) throws Exception {
        KeyPair keys = TestCertificates.keys(algorithm);
        write("client.pem", certificate(keys, LONG_AGO, FAR));
        write("client.key", TestCertificates.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        Plan plan = read("{ ca: ca.pem, certificate: client.pem, key: client.key, server-name: pbx.example }");
        TlsSpec tls = plan.groups().getFirst().signalling().tls();
        assertThat(plan.warnings()).isEmpty();
        assertThat(tls.verify()).isTrue();
        assertThat(tls.serverName()).isEqualTo("pbx.example");
        assertThat(plan.files()).containsOnlyKeys(tls.ca(), tls.certificate(), tls.key());
        assertThat(plan.assignment(1).files().get(tls.key())).isEqualTo(Pem.write("PRIVATE KEY", keys.getPrivate().getEncoded()));
        assertThat(CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(plan.files().get(tls.certificate()))))
                .singleElement().satisfies(each -> assertThat(each.getPublicKey()).isEqualTo(keys.getPublic()));
    }

    @Test
    void shouldBringOlderFormsOfKeysIntoPkcs8() throws Exception {
        for (String algorithm : List.of("RSA", "EC")) {
            KeyPair keys = TestCertificates.keys(algorithm);
            boolean rsa = algorithm.equals("RSA");
            write("both.pem", certificate(keys, LONG_AGO, FAR) + TestCertificates.pem(algorithm + " PRIVATE KEY",
                    rsa ? TestCertificates.inside(keys.getPrivate()) : TestCertificates.sec1(keys.getPrivate())));
            Plan plan = read("{ certificate: both.pem }");
            TlsSpec tls = plan.groups().getFirst().signalling().tls();
            byte[] kept = plan.files().get(tls.key());
            assertThat(PrivateKeys.match(PrivateKeys.read(PrivateKeys.pkcs8(Pem.blocks(kept).getFirst())), keys.getPublic())).isTrue();
            assertThat(new String(kept, StandardCharsets.US_ASCII)).startsWith("-----BEGIN PRIVATE KEY-----");
            assertThat(new String(plan.files().get(tls.certificate()), StandardCharsets.US_ASCII)).doesNotContain("PRIVATE");
        }
    }

    @Test
    void shouldRefuseKeyOfAnotherCertificate() throws Exception {
        KeyPair keys = TestCertificates.keys("EC");
        write("client.pem", certificate(keys, LONG_AGO, FAR));
        for (String other : List.of("EC", "RSA", "Ed25519")) {
            write("client.key", TestCertificates.pem("PRIVATE KEY", TestCertificates.keys(other).getPrivate().getEncoded()));
            refused("{ certificate: client.pem, key: client.key }",
                    ":5:42: registrars[0].tls.key: found a key that does not belong to the certificate, expected the private key of the certificate");
        }
        write("chain.pem", Files.readString(folder.resolve("ca.pem")) + certificate(keys, LONG_AGO, FAR));
        write("client.key", TestCertificates.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        refused("{ certificate: chain.pem, key: client.key }", ":5:41: registrars[0].tls.key: found the key of another certificate than the first, "
                + "expected our own certificate first, then those that vouch for it");
    }

    @Test
    void shouldRefuseCertificateThatDoesNotHoldToday() throws Exception {
        KeyPair keys = TestCertificates.keys("EC");
        write("client.key", TestCertificates.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        write("client.pem", certificate(keys, LONG_AGO, NOW.minusSeconds(60)));
        refused("{ certificate: client.pem, key: client.key }", "registrars[0].tls.certificate: found a certificate that ran out on "
                + NOW.minusSeconds(60).toString().substring(0, 10) + ", expected one that holds today");
        write("client.pem", certificate(keys, NOW.plus(Duration.ofDays(2)), FAR));
        refused("{ certificate: client.pem, key: client.key }", "registrars[0].tls.certificate: found a certificate that holds from "
                + NOW.plus(Duration.ofDays(2)).toString().substring(0, 10) + ", expected one that holds today");
    }

    @Test
    void shouldWarnThirtyDaysBeforeEnd() throws Exception {
        KeyPair keys = TestCertificates.keys("EC");
        write("client.key", TestCertificates.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        Instant soon = NOW.plus(Duration.ofDays(10)).plusSeconds(60);
        write("client.pem", certificate(keys, LONG_AGO, soon));
        assertThat(read("{ certificate: client.pem, key: client.key }").warnings()).containsExactly(folder.resolve("plan.yaml")
                + ":5:25: registrars[0].tls.certificate: the certificate runs out on " + soon.toString().substring(0, 10) + ", in 10 days");
        write("client.pem", certificate(keys, LONG_AGO, NOW.plus(Duration.ofDays(31))));
        assertThat(read("{ certificate: client.pem, key: client.key }").warnings()).isEmpty();
    }

    @Test
    void shouldWarnOfAuthorityThatDoesNotVouch() throws Exception {
        KeyPair keys = TestCertificates.keys("RSA");
        write("client.key", TestCertificates.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        write("client.pem", TestCertificates.pem("CERTIFICATE",
                TestCertificates.certificate("client", keys, "Another CA", keys.getPrivate(), LONG_AGO, FAR, false)));
        assertThat(read("{ ca: ca.pem, certificate: client.pem, key: client.key }").warnings())
                .singleElement().asString().contains("registrars[0].tls.certificate: no authority of 'ca' vouches for it");
    }

    @Test
    void shouldRefuseWhatIsNoPem() throws Exception {
        KeyPair keys = TestCertificates.keys("EC");
        write("client.pem", certificate(keys, LONG_AGO, FAR));
        write("client.key", TestCertificates.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        write("noise.pem", "no certificate\n");
        write("broken.pem", certificate(keys, LONG_AGO, FAR) + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        write("broken.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        write("locked.key", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        write("locked8.key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        refused("{ ca: noise.pem }", "registrars[0].tls.ca: found no block CERTIFICATE, expected X.509 certificates as PEM");
        refused("{ ca: broken.pem }", "found a block CERTIFICATE, the 2. of the file, that is none, expected X.509 certificates as PEM");
        refused("{ certificate: client.pem, key: broken.key }", "registrars[0].tls.key: found a block PRIVATE KEY that cannot be read");
        refused("{ certificate: client.pem, key: locked.key }", "registrars[0].tls.key: found a private key with a password");
        refused("{ certificate: client.pem, key: locked8.key }", "registrars[0].tls.key: found a private key with a password");
        refused("{ certificate: client.pem, key: client.pem }", "registrars[0].tls.key: found no block PRIVATE KEY");
        refused("{ certificate: client.pem }", "registrars[0].tls.key: found nothing, expected the private key of the certificate");
    }

    private void refused(String tls, String words) {
        assertThatThrownBy(() -> read(tls)).isInstanceOf(PlanException.class).hasMessageContaining(words);
    }
}
