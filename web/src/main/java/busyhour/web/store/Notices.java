package busyhour.web.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Short notices between the platform processes on one database (LISTEN, NOTIFY): that something changed which stands in the database.
 * One that is lost, because the connection was, costs time only: whoever needs it looks there too, now and then. The teller hears its own.
 *
 * <p>{@link #tell} by any thread; listeners are called by one thread and must not wait.
 */
public final class Notices implements AutoCloseable {

    private static final String CHANNEL = "busyhour";
    private static final int POLL_MS = 500;
    private static final long RETRY_MS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final Database database;
    private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    public Notices(Database database) {
        this.database = database;
        this.thread = Thread.ofPlatform().name("notices").daemon().start(this::run);
    }

    /** @param topic one word. */
    public void on(String topic, Consumer<String> listener) {
        listeners.put(topic, listener);
    }

    /** Tells all processes. */
    public void tell(String topic, String text) {
        database.jdbi().useHandle(handle -> handle.execute("SELECT pg_notify(?, ?)", CHANNEL, topic + " " + text));
    }

    private void run() {
        while (!closed) {
            try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + CHANNEL);
                while (!closed) {
                    PGNotification[] notices = connection.unwrap(PGConnection.class).getNotifications(POLL_MS);
                    for (int i = 0; notices != null && i < notices.length; i++) {
                        hear(notices[i].getParameter());
                    }
                }
            } catch (SQLException | DatabaseException e) {
                LOG.debug("no notices just now: {}", e.toString());
                pause();
            }
        }
    }

    private void hear(String notice) {
        int space = notice.indexOf(' ');
        Consumer<String> listener = listeners.get(space < 0 ? notice : notice.substring(0, space));
        if (listener != null) {
            try {
                listener.accept(notice.substring(space + 1));
            } catch (RuntimeException e) {
                LOG.warn("a notice was not understood: {}", e.toString());
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
