package busyhour.jmh.load;

import busyhour.engine.io.HostFacts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;

/** Raw results as lines of JSON, each with the machine's facts, in one file for each load program. */
final class LoadReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final HostFacts host = HostFacts.read();

    LoadReport(Path directory, String program) throws IOException {
        Files.createDirectories(directory);
        file = directory.resolve(program + ".jsonl");
    }

    Path file() {
        return file;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ObjectNode objectOf(Object value) {
        return JSON.valueToTree(value);
    }

    void append(ObjectNode result) throws IOException {
        final ObjectNode line = JSON.createObjectNode();
        line.put("at", Instant.now().toString());
        line.setAll(withoutNaN(result));
        line.put("loadAverage", loadAverage());
        line.set("host", JSON.valueToTree(host.toMap()));
        Files.writeString(file, JSON.writeValueAsString(line) + "\n", StandardCharsets.UTF_8,
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What was not measured is null outside. */
    private static ObjectNode withoutNaN(ObjectNode node) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            final JsonNode value = field.getValue();
            if (value.isDouble() && !Double.isFinite(value.doubleValue())) {
                field.setValue(NullNode.instance);
            } else if (value instanceof ObjectNode object) {
                withoutNaN(object);
            }
        }
        return node;
    }

    /** One line for people. */
    String machine() {
        return host.cpuModel() + ", cores " + host.allowedCores() + (host.hypervisor() ? " (virtual)" : "")
                + ", Linux " + host.kernel() + ", Java " + host.javaVersion()
                + (host.governor() == null ? "" : ", governor " + host.governor()) + ", load average " + loadAverage();
    }

    /** Of the last minute: above the figures' own use the machine was not quiet and they say little. */
    private static double loadAverage() {
        return Math.round(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage() * 10) / 10.0;
    }
}
