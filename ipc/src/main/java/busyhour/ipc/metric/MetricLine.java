package busyhour.ipc.metric;

import java.util.Locale;

/** Reads a line of the catalogue: eight plain columns, then the definition, in quotes where it holds a comma. */
final class MetricLine {
    private static final int COLUMNS = 9;

    private MetricLine() {
    }

    static Metric parse(final int index, final String line) {
        final String[] column = line.split(",", COLUMNS);
        if (column.length != COLUMNS) {
            throw new IllegalArgumentException("metric line " + index + " has " + column.length + " columns, expected " + COLUMNS);
        }
        return new Metric(index, column[0], column[1], column[2],
                Direction.valueOf(constant(column[3])), Media.valueOf(constant(column[4])), Kind.valueOf(constant(column[5])),
                number(column[6]), number(column[7]), unquoted(column[8]));
    }

    private static String constant(final String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static double number(final String text) {
        return text.isEmpty() ? Double.NaN : Double.parseDouble(text); // metrics of kind string have neither offset nor scale
    }

    private static String unquoted(final String text) {
        return text.startsWith("\"") ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
    }
}
