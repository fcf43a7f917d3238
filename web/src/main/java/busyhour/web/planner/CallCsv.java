package busyhour.web.planner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads calls from CSV: when each began and how long it was. Fields are parted by comma, semicolon or tab, and may be quoted. A header
 * says which columns they are, by the names that PBXs give them; without one they are the first two. One thread.
 */
public final class CallCsv {

    /** More faults than these are not told. */
    private static final int MAX_FAULTS = 10;
    private static final Set<String> STARTS = Set.of("start", "starttime", "startdate", "callstart", "calldate", "begin", "began", "setuptime", "connecttime", "answertime",
            "time", "timestamp", "datetime", "date");
    private static final List<String> LENGTHS = List.of("duration", "durations", "durationseconds", "durationsec", "seconds", "length", "callduration", "billsec", "durationms");

    private final String source;
    private final CallTimes times;
    private final List<String> faults = new ArrayList<>();
    private final CallHistory history = new CallHistory();
    private int startColumn;
    private int lengthColumn = 1;
    private char separator;
    private boolean milliseconds;

    private CallCsv(String source, ZoneId zone) {
        this.source = source;
        this.times = new CallTimes(zone);
    }

    /**
     * Reads all of it.
     *
     * @param source stands in faults.
     * @param zone   of times that say none.
     * @throws CsvException with the first faults.
     */
    public static CallHistory read(String source, InputStream in, ZoneId zone) throws IOException {
        return new CallCsv(source, zone).read(in);
    }

    private CallHistory read(InputStream in) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        int number = 0;
        boolean first = true;
        for (String line = lines.readLine(); line != null && faults.size() < MAX_FAULTS; line = lines.readLine()) {
            number++;
            String text = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            if (first) {
                first = false;
                separator = text.indexOf(';') >= 0 ? ';' : text.indexOf('\t') >= 0 ? '\t' : ',';
                if (isHeader(fields(text), number)) {
                    continue;
                }
            }
            call(fields(text), number);
        }
        if (faults.isEmpty() && history.size() == 0) {
            faults.add(source + ": found no call, expected lines such as 2026-10-05T09:30:00Z,182");
        }
        if (!faults.isEmpty()) {
            throw new CsvException(faults);
        }
        return history;
    }

    private boolean isHeader(List<String> names, int line) {
        if (times.start(names.getFirst()).isPresent()) {
            return false;
        }
        startColumn = -1;
        lengthColumn = -1;
        int best = LENGTHS.size();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
            if (startColumn < 0 && STARTS.contains(name)) {
                startColumn = i;
            }
            int rank = LENGTHS.indexOf(name);
            if (rank >= 0 && rank < best) {
                best = rank;
                lengthColumn = i;
                milliseconds = name.endsWith("ms");
            }
        }
        if (startColumn < 0 || lengthColumn < 0) {
            faults.add(source + ":" + line + ": " + (startColumn < 0 ? "start" : "duration") + ": found columns " + String.join(", ", names)
                    + ", expected one called " + (startColumn < 0 ? "start (or start_time, calldate, …)" : "duration (or seconds, billsec, duration_ms, …)"));
            throw new CsvException(faults);
        }
        return true;
    }

    private void call(List<String> fields, int line) {
        if (fields.size() <= Math.max(startColumn, lengthColumn)) {
            fault(line, "line", fields.size() + " fields", "at least " + (Math.max(startColumn, lengthColumn) + 1));
            return;
        }
        String start = fields.get(startColumn);
        String length = fields.get(lengthColumn);
        var startMs = times.start(start);
        var lengthMs = times.length(length, milliseconds);
        if (startMs.isEmpty()) {
            fault(line, "start", "'" + start + "'", "a time such as 2026-10-05T09:30:00Z, 2026-10-05 09:30:00 or seconds since 1970");
        } else if (lengthMs.isEmpty()) {
            fault(line, "duration", "'" + length + "'", "seconds such as 182 or 182.5, or 0:03:02, at most a week");
        } else {
            history.add(startMs.getAsLong(), lengthMs.getAsLong());
        }
    }

    private void fault(int line, String field, String found, String expected) {
        faults.add(source + ":" + line + ": " + field + ": found " + found + ", expected " + expected);
    }

    private List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == separator && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
