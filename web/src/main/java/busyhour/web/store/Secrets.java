package busyhour.web.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes secrets that are shown once and kept only as SHA-256. Any thread. */
public final class Secrets {

    public static final String API_KEY_PREFIX = "cmk_";
    public static final String WORKER_TOKEN_PREFIX = "cmw_";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int API_KEY_BYTES = 20;
    private static final int WORKER_TOKEN_BYTES = 32;

    private Secrets() {
    }

    /** {@code cmk_} and 40 hexadecimal digits. */
    public static String newApiKey() {
        return API_KEY_PREFIX + randomHex(API_KEY_BYTES);
    }

    /** {@code cmw_} and 64 hexadecimal digits. */
    public static String newWorkerToken() {
        return WORKER_TOKEN_PREFIX + randomHex(WORKER_TOKEN_BYTES);
    }

    /** That many random bytes as hexadecimal digits. */
    public static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** A random id that is never 0 and not negative. */
    public static long newId() {
        return RANDOM.nextLong(1, Long.MAX_VALUE);
    }

    /** What is kept of a secret. */
    public static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
