package busyhour.ipc.link;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * One side of the agreement on the keys of one connection, made anew for each: X25519 (RFC 7748) with the worker's token mixed in by
 * HKDF-SHA256 (RFC 5869), so that neither who only listens nor who only answers in the platform's place knows them, and a token that
 * becomes known later opens nothing that was recorded. Single-threaded; used once.
 */
public final class LinkAgreement {
    private static final HexFormat HEX = HexFormat.of();
    /** SubjectPublicKeyInfo of X25519 (RFC 8410) up to the key's 32 bytes. */
    private static final byte[] PREFIX = HEX.parseHex("302a300506032b656e032100");
    private static final int KEY_BYTES = 32;

    private final KeyPair pair;

    public LinkAgreement() {
        try {
            pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has X25519", e);
        }
    }

    /** What the other side needs, as 64 hexadecimal digits. */
    public String publicKey() {
        final byte[] encoded = pair.getPublic().getEncoded();
        return HEX.formatHex(encoded, PREFIX.length, PREFIX.length + KEY_BYTES);
    }

    /** What a token stands for in the agreement: a platform keeps no more of it. */
    public static byte[] tokenHash(final String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * @param workerKey as {@link #publicKey}.
     * @throws IllegalArgumentException when that is no key.
     */
    public LinkKeys asPlatform(final String workerKey, final byte[] tokenHash, final long connection) {
        return keys(workerKey, workerKey, publicKey(), tokenHash, connection).reversed();
    }

    /**
     * @param platformKey as {@link #publicKey}.
     * @throws IllegalArgumentException when that is no key.
     */
    public LinkKeys asWorker(final String platformKey, final byte[] tokenHash, final long connection) {
        return keys(platformKey, publicKey(), platformKey, tokenHash, connection);
    }

    /** As the worker sees them. */
    private LinkKeys keys(final String peer, final String worker, final String platform, final byte[] tokenHash, final long connection) {
        try {
            final byte[] raw = HEX.parseHex(peer);
            if (raw.length != KEY_BYTES) {
                throw new IllegalArgumentException("a key of " + raw.length + " bytes, expected " + KEY_BYTES);
            }
            final KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(pair.getPrivate());
            agreement.doPhase(KeyFactory.getInstance("X25519").generatePublic(
                    new X509EncodedKeySpec(ByteBuffer.allocate(PREFIX.length + KEY_BYTES).put(PREFIX).put(raw).array())), true);
            final byte[] shared = agreement.generateSecret();
            return new LinkKeys(derive(shared, tokenHash, "worker to platform", connection, worker, platform),
                    derive(shared, tokenHash, "platform to worker", connection, worker, platform));
        } catch (final GeneralSecurityException e) {
            throw new IllegalArgumentException("that is no X25519 key: " + e.getMessage(), e);
        }
    }

    private static byte[] derive(
            final byte[] shared, final byte[] tokenHash, final String direction, final long connection, final String worker, final String platform)
            throws GeneralSecurityException {
        final ByteArrayOutputStream info = new ByteArrayOutputStream();
        info.writeBytes(("busyhour link " + LinkContext.PROTOCOL + " " + direction + " " + worker + " " + platform + " ")
                .getBytes(StandardCharsets.US_ASCII));
        info.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(connection).array());
        return KDF.getInstance("HKDF-SHA256").deriveData(
                HKDFParameterSpec.ofExtract().addIKM(shared).addSalt(tokenHash).thenExpand(info.toByteArray(), LinkKeys.LENGTH));
    }
}
