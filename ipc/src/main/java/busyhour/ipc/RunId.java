package busyhour.ipc;

/**
 * Number of a run: positive, rising with time, unique without a registry. People and JSON see it as 13 characters of
 * Crockford's base32 in lower case, which sort as the numbers do. Stateless, any thread.
 */
public final class RunId {
    /** Length of the text form. */
    public static final int TEXT_LENGTH = 13;
    /** No run. Ids are positive. */
    public static final long NONE = Long.MIN_VALUE;

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BITS = 5;
    private static final int RANDOM_BITS = 20;

    private RunId() {
    }

    /**
     * Makes an id: 43 bits of milliseconds (until the year 2248) before 20 random bits.
     *
     * @param epochMs wall clock.
     * @param random  its low 20 bits are used.
     */
    public static long create(final long epochMs, final long random) {
        return (epochMs << RANDOM_BITS | random & (1L << RANDOM_BITS) - 1) & Long.MAX_VALUE;
    }

    /** The 13 characters that people see. */
    public static String text(final long runId) {
        final char[] text = new char[TEXT_LENGTH];
        long rest = runId;
        for (int i = TEXT_LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) (rest & (1 << BITS) - 1));
            rest >>>= BITS;
        }
        return new String(text);
    }

    /**
     * Reads the text form; capitals, and o for 0, i and l for 1 are understood, as Crockford has it.
     *
     * @throws IllegalArgumentException when it is none.
     */
    public static long parse(final CharSequence text) {
        if (text.length() != TEXT_LENGTH) {
            throw new IllegalArgumentException("run id has " + text.length() + " characters, expected " + TEXT_LENGTH);
        }
        long value = 0;
        for (int i = 0; i < TEXT_LENGTH; i++) {
            final int digit = digit(text.charAt(i));
            if (digit < 0 || i == 0 && digit > 7) { // 13 digits hold 65 bits, an id has 63 and is positive
                throw new IllegalArgumentException("run id has '" + text.charAt(i) + "' at " + i);
            }
            value = value << BITS | digit;
        }
        return value;
    }

    private static int digit(final char c) {
        final char lower = Character.toLowerCase(c);
        return switch (lower) {
            case 'o' -> 0;
            case 'i', 'l' -> 1;
            default -> DIGITS.indexOf(lower);
        };
    }
}
