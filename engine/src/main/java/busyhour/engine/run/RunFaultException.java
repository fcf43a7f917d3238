package busyhour.engine.run;

/** A run that cannot begin: one sentence for the person who asked for it. */
public final class RunFaultException extends Exception {

    private static final long serialVersionUID = 1L;

    public RunFaultException(final String message) {
        super(message);
    }
}
