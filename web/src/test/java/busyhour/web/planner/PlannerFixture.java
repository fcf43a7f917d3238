package busyhour.web.planner;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Histories with the weekly p99 that a test wants. */
final class PlannerFixture {

    static final LocalDate MONDAY = LocalDate.parse("2026-08-03");

    private PlannerFixture() {
    }

    /** Whole weeks; the busy hour has the highest p99 as its mean, all hours a quarter of it. */
    static History history(int... p99) {
        List<History.Week> weeks = new ArrayList<>();
        int most = 0;
        for (int i = 0; i < p99.length; i++) {
            weeks.add(new History.Week(MONDAY.plusWeeks(i), 10_080, p99[i], p99[i] + 5, p99[i] / 4.0));
            most = Math.max(most, p99[i]);
        }
        Instant from = MONDAY.atStartOfDay(ZoneOffset.UTC).toInstant();
        return new History("calls.csv", 1_000L, 180.0, from, from.plusSeconds(p99.length * 604_800L), weeks, from.plusSeconds(36_000), most, most / 4.0);
    }
}
