package busyhour.web.platform;

import java.io.IOException;

import busyhour.web.run.Platform;
import busyhour.web.run.PlatformFactory;
import busyhour.web.run.PlatformSettings;

/** How the command line finds the platform ({@link java.util.ServiceLoader}). */
public final class PlatformServerFactory implements PlatformFactory {

    @Override
    public Platform start(PlatformSettings settings) throws IOException {
        String url = System.getenv(PlatformServer.DATABASE_VARIABLE);
        return PlatformServer.start(settings, url == null || url.isBlank() ? null : url.strip());
    }
}
