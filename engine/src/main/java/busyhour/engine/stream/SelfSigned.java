package busyhour.engine.stream;

import busyhour.sip.TransportAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate for a listening point that was given none: peers that check it refuse, peers that do not are served. */
final class SelfSigned {

    private static final Duration EARLIER = Duration.ofDays(1);
    private static final Duration VALID = Duration.ofDays(30);

    private SelfSigned() {
    }

    /** @param host address of the listening point, which the certificate names besides loopback. */
    static OwnIdentity identity(final String host) throws StreamFaultException {
        try {
            final KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            final KeyPair pair = generator.generateKeyPair();
            final X500Name name = new X500Name("CN=busyhour");
            final Instant now = Instant.now();
            final List<GeneralName> names = new ArrayList<>();
            names.add(new GeneralName(GeneralName.dNSName, "localhost"));
            for (final String address : List.of("127.0.0.1", "::1", host)) {
                if (new TransportAddress().parse(address)) {
                    names.add(new GeneralName(GeneralName.iPAddress, address));
                }
            }
            final byte[] encoded = new JcaX509v3CertificateBuilder(name, BigInteger.valueOf(now.toEpochMilli()),
                    Date.from(now.minus(EARLIER)), Date.from(now.plus(VALID)), name, pair.getPublic())
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded();
            final X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(encoded));
            return new OwnIdentity(pair.getPrivate(), new X509Certificate[] {certificate});
        } catch (final GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new StreamFaultException("no certificate can be made for " + host + ": " + e.getMessage());
        }
    }
}
