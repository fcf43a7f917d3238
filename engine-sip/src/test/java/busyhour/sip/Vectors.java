package busyhour.sip;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Test vectors that lie beside the project; where they are absent the tests that need them say so and are skipped. */
public final class Vectors {

    private static final Path ROOT = Path.of(System.getProperty("busyhour.root", "."), "..", "shared", "vectors");

    private Vectors() {
    }

    /** @return the folder, or the test is skipped aloud. */
    public static Path folder(final String name) {
        final Path folder = ROOT.resolve(name);
        if (!Files.isDirectory(folder)) {
            System.out.println("SKIPPED: no test vectors at " + folder);
            abort("no test vectors at " + folder);
        }
        return folder;
    }

    /** @return all files under the folder, sorted. */
    public static List<Path> files(final String folder) {
        try (Stream<Path> walk = Files.walk(folder(folder))) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] read(final Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(final String folder, final String file) {
        try {
            return new ObjectMapper().readTree(folder(folder).resolve(file).toFile());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
