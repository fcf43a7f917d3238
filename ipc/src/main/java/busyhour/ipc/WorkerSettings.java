package busyhour.ipc;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a worker process is told by its environment: the one contract between whoever starts it (a person, systemd, the
 * command line's own child) and the worker. A child of the command line gets the link's address directly
 * ({@code WORKER_LINK}); any other worker asks {@code CLOUD_URL} for it with its token.
 *
 * <pre>
 *   WORKER_TOKEN   cmw_ + 64 hex                     LOG_LEVEL   error warn info debug    (info)
 *   CLOUD_URL      https://host:port                 LOG_FORMAT  json pretty              (pretty)
 *   WORKER_NAME    shown to people (host name)       CORES       2-5,8: a pinned shard each (one, not pinned)
 *   HEALTH_PORT    0 = none (3030)                   IDLE        spin yield backoff       (backoff)
 *   WORKER_DATA    directory of journals             WORKER_LINK host:dataPort:controlPort of a local platform
 *   WORKER_TICKET  what the local platform's link checks
 *   CLOUD_CA       certificates (PEM) by which the platform is trusted in place of the host's
 *   WORKER_BIND    address of this host that SIP and media use (the one that the kernel routes from)
 *   WORKER_PUBLIC  address that peers see, for SIP and SDP behind a NAT that maps ports one to one (none)
 *   CAPACITY       endpoints it takes at most (what capacity.json says, see {@link CapacityFile})
 *   CALIBRATE      command that measures this host when the platform asks for it, none = it may not (the launcher of this installation)
 *   WORKER_CHILD   yes: started by another process of ours; standard input closed = that process is gone    (no)
 * </pre>
 *
 * Immutable.
 *
 * @param token      null where the link is known.
 * @param cloudUrl   null where the link is known.
 * @param name       of the worker.
 * @param healthPort 0 = no health server.
 * @param logLevel   error, warn, info or debug.
 * @param logFormat  json or pretty.
 * @param data       directory that journals go to.
 * @param cores      as {@code taskset} writes it, or null.
 * @param idle       spin, yield or backoff.
 * @param link       the platform's link where it is known, else null.
 * @param ticket     for the link, never null.
 * @param child      ends with its parent.
 * @param capacity   endpoints that it was told to take at most, null = not told.
 * @param isNamed    whether somebody gave it that name; else it is the host's.
 * @param cloudCa    certificates by which the platform is trusted, null = the host's.
 * @param bind       address of this host for SIP and media, null = as the kernel routes.
 * @param publicAddress that peers see, null = the one that is used.
 * @param calibrate  command that measures this host, empty = none may, null = not told.
 */
public record WorkerSettings(
        String token,
        URI cloudUrl,
        String name,
        int healthPort,
        String logLevel,
        String logFormat,
        Path data,
        String cores,
        String idle,
        LinkAddress link,
        String ticket,
        boolean child,
        Integer capacity,
        boolean isNamed,
        Path cloudCa,
        String bind,
        String publicAddress,
        String calibrate) {

    /** Where a platform's link listens. */
    public record LinkAddress(String host, int dataPort, int controlPort) {
        @Override
        public String toString() {
            return host + ":" + dataPort + ":" + controlPort;
        }
    }

    private static final int DEFAULT_HEALTH_PORT = 3030;
    private static final String NO_COMMAND = "none";

    /** Settings of a child that the command line or the platform starts on its own machine. */
    public static WorkerSettings child(
            final String name, final Path data, final LinkAddress link, final String ticket, final String cores, final String idle) {
        return new WorkerSettings(null, null, name, 0, "warn", "pretty", data, cores, idle, link, ticket, true, null, true, null, null, null, null);
    }

    /**
     * Reads an environment.
     *
     * @throws IllegalArgumentException naming every fault, one line each.
     */
    public static WorkerSettings of(final Map<String, String> environment) {
        final List<String> faults = new ArrayList<>();
        final LinkAddress link = link(environment.get("WORKER_LINK"), faults);
        final String token = environment.get("WORKER_TOKEN");
        if (link == null && (token == null || !token.matches("cmw_[0-9a-f]{64}"))) {
            faults.add("WORKER_TOKEN: found " + (token == null ? "nothing" : "something else") + ", expected cmw_ and 64 hexadecimal digits");
        }
        final URI url = link == null ? cloudUrl(environment.get("CLOUD_URL"), faults) : null;
        final WorkerSettings settings = new WorkerSettings(
                token,
                url,
                environment.getOrDefault("WORKER_NAME", environment.getOrDefault("HOSTNAME", "worker")),
                number(environment, "HEALTH_PORT", link == null ? DEFAULT_HEALTH_PORT : 0, faults),
                word(environment, "LOG_LEVEL", "info", List.of("error", "warn", "info", "debug"), faults),
                word(environment, "LOG_FORMAT", "pretty", List.of("json", "pretty"), faults),
                Path.of(environment.getOrDefault("WORKER_DATA", System.getProperty("user.home") + "/.busyhour/worker")),
                environment.get("CORES"),
                word(environment, "IDLE", "backoff", List.of("spin", "yield", "backoff"), faults),
                link,
                environment.getOrDefault("WORKER_TICKET", ""),
                word(environment, "WORKER_CHILD", "no", List.of("yes", "no"), faults).equals("yes"),
                capacity(environment.get("CAPACITY"), faults),
                environment.containsKey("WORKER_NAME"),
                environment.containsKey("CLOUD_CA") ? Path.of(environment.get("CLOUD_CA")) : null,
                address(environment, "WORKER_BIND", faults),
                address(environment, "WORKER_PUBLIC", faults),
                calibrate(environment.get("CALIBRATE")));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return settings;
    }

    private static LinkAddress link(final String text, final List<String> faults) {
        if (text == null) {
            return null;
        }
        final String[] parts = text.split(":");
        if (parts.length != 3 || !parts[1].matches("\\d{1,5}") || !parts[2].matches("\\d{1,5}")) {
            faults.add("WORKER_LINK: found " + text + ", expected host:dataPort:controlPort");
            return null;
        }
        return new LinkAddress(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    private static URI cloudUrl(final String text, final List<String> faults) {
        try {
            if (text != null) {
                final URI url = new URI(text);
                final boolean loopback = url.getHost() != null && url.getHost().matches("localhost|127\\..*|\\[::1]");
                if ("https".equals(url.getScheme()) && url.getHost() != null || "http".equals(url.getScheme()) && loopback) {
                    return url;
                }
            }
        } catch (final URISyntaxException e) {
            // falls through to the fault, which says what was expected
        }
        faults.add("CLOUD_URL: found " + text + ", expected https://host:port (http on loopback)");
        return null;
    }

    private static String address(final Map<String, String> environment, final String name, final List<String> faults) {
        final String text = environment.get(name);
        if (text != null && !text.matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            faults.add(name + ": found " + text + ", expected an IPv4 or IPv6 address");
        }
        return text;
    }

    private static int number(final Map<String, String> environment, final String name, final int otherwise, final List<String> faults) {
        final String text = environment.get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 0xFFFF) {
            faults.add(name + ": found " + text + ", expected a port from 0 to 65535");
            return otherwise;
        }
        return Integer.parseInt(text);
    }

    private static Integer capacity(final String text, final List<String> faults) {
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,7}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > CapacityFile.MOST_ENDPOINTS) {
            faults.add("CAPACITY: found " + text + ", expected a whole number of endpoints from 1 to " + CapacityFile.MOST_ENDPOINTS);
            return null;
        }
        return Integer.valueOf(text);
    }

    private static String calibrate(final String text) {
        return NO_COMMAND.equals(text) ? "" : text == null || text.isBlank() ? null : text.strip();
    }

    private static String word(
            final Map<String, String> environment, final String name, final String otherwise, final List<String> words,
            final List<String> faults) {
        final String text = environment.getOrDefault(name, otherwise);
        if (!words.contains(text)) {
            faults.add(name + ": found " + text + ", expected one of " + String.join(", ", words));
        }
        return text;
    }

    /** The environment that {@link #of} reads these settings from. */
    public Map<String, String> toEnvironment() {
        final Map<String, String> environment = new LinkedHashMap<>();
        put(environment, "WORKER_TOKEN", token);
        put(environment, "CLOUD_URL", cloudUrl);
        put(environment, "WORKER_NAME", isNamed ? name : null);
        put(environment, "HEALTH_PORT", healthPort);
        put(environment, "LOG_LEVEL", logLevel);
        put(environment, "LOG_FORMAT", logFormat);
        put(environment, "WORKER_DATA", data);
        put(environment, "CORES", cores);
        put(environment, "IDLE", idle);
        put(environment, "WORKER_LINK", link);
        put(environment, "WORKER_TICKET", ticket);
        put(environment, "WORKER_CHILD", child ? "yes" : "no");
        put(environment, "CAPACITY", capacity);
        put(environment, "CLOUD_CA", cloudCa);
        put(environment, "WORKER_BIND", bind);
        put(environment, "WORKER_PUBLIC", publicAddress);
        put(environment, "CALIBRATE", "".equals(calibrate) ? NO_COMMAND : calibrate);
        return environment;
    }

    private static void put(final Map<String, String> environment, final String name, final Object value) {
        if (value != null) {
            environment.put(name, value.toString());
        }
    }

    @Override
    public String toString() {
        return "WorkerSettings[" + name + " -> " + (link == null ? cloudUrl : link) + "]"; // token and ticket never reach a log
    }
}
