package busyhour.web.planner;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * What the planner takes from a history of calls.
 *
 * @param name         where it comes from, for people.
 * @param calls        null where only concurrency was recorded.
 * @param meanSeconds  of a call, null likewise.
 * @param from         of the first week.
 * @param to           end of what is covered.
 * @param weeks        oldest first, at least one.
 * @param busyHour     the hour with the highest mean concurrency.
 * @param busyErlang   that mean: the traffic of the busy hour.
 * @param meanSessions mean concurrency over all that is covered, nights included.
 */
public record History(String name, Long calls, Double meanSeconds, Instant from, Instant to, List<Week> weeks, Instant busyHour,
        double busyErlang, double meanSessions) {

    public History {
        weeks = List.copyOf(weeks);
        if (weeks.isEmpty()) {
            throw new IllegalArgumentException("a history has at least one week");
        }
    }

    /**
     * A week, Monday to Sunday in UTC.
     *
     * @param minutes covered of its 10,080.
     * @param p99     of the most calls at a time in each minute: 99 % of the minutes had no more.
     */
    public record Week(LocalDate monday, int minutes, int p99, int peak, double mean) {
    }

    /** Only the last weeks of it; what was summed up over all of it stays. */
    public History last(int count) {
        List<Week> kept = weeks.subList(Math.max(0, weeks.size() - count), weeks.size());
        return new History(name, calls, meanSeconds, from, to, kept, busyHour, busyErlang, meanSessions);
    }

    /** The week with the highest p99; of equals the latest. */
    public Week busiest() {
        return weeks.stream().max(Comparator.comparingInt(Week::p99).thenComparing(Week::monday)).orElseThrow();
    }

    /** Sessions that a week's p99 gained on the week before, by least squares; 0 with fewer than three weeks. */
    public double trendPerWeek() {
        int n = weeks.size();
        if (n < 3) {
            return 0;
        }
        double meanX = (n - 1) / 2.0;
        double meanY = weeks.stream().mapToInt(Week::p99).average().orElse(0);
        double xy = 0;
        double xx = 0;
        for (int i = 0; i < n; i++) {
            xy += (i - meanX) * (weeks.get(i).p99() - meanY);
            xx += (i - meanX) * (i - meanX);
        }
        return xy / xx;
    }
}
