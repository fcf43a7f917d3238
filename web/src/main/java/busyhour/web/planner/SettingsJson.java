package busyhour.web.planner;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import busyhour.web.planner.PlannerSettings.Customer;
import busyhour.web.planner.PlannerSettings.Licence;
import busyhour.web.planner.PlannerSettings.Model;
import busyhour.web.planner.PlannerSettings.PerSession;
import busyhour.web.planner.PlannerSettings.Worker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Settings as JSON. What a document leaves out stays as it is in the settings that it is laid over. Stateless. */
public final class SettingsJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SettingsJson() {
    }

    /** All of them. */
    public static ObjectNode tree(PlannerSettings settings) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("weeks", settings.weeks());
        SettingsField.put(root, "burst", settings.burst());
        SettingsField.put(root, "growth", settings.growth());
        SettingsField.put(root, "blockingPercent", settings.blockingPercent());
        root.put("endpointsPerSession", settings.endpointsPerSession());
        SettingsField.ALL.forEach((group, fields) -> {
            ObjectNode node = root.putObject(group);
            fields.forEach(field -> SettingsField.put(node, field.name(), field.of().apply(settings)));
        });
        root.put("tier", settings.tier());
        settings.licences().forEach(licence -> root.withArray("licences").addObject().put("tier", licence.tier())
                .put("endpoints", licence.endpoints()).put("costPerMonth", licence.costPerMonth()));
        root.withArray("licences");
        root.put("currency", settings.currency());
        settings.customers().forEach(customer -> root.withArray("customers").addObject().put("name", customer.name())
                .put("starts", customer.starts().toString()).put("busyHourCalls", customer.busyHourCalls())
                .put("meanSeconds", customer.meanSeconds()));
        root.withArray("customers");
        return root;
    }

    /**
     * Lays a document over settings.
     *
     * @throws SettingsException with all faults.
     */
    public static PlannerSettings read(JsonNode document, PlannerSettings base) {
        Reader reader = new Reader();
        PlannerSettings settings = reader.read(document, base);
        if (!reader.faults.isEmpty()) {
            throw new SettingsException(reader.faults);
        }
        return settings;
    }

    private static final class Reader {

        private final List<String> faults = new ArrayList<>();

        PlannerSettings read(JsonNode root, PlannerSettings base) {
            if (!object("settings", root)) {
                return base;
            }
            Set<String> known = new HashSet<>(Set.of("weeks", "burst", "growth", "blockingPercent", "endpointsPerSession", "tier", "licences", "currency", "customers"));
            known.addAll(SettingsField.ALL.keySet());
            unknown("", root, known);
            Map<String, Double> perSession = group(root, "perSession", base);
            Map<String, Double> worker = group(root, "worker", base);
            Map<String, Double> model = group(root, "model", base);
            List<Licence> licences = licences(root.get("licences"), base.licences());
            return new PlannerSettings((int) whole(root, "weeks", base.weeks(), 1, 260), number("", root, "burst", base.burst(), 1, 100),
                    number("", root, "growth", base.growth(), 0.01, 1_000), number("", root, "blockingPercent", base.blockingPercent(), 0.001, 50),
                    (int) whole(root, "endpointsPerSession", base.endpointsPerSession(), 1, 10),
                    new PerSession(perSession.get("cpuCores"), perSession.get("memoryMb"), perSession.get("networkMbps"), perSession.get("ports"),
                            perSession.get("fileDescriptors"), perSession.get("tokensPerMinute"), perSession.get("gpuMemoryMb")),
                    new Worker(worker.get("cpuCores"), worker.get("memoryMb"), worker.get("networkMbps"), worker.get("ports"),
                            worker.get("fileDescriptors"), worker.get("gpuMemoryMb"), worker.get("reservePercent"), worker.get("costPerMonth")),
                    new Model(model.get("tokensPerMinute"), model.get("oversubscriptionPercent"), model.get("costPerMillionTokens"), model.get("gpuCostPerHour")),
                    tier(root.get("tier"), base.tier(), licences), licences, text("currency", root.get("currency"), base.currency()),
                    customers(root.get("customers"), base.customers()));
        }

        private Map<String, Double> group(JsonNode root, String name, PlannerSettings base) {
            JsonNode node = root.has(name) ? root.get(name) : MAPPER.createObjectNode();
            Map<String, Double> values = new java.util.HashMap<>();
            boolean readable = object(name, node);
            if (readable) {
                unknown(name + ".", node, SettingsField.ALL.get(name).stream().map(SettingsField::name).collect(java.util.stream.Collectors.toSet()));
            }
            for (SettingsField field : SettingsField.ALL.get(name)) {
                Double value = field.of().apply(base);
                JsonNode given = readable ? node.get(field.name()) : null;
                if (given != null && given.isNull() && field.mayBeNull()) {
                    value = null;
                } else if (given != null) {
                    value = number(name + ".", node, field.name(), value == null ? Double.NaN : value, field.min(), field.max());
                }
                values.put(field.name(), value);
            }
            return values;
        }

        private List<Licence> licences(JsonNode array, List<Licence> base) {
            if (!list("licences", array, 8)) {
                return base;
            }
            List<Licence> licences = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                JsonNode node = array.get(i);
                String at = "licences[" + i + "].";
                if (!object("licences[" + i + "]", node)) {
                    continue;
                }
                unknown(at, node, Set.of("tier", "endpoints", "costPerMonth"));
                boolean open = node.path("endpoints").isNull() || node.path("endpoints").isMissingNode();
                licences.add(new Licence(text(at + "tier", node.path("tier"), null), open ? null : (int) number(at, node, "endpoints", 0, 1, 1e6),
                        number(at, node, "costPerMonth", Double.NaN, 0, 1e9)));
            }
            if (licences.isEmpty()) {
                faults.add("licences: found none, expected at least one");
            }
            return licences;
        }

        private String tier(JsonNode node, String base, List<Licence> licences) {
            if (node == null || node.isNull()) {
                return node == null && licences.stream().anyMatch(licence -> licence.tier().equals(base)) ? base : null;
            }
            if (licences.stream().noneMatch(licence -> node.asText().equals(licence.tier()))) {
                faults.add("tier: found '" + node.asText() + "', expected null or one of "
                        + licences.stream().map(Licence::tier).toList());
            }
            return node.asText();
        }

        private List<Customer> customers(JsonNode array, List<Customer> base) {
            if (!list("customers", array, 1_000)) {
                return base;
            }
            List<Customer> customers = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                JsonNode node = array.get(i);
                String at = "customers[" + i + "].";
                if (!object("customers[" + i + "]", node)) {
                    continue;
                }
                unknown(at, node, Set.of("name", "starts", "busyHourCalls", "meanSeconds"));
                LocalDate starts = null;
                try {
                    starts = LocalDate.parse(node.path("starts").asText());
                } catch (java.time.DateTimeException e) {
                    faults.add(at + "starts: found " + found(node.path("starts")) + ", expected a date such as 2027-03-01");
                }
                customers.add(new Customer(text(at + "name", node.path("name"), null), starts, number(at, node, "busyHourCalls", Double.NaN, 0, 1e8),
                        number(at, node, "meanSeconds", Double.NaN, 1, 86_400)));
            }
            return customers;
        }

        private boolean list(String at, JsonNode array, int most) {
            if (array == null) {
                return false;
            }
            if (!array.isArray() || array.size() > most) {
                faults.add(at + ": found " + (array.isArray() ? array.size() + " entries" : found(array)) + ", expected a list of at most " + most);
                return false;
            }
            return true;
        }

        private boolean object(String at, JsonNode node) {
            if (!node.isObject()) {
                faults.add(at + ": found " + found(node) + ", expected an object");
            }
            return node.isObject();
        }

        private void unknown(String at, JsonNode node, Set<String> known) {
            node.fieldNames().forEachRemaining(name -> {
                if (!known.contains(name)) {
                    faults.add(at + name + ": found an unknown key, expected one of " + String.join(", ", new java.util.TreeSet<>(known)));
                }
            });
        }

        /** @param otherwise NaN when it must be there. */
        private double number(String at, JsonNode node, String name, double otherwise, double min, double max) {
            JsonNode value = node.get(name);
            if (value == null && !Double.isNaN(otherwise)) {
                return otherwise;
            }
            if (value == null || !value.isNumber() || !(value.doubleValue() >= min && value.doubleValue() <= max)) {
                faults.add(at + name + ": found " + found(value) + ", expected a number from " + SettingsField.plain(min) + " to " + SettingsField.plain(max));
                return Double.isNaN(otherwise) ? min : otherwise;
            }
            return value.doubleValue();
        }

        private double whole(JsonNode node, String name, int otherwise, int min, int max) {
            double value = number("", node, name, otherwise, min, max);
            if (value != Math.rint(value)) {
                faults.add(name + ": found " + value + ", expected a whole number");
            }
            return value;
        }

        private String text(String at, JsonNode node, String otherwise) {
            if (node == null && otherwise != null) {
                return otherwise;
            }
            if (node == null || !node.isTextual() || node.asText().isBlank() || node.asText().length() > 100) {
                faults.add(at + ": found " + found(node) + ", expected a text of 1 to 100 characters");
                return "?";
            }
            return node.asText();
        }

        private static String found(JsonNode node) {
            return node == null || node.isMissingNode() ? "nothing" : node.isTextual() ? "'" + node.asText() + "'" : node.toString();
        }
    }
}
