package busyhour.ipc.licence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The public keys whose licences count: those built in ({@code keys.txt} beside this class) and those that {@value #VARIABLE} names,
 * comma separated: keys themselves, or files with one key a line ({@code #} begins a comment).
 */
public final class LicenceKeys {

    public static final String VARIABLE = "BUSYHOUR_LICENCE_KEYS";
    /** How the base64 of every Ed25519 key begins. */
    private static final String START = "MCowBQYDK2VwAyEA";
    private static final int ID_BYTES = 8;

    private static final String PROPERTY = "busyhour.licence.keys";

    private final Map<String, PublicKey> keys;

    private LicenceKeys(final Map<String, PublicKey> keys) {
        this.keys = keys;
    }

    /** Those of this process: built in, and named by its environment or the system property {@value #PROPERTY}. */
    public static LicenceKeys ofProcess() throws LicenceException {
        return of(System.getProperty(PROPERTY, System.getenv(VARIABLE)));
    }

    /**
     * @param given what {@value #VARIABLE} says, or null.
     * @throws LicenceException when a key or file there is none.
     */
    public static LicenceKeys of(final String given) throws LicenceException {
        final Map<String, PublicKey> keys = new LinkedHashMap<>();
        for (final String line : lines(builtIn(), "keys.txt")) {
            add(keys, line);
        }
        for (final String entry : given == null ? List.<String>of() : List.of(given.split(","))) {
            for (final String line : entry.isBlank() ? List.<String>of() : entry.strip().startsWith(START) ? List.of(entry.strip()) : file(entry.strip())) {
                add(keys, line);
            }
        }
        return new LicenceKeys(keys);
    }

    private static String builtIn() {
        try (InputStream in = LicenceKeys.class.getResourceAsStream("keys.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> file(final String name) throws LicenceException {
        try {
            return lines(Files.readString(Path.of(name)), name);
        } catch (final IOException | java.nio.file.InvalidPathException e) {
            throw new LicenceException(VARIABLE + ": found " + name + ", which cannot be read, expected keys or files of keys", e);
        }
    }

    private static List<String> lines(final String text, final String where) throws LicenceException {
        final List<String> lines = new ArrayList<>();
        for (final String line : text.lines().toList()) {
            final String key = line.replaceFirst("#.*", "").strip();
            if (!key.isEmpty() && !key.startsWith(START)) {
                throw new LicenceException(where + ": found '" + key + "', expected a public key, " + START + "… on a line");
            } else if (!key.isEmpty()) {
                lines.add(key);
            }
        }
        return lines;
    }

    private static void add(final Map<String, PublicKey> keys, final String text) throws LicenceException {
        try {
            final PublicKey key = KeyFactory.getInstance(LicenceKey.ALGORITHM).generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
            keys.put(id(key), key);
        } catch (final GeneralSecurityException | IllegalArgumentException e) {
            throw new LicenceException("found '" + text + "', expected a public key as `busyhour licence key` prints it", e);
        }
    }

    static String text(final PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** A short name of a key: the first bytes of its SHA-256. */
    static String id(final PublicKey key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()), 0, ID_BYTES);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /**
     * The licence in a file whose signature is one of ours; whether it is good now and for whom is not asked.
     *
     * @throws LicenceException with what is wrong.
     */
    public Licence verify(final String text) throws LicenceException {
        final LicenceFile file = LicenceFile.parse(text);
        final PublicKey key = keys.get(file.key());
        if (key == null) {
            throw new LicenceException("key: found " + file.key() + ", which is not among the keys that count here (" + VARIABLE + ")");
        }
        if (!fits(key, file)) {
            throw new LicenceException("the signature does not fit: the licence was altered");
        }
        return file.licence();
    }

    private static boolean fits(final PublicKey key, final LicenceFile file) {
        try {
            final Signature signature = Signature.getInstance(LicenceKey.ALGORITHM);
            signature.initVerify(key);
            signature.update(file.licence().signed());
            return signature.verify(file.signature());
        } catch (final GeneralSecurityException e) {
            return false; // of another length, or no point of the curve
        }
    }
}
