package busyhour.web.plan;

/**
 * One thing wrong with a plan.
 *
 * @param file     as the caller named it.
 * @param line     from 1.
 * @param column   from 1.
 * @param field    path of the field, such as {@code groups[1].codecs[0]}.
 * @param found    what stands there.
 * @param expected what would be right.
 */
public record PlanFault(String file, int line, int column, String field, String found, String expected)
        implements Comparable<PlanFault> {

    private static final int MAX_FOUND = 80;

    public PlanFault {
        found = oneLine(found);
        expected = oneLine(expected);
    }

    @Override
    public int compareTo(PlanFault other) {
        int byFile = file.compareTo(other.file);
        if (byFile != 0) {
            return byFile;
        }
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    /** {@code FILE:LINE:COLUMN: FIELD: found …, expected …}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + field + ": found " + found + ", expected " + expected;
    }

    /** A value as it is quoted in a fault: short, in quotes. */
    static String quoted(String value) {
        if (value.contains("-----BEGIN")) {
            return "PEM text"; // it may be a key
        }
        String shown = value.length() <= MAX_FOUND ? value : value.substring(0, MAX_FOUND) + "…";
        return "'" + shown + "'";
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n') {
                line.append("\\n");
            } else if (c == '\t') {
                line.append("\\t");
            } else if (Character.isISOControl(c)) {
                line.append(String.format("\\u%04x", c));
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }
}
