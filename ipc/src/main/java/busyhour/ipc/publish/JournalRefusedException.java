package busyhour.ipc.publish;

/** A journal cannot be opened: disk short, directory not writable. Its message is one sentence for people. */
public final class JournalRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    JournalRefusedException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
