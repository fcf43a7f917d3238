package busyhour.web.cli;

import busyhour.web.result.Numbers;
import busyhour.web.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the end of a run says of how calls arrived, where that is worth a line. Stateless. */
final class ArrivalSummary {
    /** A user does not feel that a call began so late. */
    private static final double LATE_MS = 20;

    private ArrivalSummary() {
    }

    static List<String> lines(RunResult result) {
        List<String> lines = new ArrayList<>();
        result.groups().forEach((name, group) -> {
            if (group.arrivals().offeredPerSecond() > 0) {
                lines.add(name + ": " + rates(group.arrivals()) + late(group.arrivals()));
            }
        });
        RunResult.Arrivals all = result.calls().arrivals();
        if (!all.dropReasons().isEmpty()) {
            lines.add("dropped: " + all.dropReasons().entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .map(reason -> reason.getValue() + " x " + reason.getKey()).collect(Collectors.joining(", ")));
        }
        return lines;
    }

    private static String rates(RunResult.Arrivals arrivals) {
        return Numbers.plain(arrivals.startedPerSecond()) + " calls/s of " + Numbers.plain(arrivals.offeredPerSecond()) + "/s offered";
    }

    private static String late(RunResult.Arrivals arrivals) {
        return arrivals.startDelayP99Ms() > LATE_MS
                ? "   begun late by p99 " + Numbers.plain(arrivals.startDelayP99Ms()) + " ms, max " + Numbers.plain(arrivals.startDelayMaxMs()) + " ms" : "";
    }
}
