package busyhour.web.plan;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/**
 * Private keys as tools write them: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 A.1.2) and SEC 1 (RFC 5915). The JDK reads only the first; the
 * others are put into its frame.
 */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    /** AlgorithmIdentifier of rsaEncryption. */
    private static final byte[] RSA = {0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01,
        0x05, 0x00};
    /** OID of id-ecPublicKey. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private PrivateKeys() {
    }

    /** Whether a block holds a private key of any kind. */
    static boolean isKey(Pem.Block block) {
        return block.label().endsWith("PRIVATE KEY");
    }

    /** The key in the frame of PKCS#8; null when the block is none that can be read without a password. */
    static byte[] pkcs8(Pem.Block block) {
        if (block.der() == null || block.encrypted()) {
            return null;
        }
        return switch (block.label()) {
            case "PRIVATE KEY" -> block.der();
            case "RSA PRIVATE KEY" -> element(SEQUENCE, VERSION_0, RSA, element(OCTET_STRING, block.der()));
            case "EC PRIVATE KEY" -> fromSec1(block.der());
            default -> null;
        };
    }

    /** Null when no algorithm of the JDK takes it. */
    static PrivateKey read(byte[] pkcs8) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                continue; // of another algorithm
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e); // each JDK has them
            }
        }
        return null;
    }

    /** Whether what one signs the other verifies. */
    static boolean match(PrivateKey key, PublicKey certified) {
        if (key instanceof RSAKey own && certified instanceof RSAKey other) {
            return own.getModulus().equals(other.getModulus());
        }
        String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : key.getAlgorithm();
        byte[] sample = "busyhour".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(sample);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certified);
            verifying.update(sample);
            return verifying.verify(signing.sign());
        } catch (InvalidKeyException e) {
            return false; // another kind of key
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** ECPrivateKey names its curve in [0], PKCS#8 wants it in the algorithm. */
    private static byte[] fromSec1(byte[] der) {
        int at = contentOf(der, 0);
        int end = at < 0 ? -1 : end(der, 0);
        while (at >= 0 && at < end && end <= der.length) {
            int next = end(der, at);
            if (next < 0 || next > end) {
                return null;
            }
            if ((der[at] & 0xff) == PARAMETERS) {
                byte[] curve = Arrays.copyOfRange(der, contentOf(der, at), next);
                return element(SEQUENCE, VERSION_0, element(SEQUENCE, EC, curve), element(OCTET_STRING, der));
            }
            at = next;
        }
        return null;
    }

    /** Where the content of the element at {@code at} begins, -1 when it is cut off. */
    private static int contentOf(byte[] der, int at) {
        if (at + 2 > der.length) {
            return -1;
        }
        int first = der[at + 1] & 0xff;
        return first < 0x80 ? at + 2 : at + 2 + (first & 0x7f);
    }

    /** Where the element at {@code at} ends, -1 when it is cut off. */
    private static int end(byte[] der, int at) {
        int content = contentOf(der, at);
        if (content < 0 || content > der.length || content - at > 5) {
            return -1;
        }
        int length = der[at + 1] & 0xff;
        if (length >= 0x80) {
            length = 0;
            for (int i = at + 2; i < content; i++) {
                length = length << 8 | der[i] & 0xff;
            }
        }
        return length < 0 || length > der.length - content ? -1 : content + length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.write(0x80 | bytes);
            for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
                out.write(length >> shift);
            }
        }
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }
}
