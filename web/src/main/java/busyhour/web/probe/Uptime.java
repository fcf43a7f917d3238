package busyhour.web.probe;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a probe was in which state, day by day (UTC). Time of which nothing is known counts neither way; DEGRADED is up.
 *
 * @param date   of the day.
 * @param msByHealth milliseconds in each state, by {@link Health#ordinal()}; what is missing of the day was before the probe or is to come.
 */
public record Uptime(LocalDate date, List<Long> msByHealth) {

    public Uptime {
        msByHealth = List.copyOf(msByHealth);
    }

    public long ms(Health health) {
        return msByHealth.get(health.ordinal());
    }

    /** The worst state of the day that lasted at all; null when there was none. */
    public Health worst() {
        for (int i = Health.values().length - 1; i >= 0; i--) {
            if (msByHealth.get(i) > 0) {
                return Health.values()[i];
            }
        }
        return null;
    }

    /**
     * The last days, oldest first, today's last.
     *
     * @param spans of one probe.
     */
    public static List<Uptime> days(List<Probes.Span> spans, int days, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<Uptime> all = new ArrayList<>();
        for (int back = days - 1; back >= 0; back--) {
            LocalDate date = today.minusDays(back);
            Instant from = date.atStartOfDay().toInstant(ZoneOffset.UTC);
            Instant until = date.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
            Long[] ms = {0L, 0L, 0L, 0L};
            for (Probes.Span span : spans) {
                Instant begin = span.from().isAfter(from) ? span.from() : from;
                Instant end = span.until() == null || span.until().isAfter(now) ? now : span.until();
                Duration within = Duration.between(begin, end.isBefore(until) ? end : until);
                ms[span.state().ordinal()] += Math.max(0, within.toMillis());
            }
            all.add(new Uptime(date, List.of(ms)));
        }
        return all;
    }

    /** Share of the known time that was not UNHEALTHY, in percent; NaN when nothing is known. */
    public static double percent(List<Uptime> days) {
        long down = days.stream().mapToLong(day -> day.ms(Health.UNHEALTHY)).sum();
        long up = days.stream().mapToLong(day -> day.ms(Health.HEALTHY) + day.ms(Health.DEGRADED)).sum();
        return up + down == 0 ? Double.NaN : 100.0 * up / (up + down);
    }
}
