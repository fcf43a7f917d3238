package busyhour.web.cli;

import busyhour.web.result.ExitCode;
import busyhour.web.run.HttpSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * How the platform is to serve HTTP, as the command line has it: no passwords in the clear beyond this machine unless somebody says so.
 *
 * @param certificate null without TLS.
 * @param key         null without TLS.
 */
record HttpOptions(String bind, Path certificate, Path key, boolean insecure) {

    /** @param requestsPerSecond of the environment, or null. @throws CommandFailure with one line for a person. */
    HttpSettings settings(String requestsPerSecond) {
        if ((certificate == null) != (key == null)) {
            throw wrong("--tls-certificate and --tls-key: found one of them, expected both or neither");
        }
        if (certificate == null && !insecure && !isLoopback()) {
            throw wrong("--bind " + bind + ": others would send their passwords in the clear; give --tls-certificate and --tls-key, or --insecure"
                    + " behind a proxy that speaks TLS");
        }
        return new HttpSettings(certificate, key, number(requestsPerSecond));
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw wrong("--bind: found " + bind + ", expected an address of this machine");
        }
    }

    private static int number(String text) {
        if (text == null || text.isBlank()) {
            return HttpSettings.REQUESTS_PER_SECOND;
        }
        if (!text.strip().matches("\\d{1,7}") || Integer.parseInt(text.strip()) < 1 || Integer.parseInt(text.strip()) > HttpSettings.MOST_REQUESTS_PER_SECOND) {
            throw wrong(HttpSettings.REQUESTS_VARIABLE + ": found " + text + ", expected 1 to " + HttpSettings.MOST_REQUESTS_PER_SECOND);
        }
        return Integer.parseInt(text.strip());
    }

    private static CommandFailure wrong(String what) {
        return new CommandFailure(ExitCode.USAGE, "busyhour: " + what);
    }
}
