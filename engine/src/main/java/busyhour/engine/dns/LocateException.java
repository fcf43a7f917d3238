package busyhour.engine.dns;

/** A location that leads nowhere; the message says what was asked and what came. */
public final class LocateException extends Exception {

    private static final long serialVersionUID = 1L;

    public LocateException(final String message) {
        super(message);
    }
}
