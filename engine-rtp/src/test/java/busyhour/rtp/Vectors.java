package busyhour.rtp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The public test data beside the project; a test that needs it is skipped where it is absent. */
public final class Vectors {

    private Vectors() {
    }

    public static Path path(String name) {
        final Path path = Path.of(System.getProperty("busyhour.root", ".."), "../shared/vectors", name);
        assumeTrue(Files.exists(path), "no test data beside the project: " + name);
        return path;
    }

    public static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(path(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
