package busyhour.web.run;

import java.io.IOException;

/**
 * Starts the platform. Found by {@link java.util.ServiceLoader}, so that {@code run --no-web} loads nothing of it.
 */
public interface PlatformFactory {

    /**
     * Starts database and HTTP server and returns when both answer.
     *
     * @throws IOException with one clear line for a person: port in use, data directory not writable, database broken.
     */
    Platform start(PlatformSettings settings) throws IOException;
}
