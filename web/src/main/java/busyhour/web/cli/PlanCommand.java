package busyhour.web.cli;

import busyhour.web.planner.CallCsv;
import busyhour.web.planner.CallHistory;
import busyhour.web.planner.CapacityPlan;
import busyhour.web.planner.CapacityPlanner;
import busyhour.web.planner.CsvException;
import busyhour.web.planner.PlanJson;
import busyhour.web.planner.PlanText;
import busyhour.web.planner.PlannerSettings;
import busyhour.web.planner.SettingsException;
import busyhour.web.planner.SettingsJson;
import busyhour.web.result.ExitCode;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code busyhour plan}: how large a system must be, from a history of calls. */
@Command(name = "plan", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Says from a history of calls how many sessions, trunks, workers and licences will be needed, and what they cost.", ""},
        footerHeading = "%nExamples:%n",
        footer = {"  busyhour plan --history calls.csv",
            "  busyhour plan --history calls.csv --set growth=3 --set worker.cpuCores=8 --customer acme,2027-03-01,1200,180",
            "  busyhour plan --show-settings > planner.json      to change, then --settings planner.json"})
final class PlanCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final PrintStream out;

    PlanCommand() {
        this(Terminal.out());
    }

    PlanCommand(PrintStream out) {
        this.out = out;
    }

    @Option(names = "--history", paramLabel = "FILE", description = "CSV with when calls began and how long they were (columns start and duration, or those of a PBX); - is standard input.")
    private String history;

    @Option(names = "--settings", paramLabel = "FILE", description = "YAML or JSON with what differs from the defaults.")
    private Path settingsFile;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting: burst=1.3, worker.cpuCores=8, model.costPerMillionTokens=5.")
    private List<String> sets = List.of();

    @Option(names = "--customer", paramLabel = "NAME,START,CALLS,SECONDS", description = "A customer to come: date, calls in the busy hour, mean length.")
    private List<String> customers = List.of();

    @Option(names = "--zone", paramLabel = "ZONE", description = "Of times in the history that say none. Default: ${DEFAULT-VALUE}.", defaultValue = "UTC")
    private String zone;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Option(names = "--show-settings", description = "Shows all settings as JSON, and plans nothing.")
    private boolean showSettings;

    @Override
    public Integer call() throws IOException {
        PlannerSettings settings = settings();
        if (showSettings) {
            print(SettingsJson.tree(settings));
            return 0;
        }
        if (history == null) {
            throw wrong("--history: found none, expected a CSV file (busyhour plan --help shows what there is)");
        }
        CapacityPlan plan;
        try {
            plan = CapacityPlanner.plan(read().summary(history.equals("-") ? "standard input" : history, settings.weeks()), settings, LocalDate.now());
        } catch (CsvException | SettingsException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage());
        } catch (IllegalArgumentException e) {
            throw wrong(history + ": " + e.getMessage());
        }
        if (json) {
            print(PlanJson.tree(plan));
        } else {
            PlanText.lines(plan).forEach(out::println);
        }
        return 0;
    }

    private CallHistory read() throws IOException {
        ZoneId itsZone;
        try {
            itsZone = ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw wrong("--zone: found " + zone + ", expected a zone such as UTC or Europe/Berlin");
        }
        if (history.equals("-")) {
            return CallCsv.read("-", System.in, itsZone);
        }
        Path file = Path.of(history);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw wrong("--history: found " + history + ", expected a file that can be read");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return CallCsv.read(history, in, itsZone);
        }
    }

    private PlannerSettings settings() throws IOException {
        PlannerSettings settings = PlannerSettings.DEFAULTS;
        try {
            if (settingsFile != null) {
                settings = SettingsJson.read(tree(settingsFile), settings);
            }
            ObjectNode over = MAPPER.createObjectNode();
            sets.forEach(set -> set(over, set));
            if (!customers.isEmpty()) {
                ObjectNode all = SettingsJson.tree(settings);
                customers.forEach(customer -> all.withArray("customers").add(customer(customer)));
                over.set("customers", all.get("customers"));
            }
            return SettingsJson.read(over, settings);
        } catch (SettingsException e) {
            throw new CommandFailure(ExitCode.USAGE, "busyhour: " + String.join("\nbusyhour: ", e.faults()));
        }
    }

    private static JsonNode tree(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw wrong("--settings: found " + file + ", expected a file that can be read");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return MAPPER.valueToTree(dates(new Yaml(new SafeConstructor(new LoaderOptions())).load(in)));
        } catch (YAMLException e) {
            throw wrong(file + ": " + e.getMessage().strip().replaceAll("\\s*\\R\\s*", " "));
        }
    }

    /** YAML reads 2027-03-01 as a moment; here it is a date. */
    private static Object dates(Object value) {
        return switch (value) {
            case java.util.Date date -> date.toInstant().atZone(java.time.ZoneOffset.UTC).toLocalDate().toString();
            case java.util.Map<?, ?> map -> {
                java.util.Map<Object, Object> copy = new java.util.LinkedHashMap<>();
                map.forEach((key, held) -> copy.put(String.valueOf(key), dates(held)));
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(held -> copy.add(dates(held)));
                yield copy;
            }
            case null -> null;
            default -> value;
        };
    }

    private static void set(ObjectNode over, String set) {
        int equals = set.indexOf('=');
        if (equals < 1) {
            throw wrong("--set: found " + set + ", expected KEY=VALUE such as burst=1.3");
        }
        String[] keys = set.substring(0, equals).split("\\.");
        ObjectNode node = over;
        for (int i = 0; i < keys.length - 1; i++) {
            node = node.withObjectProperty(keys[i]);
        }
        String value = set.substring(equals + 1);
        try {
            JsonNode parsed = MAPPER.readTree(value);
            node.set(keys[keys.length - 1], parsed.isMissingNode() ? MAPPER.getNodeFactory().textNode(value) : parsed);
        } catch (JsonProcessingException e) {
            node.put(keys[keys.length - 1], value); // a word
        }
    }

    private static ObjectNode customer(String text) {
        String[] fields = text.split(",", -1);
        try {
            if (fields.length == 4) {
                return MAPPER.createObjectNode().put("name", fields[0].strip()).put("starts", fields[1].strip())
                        .put("busyHourCalls", Double.parseDouble(fields[2])).put("meanSeconds", Double.parseDouble(fields[3]));
            }
        } catch (NumberFormatException e) {
            // falls through to the message
        }
        throw wrong("--customer: found " + text + ", expected NAME,START,CALLS,SECONDS such as acme,2027-03-01,1200,180");
    }

    private static CommandFailure wrong(String message) {
        return new CommandFailure(ExitCode.USAGE, "busyhour: " + message);
    }

    private void print(JsonNode tree) throws IOException {
        out.write(MAPPER.writeValueAsBytes(tree));
        out.println();
    }
}
