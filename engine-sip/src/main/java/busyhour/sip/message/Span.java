package busyhour.sip.message;

/**
 * Offset and length of some text in a buffer, packed in a long, so that an accessor can return both without an
 * object. {@link #NONE} (negative) says that there is no such text, which an empty text is not.
 */
public final class Span {

    /** No such text. */
    public static final long NONE = -1;

    private Span() {
    }

    public static long of(final int offset, final int length) {
        return (long) offset << 32 | length;
    }

    /** @return a span from {@code start} to before {@code end}. */
    public static long between(final int start, final int end) {
        return (long) start << 32 | end - start;
    }

    public static boolean isPresent(final long span) {
        return span >= 0;
    }

    /** @return undefined for {@link #NONE}. */
    public static int offset(final long span) {
        return (int) (span >>> 32);
    }

    /** @return 0 for {@link #NONE}, so that loops over nothing end at once. */
    public static int length(final long span) {
        return span < 0 ? 0 : (int) span;
    }

    /** @return the offset after the last octet. */
    public static int end(final long span) {
        return (int) (span >>> 32) + (int) span;
    }
}
