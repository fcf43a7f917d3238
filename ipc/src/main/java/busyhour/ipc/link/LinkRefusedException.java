package busyhour.ipc.link;

import java.io.IOException;
import java.io.Serial;

/** A platform answered that it does not want this worker. */
public final class LinkRefusedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    public LinkRefusedException(final String message) {
        super(message);
    }
}
