package busyhour.web.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Passwords of people, kept as Argon2id (RFC 9106) in the PHC string format. Any thread; a few at a time, for each takes
 * {@value #MEMORY_KIB} KiB and tens of milliseconds.
 */
final class Passwords {

    static final int MEMORY_KIB = 19_456;
    private static final int ITERATIONS = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int AT_A_TIME = 4;
    private static final Pattern PHC = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Semaphore TURNS = new Semaphore(AT_A_TIME);
    /** Of no password: checked when there is no such person, so that the time does not tell. */
    private static final String NOBODY = hash("");

    private Passwords() {
    }

    static String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + ITERATIONS + ",p=" + LANES + "$" + text(salt) + "$"
                + text(derive(password, salt, MEMORY_KIB, ITERATIONS, LANES, HASH_BYTES));
    }

    /** @param hash null when there is nobody: takes as long, is false. */
    static boolean verify(String password, String hash) {
        Matcher phc = PHC.matcher(hash == null ? NOBODY : hash);
        if (!phc.matches()) {
            throw new IllegalStateException("a stored password is no Argon2id");
        }
        byte[] expected = Base64.getDecoder().decode(phc.group(5));
        byte[] found = derive(password, Base64.getDecoder().decode(phc.group(4)), Integer.parseInt(phc.group(1)),
                Integer.parseInt(phc.group(2)), Integer.parseInt(phc.group(3)), expected.length);
        return MessageDigest.isEqual(expected, found) && hash != null;
    }

    private static byte[] derive(String password, byte[] salt, int memoryKib, int iterations, int lanes, int bytes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib).withIterations(iterations).withParallelism(lanes).withSalt(salt).build());
        byte[] hash = new byte[bytes];
        TURNS.acquireUninterruptibly();
        try {
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        } finally {
            TURNS.release();
        }
        return hash;
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
