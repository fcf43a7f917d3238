package busyhour.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapacityFileTest {

    @TempDir
    private Path data;
    private Path worker;

    @BeforeEach
    void makeWorkersDirectory() throws IOException {
        worker = Files.createDirectories(data.resolve("worker"));
    }

    private static JsonNode document(final String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void shouldFindWhatWasWrittenIntoTheDataDirectoryAboveTheWorkers() throws IOException {
        final Path file = CapacityFile.write(data, document("{\"schema\": 1, \"endpoints\": {\"audio\": 4200, \"video\": 800}}"));
        assertThat(file).isEqualTo(data.resolve("capacity.json"));
        assertThat(CapacityFile.find(worker)).contains(new CapacityFile.Capacity(4200, file, null));
    }

    @Test
    void shouldPreferTheWorkersOwn() throws IOException {
        CapacityFile.write(data, document("{\"schema\": 1, \"endpoints\": {\"audio\": 4200}}"));
        CapacityFile.write(worker, document("{\"schema\": 1, \"endpoints\": {\"audio\": 100}}"));
        assertThat(CapacityFile.find(worker)).get().extracting(CapacityFile.Capacity::endpoints).isEqualTo(100);
    }

    @Test
    void shouldTakeWhatWasMeasuredLast() throws IOException {
        CapacityFile.write(data, document("{\"schema\": 1, \"measuredAt\": \"2026-03-01T00:00:00Z\", \"endpoints\": {\"audio\": 4200}}"));
        CapacityFile.write(worker, document("{\"schema\": 1, \"measuredAt\": \"2026-02-01T00:00:00Z\", \"endpoints\": {\"audio\": 100}}"));
        assertThat(CapacityFile.find(worker)).get().extracting(CapacityFile.Capacity::endpoints).isEqualTo(4200);
        CapacityFile.write(worker, document("{\"schema\": 1, \"measuredAt\": \"2026-03-01T00:00:01.5Z\", \"endpoints\": {\"audio\": 200}}"));
        assertThat(CapacityFile.find(worker)).get().extracting(CapacityFile.Capacity::endpoints).isEqualTo(200);
        Files.writeString(data.resolve("capacity.json"), "spoilt");
        assertThat(CapacityFile.find(worker)).get().extracting(CapacityFile.Capacity::endpoints).as("its own is good").isEqualTo(200);
    }

    @Test
    void shouldFindNothingWhereNobodyCalibrated() throws IOException {
        assertThat(CapacityFile.find(worker)).isEmpty();
        assertThat(CapacityFile.find(Path.of("/nowhere"))).isEmpty();
    }

    @Test
    void shouldReplaceAWholeFileAndLeaveNoOther() throws IOException {
        CapacityFile.write(data, document("{\"schema\": 1, \"endpoints\": {\"audio\": 1}}"));
        CapacityFile.write(data, document("{\"schema\": 1, \"endpoints\": {\"audio\": 2}}"));
        assertThat(CapacityFile.find(worker)).get().extracting(CapacityFile.Capacity::endpoints).isEqualTo(2);
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactlyInAnyOrder("capacity.json", "worker");
        }
    }

    @Test
    void shouldLeaveTheFileBeforeWhenItCannotWrite() throws IOException {
        CapacityFile.write(data, document("{\"schema\": 1, \"endpoints\": {\"audio\": 1}}"));
        assertThatThrownBy(() -> CapacityFile.write(data.resolve("missing"), document("{}"))).isInstanceOf(IOException.class);
        assertThat(CapacityFile.find(worker)).get().extracting(CapacityFile.Capacity::endpoints).isEqualTo(1);
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        assertFault("{\"schema\": 1, \"endp", "no JSON");
        assertFault("{\"schema\": 2, \"endpoints\": {\"audio\": 1}}", "schema: found 2, expected 1");
        assertFault("[]", "schema: found nothing, expected 1");
        assertFault("{\"schema\": 1, \"endpoints\": {\"video\": 1}}", "endpoints.audio: found nothing");
        assertFault("{\"schema\": 1, \"endpoints\": {\"audio\": -1}}", "found -1, expected a whole number from 0 to 1000000");
        assertFault("{\"schema\": 1, \"endpoints\": {\"audio\": 1.5}}", "found 1.5");
        assertFault("{\"schema\": 1, \"endpoints\": {\"audio\": \"many\"}}", "found \"many\"");
    }

    private void assertFault(final String text, final String expected) throws IOException {
        Files.writeString(data.resolve("capacity.json"), text);
        assertThatThrownBy(() -> CapacityFile.find(worker)).isInstanceOf(IOException.class)
                .hasMessageContaining(data.resolve("capacity.json").toString()).hasMessageContaining(expected);
    }
}
