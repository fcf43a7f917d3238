package busyhour.engine.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An endpoint's certificate for DTLS: ECDSA over P-256, signed by itself, named by nothing but its fingerprint in SDP
 * (RFC 5763 5, RFC 8122, RFC 8827 6.5). Immutable.
 */
public final class DtlsIdentity {

    private static final int SERIAL_BITS = 64;
    private static final Duration EARLIER = Duration.ofDays(1);
    private static final Duration VALID = Duration.ofDays(30);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PrivateKey key;
    private final byte[] certificate;
    private final byte[] fingerprint;

    private DtlsIdentity(final PrivateKey key, final byte[] certificate) throws GeneralSecurityException {
        this.key = key;
        this.certificate = certificate;
        fingerprint = MessageDigest.getInstance("SHA-256").digest(certificate);
    }

    /** A new key and certificate; about half a millisecond. */
    public static DtlsIdentity generate() {
        try {
            final KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            final KeyPair pair = generator.generateKeyPair();
            final X500Name name = new X500Name("CN=busyhour");
            final Instant now = Instant.now();
            return new DtlsIdentity(pair.getPrivate(), new JcaX509v3CertificateBuilder(name, new BigInteger(SERIAL_BITS, RANDOM),
                    Date.from(now.minus(EARLIER)), Date.from(now.plus(VALID)), name, pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded());
        } catch (final GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no certificate can be made: " + e.getMessage(), e);
        }
    }

    /** One for each of many endpoints, on all cores: before a run, never in it. */
    public static DtlsIdentity[] generate(final int count) {
        return IntStream.range(0, count).parallel().mapToObj(i -> generate()).toArray(DtlsIdentity[]::new);
    }

    /** SHA-256 of the certificate: 32 octets. */
    public byte[] fingerprint() {
        return fingerprint.clone();
    }

    /** As it stands in SDP behind {@code a=fingerprint:sha-256}. */
    public String fingerprintText() {
        return HexFormat.ofDelimiter(":").formatHex(fingerprint).toUpperCase(Locale.ROOT);
    }

    PrivateKey key() {
        return key;
    }

    /** DER. */
    byte[] certificate() {
        return certificate;
    }
}
