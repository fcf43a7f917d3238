package busyhour.web.plan;

import busyhour.ipc.plan.Assignment;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, rates and bit rates as people write them. */
final class PlanUnits {
    private static final Pattern DURATION = Pattern.compile("(?:\\d{1,9}(?:\\.\\d{1,6})?(?:ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");
    private static final Pattern RATE = Pattern.compile("(\\d{1,7})\\s*/\\s*(\\d{1,9}(?:ms|s|m|h)|ms|s|m|h)");

    private static final Pattern BITRATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*([kM]?)(?:bit/s|bps)?");

    private PlanUnits() {
    }

    /** {@code 500ms}, {@code 20s}, {@code 1m30s}, {@code 1.5h} in milliseconds; -1 when it is none. 0 needs no unit. */
    static long durationMs(String text) {
        String trimmed = text.trim();
        if (trimmed.equals("0")) {
            return 0;
        }
        if (!DURATION.matcher(trimmed).matches()) {
            return -1;
        }
        double ms = 0;
        Matcher part = PART.matcher(trimmed);
        while (part.find()) {
            ms += Double.parseDouble(part.group(1)) * unitMs(part.group(2));
        }
        return Math.round(ms);
    }

    private static long unitMs(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
    }

    /** {@code 10/s}, {@code 600/m}, {@code 5/2s}; null when it is none. */
    static Assignment.Ramp rate(String text) {
        Assignment.Ramp rate = rateOrNone(text);
        return rate == null || rate.calls() == 0 ? null : rate;
    }

    /** The same, and {@code 0/s}. */
    static Assignment.Ramp rateOrNone(String text) {
        Matcher rate = RATE.matcher(text.trim());
        if (!rate.matches()) {
            return null;
        }
        int calls = Integer.parseInt(rate.group(1));
        String per = rate.group(2);
        long perMs = Character.isDigit(per.charAt(0)) ? durationMs(per) : unitMs(per);
        return perMs <= 0 ? null : new Assignment.Ramp(calls, perMs);
    }

    /** {@code 1500k}, {@code 1.5M}, {@code 64000} in bit/s; -1 when it is none. */
    static long bitrateBps(String text) {
        Matcher bitrate = BITRATE.matcher(text.trim());
        if (!bitrate.matches()) {
            return -1;
        }
        int unit = bitrate.group(2).equals("k") ? 1_000 : bitrate.group(2).equals("M") ? 1_000_000 : 1;
        return Math.round(Double.parseDouble(bitrate.group(1)) * unit);
    }

    /** Bit/s as a person would write them. */
    static String bitrate(long bps) {
        return bps != 0 && bps % 1_000_000 == 0 ? bps / 1_000_000 + "M" : bps != 0 && bps % 1_000 == 0 ? bps / 1_000 + "k" : String.valueOf(bps);
    }

    /** Milliseconds as a person would write them. */
    static String duration(long ms) {
        if (ms != 0 && ms % 3_600_000 == 0) {
            return ms / 3_600_000 + "h";
        }
        if (ms != 0 && ms % 60_000 == 0) {
            return ms / 60_000 + "m";
        }
        if (ms != 0 && ms % 1_000 == 0) {
            return (ms > 60_000 ? ms / 60_000 + "m" : "") + (ms > 60_000 ? ms / 1_000 % 60 : ms / 1_000) + "s";
        }
        return ms + "ms";
    }
}
