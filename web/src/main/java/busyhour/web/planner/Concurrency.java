package busyhour.web.planner;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Calls at a time, minute by minute in UTC, without gaps. Immutable.
 *
 * @param firstMinute minutes since the epoch.
 * @param most        at any moment of each minute.
 * @param mean        over each minute, Erlang.
 */
public record Concurrency(long firstMinute, int[] most, double[] mean) {

    private static final int HOUR = 60;
    private static final int WEEK = 7 * 24 * HOUR;
    private static final double PERCENTILE = 0.99;

    public Concurrency {
        if (most.length == 0 || most.length != mean.length) {
            throw new IllegalArgumentException(most.length + " and " + mean.length + " minutes: expected as many, at least one");
        }
    }

    /**
     * Sums it up.
     *
     * @param weeks at most so many, the last ones.
     * @param calls null where they were not counted.
     */
    public History summary(String name, int weeks, Long calls, Double meanSeconds) {
        long lastMinute = firstMinute + most.length - 1;
        LocalDate lastMonday = monday(lastMinute);
        long from = Math.max(firstMinute, minute(lastMonday.minusWeeks(weeks - 1L)));
        List<History.Week> all = new ArrayList<>();
        for (LocalDate monday = monday(from); !monday.isAfter(lastMonday); monday = monday.plusWeeks(1)) {
            all.add(week(monday, Math.max(from, minute(monday)), Math.min(lastMinute, minute(monday) + WEEK - 1)));
        }
        int busy = busiestHour((int) (from - firstMinute));
        return new History(name, calls, meanSeconds, instant(from), instant(lastMinute + 1), all, instant(firstMinute + busy),
                average(busy, HOUR), average((int) (from - firstMinute), most.length));
    }

    private History.Week week(LocalDate monday, long from, long to) {
        int begin = (int) (from - firstMinute);
        int[] sorted = Arrays.copyOfRange(most, begin, (int) (to - firstMinute) + 1);
        Arrays.sort(sorted);
        int p99 = sorted[Math.max(0, (int) Math.ceil(PERCENTILE * sorted.length) - 1)];
        return new History.Week(monday, sorted.length, p99, sorted[sorted.length - 1], average(begin, sorted.length));
    }

    /** First minute of the 60 with the highest mean, at any minute's start: the busy hour of the telephone engineer. */
    private int busiestHour(int begin) {
        double sum = 0;
        double highest = -1;
        int at = begin;
        for (int i = begin; i < mean.length; i++) {
            sum += mean[i];
            if (i - begin >= HOUR) {
                sum -= mean[i - HOUR];
            }
            if (sum > highest + 1e-9) {
                highest = sum;
                at = Math.max(begin, i - HOUR + 1);
            }
        }
        return at;
    }

    private double average(int begin, int minutes) {
        int end = Math.min(mean.length, begin + minutes);
        double sum = 0;
        for (int i = begin; i < end; i++) {
            sum += mean[i];
        }
        return sum / Math.max(1, minutes == HOUR ? HOUR : end - begin);
    }

    private static LocalDate monday(long minute) {
        return LocalDate.ofInstant(instant(minute), ZoneOffset.UTC).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private static long minute(LocalDate date) {
        return date.toEpochDay() * 24 * HOUR;
    }

    private static Instant instant(long minute) {
        return Instant.ofEpochSecond(minute * HOUR);
    }
}
