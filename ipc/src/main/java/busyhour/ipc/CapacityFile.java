package busyhour.ipc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * {@code capacity.json} in the data directory: what this host can carry, written by {@code busyhour calibrate}, read by
 * {@code busyhour worker}.
 *
 * <pre>
 *   {"schema": 1,                       counts up when a reader of older files would misread a newer one
 *    "measuredAt": "2026-01-31T12:00:00Z", "version": "...", "headroom": 0.3,
 *    "endpoints": {"audio": 4000, "audioSrtp": 3000, "video": 800},   what the host carries of each, with headroom
 *    "kinds": {"audio": {"capacity": 4000, "limit": 5200, "bindsFirst": "cpu", "arithmetic": "...", "bounds": {...},
 *                        "packetsPerBusySecond": 0, "plan": "...", "loads": [...]}},
 *    "costsNs": {...}, "engine": {...}, "host": {...}, "advice": [...]}
 * </pre>
 *
 * {@code limit} is where a run becomes {@code overloaded} or is refused, {@code capacity} = limit / (1 + headroom). An endpoint of
 * {@code audio} is the unit of a worker's capacity. Stateless, any thread.
 */
public final class CapacityFile {

    public static final String NAME = "capacity.json";
    public static final int SCHEMA = 1;
    /** The most that a worker can be told to take. */
    public static final int MOST_ENDPOINTS = 1_000_000;

    private static final String UNIT = "audio";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private CapacityFile() {
    }

    /**
     * What a file says.
     *
     * @param endpoints  of audio that the host carries, 0 = not even the smallest load.
     * @param file       that says so.
     * @param measuredAt null = it does not say.
     */
    public record Capacity(int endpoints, Path file, Instant measuredAt) {

        private boolean isOlderThan(final Capacity other) {
            return other.measuredAt != null && (measuredAt == null || measuredAt.isBefore(other.measuredAt));
        }
    }

    /**
     * Looks in a worker's directory, where it puts what a platform had it measure, and in the data directory that holds it. What was
     * measured last counts.
     *
     * @return empty when nobody calibrated.
     * @throws IOException when the file there cannot be read or says something else, in one sentence.
     */
    public static Optional<Capacity> find(final Path workerData) throws IOException {
        final Path directory = workerData.toAbsolutePath().normalize();
        final Capacity own = readIn(directory);
        final Capacity above;
        try {
            above = readIn(directory.getParent());
        } catch (final IOException e) {
            if (own != null) {
                return Optional.of(own);
            }
            throw e;
        }
        return Optional.ofNullable(own == null || above != null && own.isOlderThan(above) ? above : own);
    }

    private static Capacity readIn(final Path directory) throws IOException {
        return directory != null && Files.exists(directory.resolve(NAME)) ? read(directory.resolve(NAME)) : null;
    }

    /**
     * Reads one.
     *
     * @throws IOException when it cannot be read or says something else, in one sentence.
     */
    public static Capacity read(final Path file) throws IOException {
        final JsonNode root;
        try {
            root = JSON.readTree(file.toFile());
        } catch (final IOException e) {
            throw new IOException(file + ": no JSON that can be read: busyhour calibrate writes it anew", e);
        }
        final int schema = root.path("schema").asInt(0);
        if (schema != SCHEMA) {
            throw new IOException(file + ": schema: found " + root.path("schema").asText("nothing") + ", expected " + SCHEMA + ": busyhour calibrate writes it anew");
        }
        final JsonNode endpoints = root.path("endpoints").path(UNIT);
        if (!endpoints.isInt() || endpoints.intValue() < 0 || endpoints.intValue() > MOST_ENDPOINTS) {
            throw new IOException(file + ": endpoints." + UNIT + ": found " + (endpoints.isMissingNode() ? "nothing" : endpoints)
                    + ", expected a whole number from 0 to " + MOST_ENDPOINTS);
        }
        return new Capacity(endpoints.intValue(), file, time(root.path("measuredAt").asText("")));
    }

    private static Instant time(final String text) {
        try {
            return Instant.parse(text);
        } catch (final DateTimeParseException e) {
            return null;
        }
    }

    /**
     * Puts a document in the place of the one before, or leaves that as it was: there is never half a file.
     *
     * @return the file.
     */
    public static Path write(final Path directory, final JsonNode document) throws IOException {
        final Path file = directory.resolve(NAME);
        final Path fresh = Files.createTempFile(directory, NAME, ".new");
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                final ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(document) + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        return file;
    }
}
