package busyhour.engine.stream;

/** A listening point that cannot be opened: one sentence for the person who asked for it. */
public final class StreamFaultException extends Exception {

    private static final long serialVersionUID = 1L;

    public StreamFaultException(final String message) {
        super(message);
    }
}
