package busyhour.web.planner;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When calls began and how long they were, as CSV files write it. Immutable. */
final class CallTimes {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");
    private static final Pattern CLOCK = Pattern.compile("(?:(\\d{1,3}):)?(\\d{1,3}):(\\d{2})(?:\\.(\\d{1,3}))?");
    /** Seconds since 1970 stay below this until the year 5138. */
    private static final double MAX_EPOCH_SECONDS = 1e11;
    private static final long WEEK_MS = 7L * 86_400_000;

    private final ZoneId zone;

    CallTimes(ZoneId zone) {
        this.zone = zone;
    }

    /** Milliseconds since 1970; empty when it is no time. */
    OptionalLong start(String text) {
        if (NUMBER.matcher(text).matches()) {
            double value = Double.parseDouble(text);
            return OptionalLong.of(Math.round(value < MAX_EPOCH_SECONDS ? value * 1_000 : value));
        }
        if (text.length() < 16 || text.charAt(4) != '-') {
            return OptionalLong.empty();
        }
        String iso = text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11).replace(" ", "") : text;
        try {
            char last = iso.charAt(iso.length() - 1);
            if (last == 'Z') {
                return OptionalLong.of(Instant.parse(iso).toEpochMilli());
            }
            if (iso.indexOf('+', 10) > 0 || iso.lastIndexOf('-') > 10) {
                return OptionalLong.of(OffsetDateTime.parse(iso.matches(".*[+-]\\d{4}") ? iso.substring(0, iso.length() - 2) + ":" + iso.substring(iso.length() - 2)
                        : iso.matches(".*[+-]\\d\\d") ? iso + ":00" : iso).toInstant().toEpochMilli());
            }
            return OptionalLong.of(LocalDateTime.parse(iso).atZone(zone).toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    /** Milliseconds; empty when it is no length. */
    OptionalLong length(String text, boolean milliseconds) {
        Matcher clock = CLOCK.matcher(text);
        long ms;
        if (NUMBER.matcher(text).matches()) {
            ms = Math.round(Double.parseDouble(text) * (milliseconds ? 1 : 1_000));
        } else if (clock.matches()) {
            long hours = clock.group(1) == null ? 0 : Long.parseLong(clock.group(1));
            String fraction = clock.group(4) == null ? "" : clock.group(4);
            ms = (hours * 3_600 + Long.parseLong(clock.group(2)) * 60 + Long.parseLong(clock.group(3))) * 1_000
                    + Long.parseLong((fraction + "000").substring(0, 3));
        } else {
            return OptionalLong.empty();
        }
        return ms <= WEEK_MS ? OptionalLong.of(ms) : OptionalLong.empty();
    }
}
