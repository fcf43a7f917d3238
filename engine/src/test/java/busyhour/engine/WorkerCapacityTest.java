package busyhour.engine;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerCapacityTest {

    @TempDir
    private Path data;
    private final List<String> warnings = new ArrayList<>();

    private WorkerCapacity capacity(final String... more) {
        final Map<String, String> environment = new HashMap<>(Map.of("WORKER_LINK", "127.0.0.1:1:2", "WORKER_DATA", data + "/worker"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return WorkerCapacity.of(WorkerSettings.of(environment), warnings::add);
    }

    private void write(final String text) throws IOException {
        write("capacity.json", text);
    }

    private void write(final String file, final String text) throws IOException {
        Files.createDirectories(data.resolve(file).getParent());
        Files.writeString(data.resolve(file), text);
    }

    @Test
    void shouldTakeWhatCalibrateFoundUnlessToldOtherwise() throws IOException {
        assertThat(capacity().endpoints()).isNull();
        assertThat(capacity()).hasToString("capacity unknown: busyhour calibrate finds it");
        write("{\"schema\": 1, \"endpoints\": {\"audio\": 4200}}");
        assertThat(capacity().endpoints()).isEqualTo(4200);
        assertThat(capacity()).hasToString("capacity 4200 endpoints (" + data + "/capacity.json)");
        assertThat(capacity("CAPACITY", "100").endpoints()).isEqualTo(100);
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldStartWithoutACapacityWhenTheFileIsSpoilt() throws IOException {
        write("{\"schema\": 1");
        assertThat(capacity().endpoints()).isNull();
        assertThat(warnings).singleElement().asString().contains("capacity.json", "no JSON");
    }

    @Test
    void shouldTakeNoMoreThanThePlatformHadItMeasure() throws IOException {
        write("{\"schema\": 1, \"measuredAt\": \"2026-02-01T00:00:00Z\", \"endpoints\": {\"audio\": 4200}}");
        assertThat(capacity("CAPACITY", "5000").endpoints()).as("somebody measured by hand, and CAPACITY wins").isEqualTo(5000);
        assertThat(capacity("CAPACITY", "5000").measured()).isNull();
        write("worker/capacity.json", "{\"schema\": 1, \"measuredAt\": \"2026-03-01T00:00:00Z\", \"endpoints\": {\"audio\": 3000}}");
        assertThat(capacity().endpoints()).isEqualTo(3000);
        assertThat(capacity("CAPACITY", "5000").measured()).isEqualTo(3000);
        assertThat(capacity("CAPACITY", "5000").endpoints()).isEqualTo(3000);
        assertThat(capacity("CAPACITY", "5000")).hasToString("capacity 3000 endpoints (measured; told by CAPACITY: 5000)");
        assertThat(capacity("CAPACITY", "100").endpoints()).isEqualTo(100);
        write("{\"schema\": 1, \"measuredAt\": \"2026-04-01T00:00:00Z\", \"endpoints\": {\"audio\": 6000}}");
        assertThat(capacity().endpoints()).as("by hand, later").isEqualTo(6000);
        assertThat(capacity().measured()).isNull();
        assertThat(warnings).isEmpty();
    }
}
