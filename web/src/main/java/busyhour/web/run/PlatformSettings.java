package busyhour.web.run;

import java.nio.file.Path;

/**
 * How to start the platform.
 *
 * @param dataDirectory database and results; made when missing.
 * @param bindAddress   where the HTTP server listens.
 * @param port          its port, 0 = a free one.
 * @param localRun      started by {@code run}: pages open by a one-time token in the address.
 * @param http          TLS and limits.
 * @param publicAddress name or address by which workers reach the link, null = the one by which they reach the HTTP server.
 */
public record PlatformSettings(Path dataDirectory, String bindAddress, int port, boolean localRun, HttpSettings http, String publicAddress) {

    /** Workers reach the link where they reach the HTTP server. */
    public PlatformSettings(Path dataDirectory, String bindAddress, int port, boolean localRun, HttpSettings http) {
        this(dataDirectory, bindAddress, port, localRun, http, null);
    }

    /** Plain HTTP with the usual limits. */
    public PlatformSettings(Path dataDirectory, String bindAddress, int port, boolean localRun) {
        this(dataDirectory, bindAddress, port, localRun, HttpSettings.PLAIN);
    }
}
