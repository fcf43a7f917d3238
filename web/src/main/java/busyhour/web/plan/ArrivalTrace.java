package busyhour.web.plan;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of the times at which calls come: one in a line, in seconds since the group begins to call, ascending; what follows a comma,
 * and lines that begin with {@code #}, are passed over. One thread.
 */
final class ArrivalTrace {
    static final int MAX_CALLS = 1_000_000;
    private static final String LINE = "seconds since the group begins to call, such as 12.345, not before the line above";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}(\\.\\d{1,9})?");
    private static final long MAX_US = 7 * 24 * 3_600_000_000L;
    private static final int MAX_FAULTS = 20;

    private ArrivalTrace() {
    }

    /** Microseconds, ascending; null after a fault. */
    static List<Long> read(Fields at, String key, PlanFiles files) {
        String name = at.requiredText(key, "a file beside the plan");
        if (name == null) {
            return null;
        }
        String text;
        try {
            text = new String(files.read(name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            at.fault(key, PlanFault.quoted(name) + " (" + e.getMessage() + ")", "a file beside the plan, with " + LINE + ", in each line");
            return null;
        }
        List<Long> times = new ArrayList<>();
        String[] lines = text.split("\\R", -1);
        int faulty = 0;
        for (int i = 0; i < lines.length && faulty < MAX_FAULTS && times.size() <= MAX_CALLS; i++) {
            String first = lines[i].split(",", 2)[0].strip();
            if (lines[i].isBlank() || first.startsWith("#")) {
                continue;
            }
            long us = SECONDS.matcher(first).matches() ? new BigDecimal(first).movePointRight(6).longValue() : -1;
            if (us < 0 || us > MAX_US || !times.isEmpty() && us < times.getLast()) {
                at.faults().add(files.displayName(name), i + 1, 1, at.pathOf(key), PlanFault.quoted(first), LINE);
                faulty++;
            } else {
                times.add(us);
            }
        }
        if (times.size() > MAX_CALLS || times.isEmpty() && faulty == 0) {
            at.fault(key, PlanFault.quoted(name) + (times.isEmpty() ? " without a time" : " with too many"), "1 to " + MAX_CALLS + " times");
        }
        return faulty > 0 || times.isEmpty() || times.size() > MAX_CALLS ? null : times;
    }
}
