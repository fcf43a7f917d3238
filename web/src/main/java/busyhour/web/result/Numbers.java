package busyhour.web.result;

import java.util.Locale;

/** Numbers for people, the same on every host. */
public final class Numbers {
    private static final int SIGNIFICANT = 4;

    private Numbers() {
    }

    /** The lesser of both, or the one that is a number. */
    static double least(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
    }

    /** About four digits that count, no trailing zeros: {@code 4.41}, {@code 0.0123}, {@code 1235}; a dash for NaN. */
    public static String plain(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return String.valueOf((long) value);
        }
        int digits = SIGNIFICANT - 1 - (int) Math.floor(Math.log10(Math.abs(value)));
        String text = String.format(Locale.ROOT, "%." + Math.clamp(digits, 0, 6) + "f", value);
        return text.indexOf('.') < 0 ? text : text.replaceFirst("\\.?0+$", "");
    }
}
