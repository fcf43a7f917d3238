package busyhour.engine.stream;

import busyhour.sip.TransportAddress;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that signs whatever a test needs. */
final class TestAuthority {

    /** PEM of a certificate and its key. */
    record Identity(byte[] certificate, byte[] key) {
    }

    private final X500Name name;
    private final KeyPair pair;
    private final byte[] pem;
    private long serial = 1;

    TestAuthority(final String commonName) throws Exception {
        name = new X500Name("CN=" + commonName);
        pair = pair("EC", 256);
        final Instant now = Instant.now();
        pem = pem(new JcaX509v3CertificateBuilder(name, BigInteger.ONE, Date.from(now.minus(Duration.ofDays(2))),
                Date.from(now.plus(Duration.ofDays(2))), name, pair.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    private static KeyPair pair(final String algorithm, final int bits) throws Exception {
        final KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static byte[] pem(final Object object) throws Exception {
        final StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Its own certificate. */
    byte[] pem() {
        return pem;
    }

    Identity issue(final String subject) throws Exception {
        return issue(subject, "EC", 256, Duration.ofDays(-1), Duration.ofDays(1));
    }

    /**
     * @param subject a host name or an address.
     * @param from    from now.
     * @param to      from now.
     */
    Identity issue(final String subject, final String algorithm, final int bits, final Duration from, final Duration to) throws Exception {
        final KeyPair subjectPair = pair(algorithm, bits);
        final int type = new TransportAddress().parse(subject) ? GeneralName.iPAddress : GeneralName.dNSName;
        final Instant now = Instant.now();
        return new Identity(pem(new JcaX509v3CertificateBuilder(name, BigInteger.valueOf(++serial), Date.from(now.plus(from)),
                Date.from(now.plus(to)), new X500Name("CN=" + subject), subjectPair.getPublic())
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(type, subject)))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))), pem(new JcaPKCS8Generator(subjectPair.getPrivate(), null)));
    }
}
