package busyhour.web.store;

/** The database cannot be started or reached; the message is one line that a person can act on. */
public final class DatabaseException extends RuntimeException {

    public DatabaseException(String message) {
        super(message);
    }

    public DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
