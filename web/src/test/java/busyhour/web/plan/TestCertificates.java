package busyhour.web.plan;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;

/** Makes X.509 certificates (RFC 5280) and keys for tests, valid for whatever time is wanted. */
public final class TestCertificates {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] SHA256_RSA = {0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00};
    private static final byte[] SHA256_ECDSA = {0x30, 0x0a, 0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02};
    private static final byte[] ED25519 = {0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70};
    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
    private static final byte[] BASIC_CONSTRAINTS_CA = {0x30, 0x0f, 0x06, 0x03, 0x55, 0x1d, 0x13, 0x01, 0x01, (byte) 0xff, 0x04, 0x05, 0x30, 0x03, 0x01, 0x01,
        (byte) 0xff};

    private TestCertificates() {
    }

    /** A certificate that runs out in nine days, and its key, both PEM. */
    public static List<String> soonOut() throws GeneralSecurityException {
        KeyPair keys = keys("Ed25519");
        byte[] certificate = certificate("c", keys, "c", keys.getPrivate(), Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(9)), true);
        return List.of(pem("CERTIFICATE", certificate), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    /** A certificate for a host's name that vouches for itself, and its key, both PEM. */
    public static List<String> server(String host) throws GeneralSecurityException {
        KeyPair keys = keys("EC");
        byte[] certificate = certificate(host, keys, host, keys.getPrivate(), Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(9)), true);
        return List.of(pem("CERTIFICATE", certificate), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    /** A certificate that signs itself and holds from now on, and its key, both PEM. */
    public static List<String> selfSigned(String algorithm, Duration lifetime) throws GeneralSecurityException {
        KeyPair keys = keys(algorithm);
        byte[] certificate = certificate("c", keys, "c", keys.getPrivate(), Instant.now().minusSeconds(60), Instant.now().plus(lifetime), true);
        return List.of(pem("CERTIFICATE", certificate), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    static KeyPair keys(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("RSA")) {
            generator.initialize(2_048);
        } else if (algorithm.equals("EC")) {
            generator.initialize(256);
        }
        return generator.generateKeyPair();
    }

    /** An authority, or its child. */
    static byte[] certificate(String subject, KeyPair keys, String issuer, PrivateKey issuerKey, Instant from, Instant until, boolean authority)
            throws GeneralSecurityException {
        byte[] algorithm = switch (issuerKey.getAlgorithm()) {
            case "RSA" -> SHA256_RSA;
            case "EC" -> SHA256_ECDSA;
            default -> ED25519;
        };
        byte[] extensions = authority ? element(0xa3, element(0x30, BASIC_CONSTRAINTS_CA)) : new byte[0];
        byte[] toSign = element(0x30, element(0xa0, integer(2)), integer(System.nanoTime() & 0xffffffL | 1), algorithm, name(issuer),
                element(0x30, time(from), time(until)), name(subject), keys.getPublic().getEncoded(), extensions);
        Signature signature = Signature.getInstance(switch (issuerKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        });
        signature.initSign(issuerKey);
        signature.update(toSign);
        return element(0x30, toSign, algorithm, element(0x03, new byte[] {0}, signature.sign()));
    }

    static String pem(String label, byte[] der) {
        return new String(Pem.write(label, der), StandardCharsets.US_ASCII);
    }

    /** What is inside PKCS#8: PKCS#1 of an RSA key, SEC 1 of an EC key (without its curve). */
    static byte[] inside(PrivateKey key) {
        byte[] der = key.getEncoded();
        int at = header(der, 0) + 3; // version
        at = header(der, at) + length(der, at); // algorithm
        return Arrays.copyOfRange(der, header(der, at), header(der, at) + length(der, at));
    }

    /** SEC 1 with the curve in [0], as openssl writes it; P-256. */
    static byte[] sec1(PrivateKey key) {
        byte[] bare = inside(key);
        byte[] curve = {(byte) 0xa0, 0x0a, 0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x03, 0x01, 0x07};
        int start = header(bare, 0);
        int secretEnd = start + 3;
        secretEnd = header(bare, secretEnd) + length(bare, secretEnd);
        return element(0x30, Arrays.copyOfRange(bare, start, secretEnd), curve, Arrays.copyOfRange(bare, secretEnd, bare.length));
    }

    private static byte[] name(String commonName) {
        return element(0x30, element(0x31, element(0x30, COMMON_NAME, element(0x0c, commonName.getBytes(StandardCharsets.UTF_8)))));
    }

    private static byte[] time(Instant instant) {
        return element(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] integer(long value) {
        return element(0x02, BigInteger.valueOf(value).toByteArray());
    }

    private static int header(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return first < 0x80 ? first : new BigInteger(1, Arrays.copyOfRange(der, at + 2, at + 2 + (first & 0x7f))).intValueExact();
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        out.write(tag);
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }
}
