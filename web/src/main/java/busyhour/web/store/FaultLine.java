package busyhour.web.store;

/** What went wrong, in one line for a log or a page: of the first cause, without the statements that libraries add on the way up. */
public final class FaultLine {

    private static final int MOST = 300;

    private FaultLine() {
    }

    public static String of(Throwable fault) {
        Throwable cause = fault;
        for (int depth = 0; cause.getCause() != null && depth < 20; depth++) {
            cause = cause.getCause();
        }
        String line = String.valueOf(cause.getMessage() == null ? cause : cause.getMessage()).lines().findFirst().orElse(cause.toString());
        return line.length() <= MOST ? line : line.substring(0, MOST) + "…";
    }
}
