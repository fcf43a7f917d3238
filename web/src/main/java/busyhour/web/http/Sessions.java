package busyhour.web.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

import busyhour.web.access.Principal;
import busyhour.web.store.Secrets;

/**
 * Browsers that may look: a one-time token of a printed address, or an API key typed in, becomes a session whose id lies in a cookie
 * that scripts cannot read. In memory: a new start asks again. Any thread.
 */
public final class Sessions {

    static final Duration LIFETIME = Duration.ofHours(12);
    private static final int MAX_SESSIONS = 1_000;
    private static final int SECRET_BYTES = 24;

    private final LongSupplier nowMs;
    private final Map<String, Session> sessions = bounded();
    private final Map<String, Principal> tokens = bounded();

    public Sessions(LongSupplier nowMs) {
        this.nowMs = nowMs;
    }

    private record Session(Principal principal, long untilMs) {
    }

    private static <T> Map<String, T> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > MAX_SESSIONS;
            }
        };
    }

    /** A token that opens one session. */
    public synchronized String newToken(Principal principal) {
        String token = Secrets.randomHex(SECRET_BYTES);
        tokens.put(token, principal);
        return token;
    }

    /** Opens a session with a token, which is worth nothing afterwards. */
    synchronized Optional<String> openWithToken(String token) {
        return Optional.ofNullable(tokens.remove(token)).map(this::open);
    }

    /** Returns the id of a new session. */
    synchronized String open(Principal principal) {
        String id = Secrets.randomHex(SECRET_BYTES);
        sessions.put(id, new Session(principal, nowMs.getAsLong() + LIFETIME.toMillis()));
        return id;
    }

    synchronized Optional<Principal> byId(String id) {
        Session session = sessions.get(id);
        if (session == null) {
            return Optional.empty();
        }
        if (session.untilMs() < nowMs.getAsLong()) {
            sessions.remove(id);
            return Optional.empty();
        }
        return Optional.of(session.principal());
    }

    synchronized void close(String id) {
        sessions.remove(id);
    }
}
