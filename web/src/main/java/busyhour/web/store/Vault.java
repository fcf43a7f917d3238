package busyhour.web.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what must be read again but never by who has only the database: passwords of SIP accounts, secrets of webhooks. AES-256-GCM
 * (NIST SP 800-38D) with a random nonce before the sealed bytes; the key lies in a file beside the database, or comes from
 * {@value #KEY_VARIABLE} (64 hexadecimal digits), which several processes on one database must share. Any thread.
 */
public final class Vault {

    public static final String KEY_VARIABLE = "BUSYHOUR_VAULT_KEY";
    private static final String KEY_FILE = "vault.key";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    /** @param key 32 bytes. */
    public Vault(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes: must be " + KEY_BYTES);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * With the key of the environment, else the data directory's, which is made when there is none.
     *
     * @param keyText the environment's, or null.
     * @throws IOException with one line for a person.
     */
    public static Vault open(Path dataDirectory, String keyText) throws IOException {
        if (keyText != null) {
            return new Vault(parsed(keyText, KEY_VARIABLE));
        }
        Path file = dataDirectory.resolve(KEY_FILE);
        if (!Files.exists(file)) {
            Files.createDirectories(dataDirectory);
            Path made = Files.createTempFile(dataDirectory, KEY_FILE, "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(made, Secrets.randomHex(KEY_BYTES));
            try {
                Files.createLink(file, made); // of two processes that make one, the first wins
            } catch (java.nio.file.FileAlreadyExistsException e) {
                // the other's is as good
            } finally {
                Files.deleteIfExists(made);
            }
        }
        return new Vault(parsed(Files.readString(file).strip(), file.toString()));
    }

    private static byte[] parsed(String text, String where) throws IOException {
        if (!text.matches("[0-9a-fA-F]{64}")) {
            throw new IOException(where + ": found something else, expected 64 hexadecimal digits");
        }
        return HexFormat.of().parseHex(text);
    }

    /** @param context what it belongs to ({@code "sip-account " + id}): opens only with the same words. */
    public byte[] seal(String secret, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, context, secret.getBytes(StandardCharsets.UTF_8), 0);
        return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
    }

    /** @throws IllegalStateException when it was sealed with another key or for another context, or was altered. */
    public String open(byte[] sealed, String context) {
        byte[] nonce = java.util.Arrays.copyOf(sealed, NONCE_BYTES);
        return new String(run(Cipher.DECRYPT_MODE, nonce, context, sealed, NONCE_BYTES), StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, byte[] nonce, String context, byte[] bytes, int offset) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes, offset, bytes.length - offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored secret (" + context + ") does not open: the key in " + KEY_FILE + " or " + KEY_VARIABLE + " is another one", e);
        }
    }
}
