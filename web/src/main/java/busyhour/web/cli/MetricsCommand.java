package busyhour.web.cli;

import busyhour.ipc.metric.Metric;
import busyhour.ipc.metric.MetricCatalogue;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code busyhour metrics}: the catalogue, for people or scripts. */
@Command(name = "metrics", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Shows every metric that can be measured.", ""})
final class MetricsCommand implements Callable<Integer> {
    @Option(names = "--json", description = "As JSON: one object for each metric.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (json) {
            writeJson(Terminal.out());
        } else {
            writeTable(Terminal.out());
        }
        return 0;
    }

    static void writeJson(PrintStream out) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ArrayNode all = mapper.createArrayNode();
        for (Metric metric : MetricCatalogue.instance().metrics()) {
            ObjectNode node = all.addObject();
            node.put("key", metric.key());
            node.put("unit", metric.unit());
            node.put("category", metric.category());
            node.put("direction", metric.direction().word());
            node.put("media", metric.media().word());
            node.put("kind", metric.kind().word());
            put(node, "offset", metric.offset());
            put(node, "scale", metric.scale());
            node.put("definition", metric.definition());
        }
        out.write(mapper.writeValueAsBytes(all));
        out.println();
    }

    private static void put(ObjectNode node, String key, double value) {
        if (Double.isNaN(value)) {
            node.putNull(key);
        } else if (value == Math.rint(value)) {
            node.put(key, (long) value);
        } else {
            node.put(key, value);
        }
    }

    static void writeTable(PrintStream out) {
        String category = "";
        for (Metric metric : MetricCatalogue.instance().metrics()) {
            if (!metric.category().equals(category)) {
                out.println((category.isEmpty() ? "" : "\n") + metric.category().replace('_', ' '));
                category = metric.category();
            }
            out.printf("  %-32s %-12s %-6s %-6s %-9s %s%n", metric.key(), metric.unit(), metric.direction().word(),
                    metric.media().word(), metric.kind().word(), metric.definition());
        }
        out.println();
        out.println("In results and thresholds a key is audio and the receive side where it has one; others stand as "
                + "KEY.send, video.KEY, video.KEY.send.");
    }
}
