package busyhour.ipc.link;

import java.io.IOException;

/** Lets a worker in anew whenever its connection is lost: other keys, perhaps another platform. */
@FunctionalInterface
public interface LinkSource {
    /**
     * Asks once. Called by a thread of its own; may wait some seconds.
     *
     * @throws LinkRefusedException when the platform does not want this worker.
     * @throws IOException when it could not be reached.
     */
    LinkGrant connect() throws IOException;
}
