package busyhour.ipc.licence;

/** A licence or key that is not good, in one sentence for a person. */
public final class LicenceException extends Exception {

    private static final long serialVersionUID = 1;

    public LicenceException(final String message) {
        super(message);
    }

    LicenceException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
