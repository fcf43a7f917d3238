package busyhour.web.planner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A number of the settings that stands in a group, with what it may be. */
record SettingsField(String name, Function<PlannerSettings, Double> of, double min, double max, boolean mayBeNull) {

    static final Map<String, List<SettingsField>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("perSession", List.of(
                new SettingsField("cpuCores", settings -> settings.perSession().cpuCores(), 1e-6, 1_024, false),
                new SettingsField("memoryMb", settings -> settings.perSession().memoryMb(), 1e-3, 1e6, false),
                new SettingsField("networkMbps", settings -> settings.perSession().networkMbps(), 1e-6, 1e5, false),
                new SettingsField("ports", settings -> settings.perSession().ports(), 0, 100, false),
                new SettingsField("fileDescriptors", settings -> settings.perSession().fileDescriptors(), 0, 1_000, false),
                new SettingsField("tokensPerMinute", settings -> settings.perSession().tokensPerMinute(), 0, 1e9, true),
                new SettingsField("gpuMemoryMb", settings -> settings.perSession().gpuMemoryMb(), 0, 1e6, true)));
        ALL.put("worker", List.of(
                new SettingsField("cpuCores", settings -> settings.worker().cpuCores(), 0.1, 4_096, false),
                new SettingsField("memoryMb", settings -> settings.worker().memoryMb(), 64, 1e8, false),
                new SettingsField("networkMbps", settings -> settings.worker().networkMbps(), 0.1, 1e6, false),
                new SettingsField("ports", settings -> settings.worker().ports(), 1, 65_535, false),
                new SettingsField("fileDescriptors", settings -> settings.worker().fileDescriptors(), 1, 1e8, false),
                new SettingsField("gpuMemoryMb", settings -> settings.worker().gpuMemoryMb(), 1, 1e7, true),
                new SettingsField("reservePercent", settings -> settings.worker().reservePercent(), 0, 90, false),
                new SettingsField("costPerMonth", settings -> settings.worker().costPerMonth(), 0, 1e9, false)));
        ALL.put("model", List.of(
                new SettingsField("tokensPerMinute", settings -> settings.model().tokensPerMinute(), 1, 1e12, true),
                new SettingsField("oversubscriptionPercent", settings -> settings.model().oversubscriptionPercent(), 0, 1_000, false),
                new SettingsField("costPerMillionTokens", settings -> settings.model().costPerMillionTokens(), 0, 1e6, true),
                new SettingsField("gpuCostPerHour", settings -> settings.model().gpuCostPerHour(), 0, 1e6, true)));
    }

    static void put(ObjectNode node, String name, Double value) {
        if (value == null || value.isNaN()) {
            node.putNull(name);
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            node.put(name, value.longValue());
        } else {
            node.put(name, value);
        }
    }

    static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
