package busyhour.codec.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Encoded media on disk, so that a file is encoded once for each setting and not once for each run. An entry is named by
 * the SHA-256 of what it was made of; it is written beside its place and moved there whole, and carries a digest of its own:
 * one that is damaged counts as absent. Beyond the limit those unused longest are deleted.
 *
 * <pre>
 *   | "BHM1" | SHA-256 of the rest (32) | payload ... |
 * </pre>
 *
 * <p>A disk that refuses only means that media is encoded anew. Set-up time; any thread, any number of processes.
 */
public final class MediaCache {

    /** Octets kept by default. */
    public static final long DEFAULT_LIMIT_BYTES = 1L << 30;

    private static final byte[] MAGIC = "BHM1".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST_BYTES = 32;
    private static final int HEADER_BYTES = MAGIC.length + DIGEST_BYTES;
    private static final String SUFFIX = ".media";

    private final Path directory;
    private final long limitBytes;

    private MediaCache(final Path directory, final long limitBytes) {
        this.directory = directory;
        this.limitBytes = limitBytes;
    }

    /** @param directory made when the first entry is written. */
    public static MediaCache in(final Path directory, final long limitBytes) {
        return new MediaCache(directory, limitBytes);
    }

    /** The one of this host, in {@link Ffmpeg#cacheDirectory}. */
    public static MediaCache ofHost() {
        return in(Ffmpeg.cacheDirectory().resolve("media"), DEFAULT_LIMIT_BYTES);
    }

    /** Keeps nothing. */
    public static MediaCache none() {
        return new MediaCache(null, 0);
    }

    /**
     * Names an entry.
     *
     * @param settings everything that the result depends on besides the content, the encoder's version included.
     * @param content  what is encoded; null for a built-in signal, whose version belongs into the settings then.
     */
    public static String key(final String settings, final byte[] content) {
        final MessageDigest digest = sha256();
        digest.update(settings.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        if (content != null) {
            digest.update(content);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** @return the payload that was written under this key, or null when there is none that is whole. */
    public byte[] read(final String key) {
        if (directory == null) {
            return null;
        }
        final Path file = file(key);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) < HEADER_BYTES || Files.size(file) > limitBytes) {
                return null;
            }
            final ByteBuffer entry = ByteBuffer.wrap(Files.readAllBytes(file));
            if (!isWhole(entry)) {
                Files.deleteIfExists(file);
                return null;
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            final byte[] payload = new byte[entry.remaining()];
            entry.get(payload);
            return payload;
        } catch (final IOException e) {
            return null;
        }
    }

    private static boolean isWhole(final ByteBuffer entry) {
        if (entry.remaining() < HEADER_BYTES) {
            return false;
        }
        final byte[] magic = new byte[MAGIC.length];
        final byte[] digest = new byte[DIGEST_BYTES];
        entry.get(magic).get(digest);
        final MessageDigest actual = sha256();
        actual.update(entry.duplicate());
        return MessageDigest.isEqual(magic, MAGIC) && MessageDigest.isEqual(digest, actual.digest());
    }

    /** Keeps a payload. @return false when the disk refused or it is larger than the limit. */
    public boolean write(final String key, final byte[] payload) {
        if (directory == null || payload.length + HEADER_BYTES > limitBytes) {
            return false;
        }
        Path written = null;
        try {
            Files.createDirectories(directory);
            written = Files.createTempFile(directory, key.substring(0, 8), ".part");
            final ByteBuffer entry = ByteBuffer.allocate(HEADER_BYTES + payload.length);
            entry.put(MAGIC).put(sha256().digest(payload)).put(payload);
            Files.write(written, entry.array());
            Files.move(written, file(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            prune();
            return true;
        } catch (final IOException e) {
            discard(written);
            return false;
        }
    }

    private static void discard(final Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException e) {
            // pruned with the others later
        }
    }

    private Path file(final String key) {
        return directory.resolve(key + SUFFIX);
    }

    private record Entry(Path file, long bytes, long usedMs) {
    }

    private void prune() throws IOException {
        final List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file)) {
                    entries.add(new Entry(file, Files.size(file), Files.getLastModifiedTime(file).toMillis()));
                }
            }
        }
        long kept = entries.stream().mapToLong(Entry::bytes).sum();
        entries.sort(Comparator.comparingLong(Entry::usedMs));
        for (int i = 0; i < entries.size() && kept > limitBytes; i++) {
            Files.deleteIfExists(entries.get(i).file());
            kept -= entries.get(i).bytes();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }
}
