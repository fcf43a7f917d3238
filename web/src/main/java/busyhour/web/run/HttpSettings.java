package busyhour.web.run;

import java.nio.file.Path;

/**
 * How the platform serves HTTP.
 *
 * @param certificate       PEM chain for TLS, ours first; null for plain HTTP.
 * @param key               PEM of its private key, null with the certificate.
 * @param requestsPerSecond of one key or session, for ever; four times as many at once.
 */
public record HttpSettings(Path certificate, Path key, int requestsPerSecond) {

    public static final String REQUESTS_VARIABLE = "BUSYHOUR_REQUESTS_PER_SECOND";
    public static final int REQUESTS_PER_SECOND = 50;
    public static final int MOST_REQUESTS_PER_SECOND = 1_000_000;
    public static final HttpSettings PLAIN = new HttpSettings(null, null, REQUESTS_PER_SECOND);

    public boolean isTls() {
        return certificate != null;
    }
}
