package busyhour.web.store;

import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to the database, embedded or given, with the schema brought up to date. Any thread.
 *
 * <p>Queries of REST and pages take connections of a small pool; the writer of samples has one of its own, outside the pool, so that
 * neither waits for the other.
 */
public final class Database implements AutoCloseable {

    private static final int POOL = 16;
    private static final long WATCH_MS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final long BORROW_TIMEOUT_MS = 5_000;

    private final EmbeddedDatabase embedded;
    private final String url;
    private final Properties credentials;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private Thread watch;

    private Database(EmbeddedDatabase embedded, String url, String user, String password) {
        this.embedded = embedded;
        this.url = url;
        this.credentials = new Properties();
        HikariConfig config = new HikariConfig();
        config.setPoolName("busyhour");
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(BORROW_TIMEOUT_MS);
        config.setInitializationFailTimeout(-1); // the migration below reports a server that is not there
        if (user != null) {
            config.setUsername(user);
            config.setPassword(password);
            credentials.setProperty("user", user);
            credentials.setProperty("password", password);
        }
        credentials.setProperty("ApplicationName", "busyhour");
        credentials.setProperty("connectTimeout", "5");
        credentials.setProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("ApplicationName", "busyhour");
        config.addDataSourceProperty("connectTimeout", "5");
        this.pool = new HikariDataSource(config);
        this.jdbi = Jdbi.create(pool);
    }

    /** The embedded server's database. Closing this closes the server. */
    public static Database of(EmbeddedDatabase embedded) {
        Database database = new Database(embedded, embedded.jdbcUrl(), embedded.user(), embedded.password()).migrated();
        database.watch = Thread.ofPlatform().name("database-watch").daemon().start(database::watch);
        return database;
    }

    /**
     * A database that somebody else runs.
     *
     * @param url {@code jdbc:postgresql://…}, credentials inside where they are needed.
     */
    public static Database at(String url) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new DatabaseException("the database's address is to start with jdbc:postgresql:");
        }
        return new Database(null, url, null, null).migrated();
    }

    private Database migrated() {
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(pool)
                    .locations("classpath:busyhour/web/store/migrations")
                    .communityDBSupportEnabled(false)
                    .load()
                    .migrate();
            return this;
        } catch (FlywayException e) {
            close();
            throw new DatabaseException("cannot bring the database up to date: " + FaultLine.of(e), e);
        }
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /** The pool, for libraries that bring statements of their own. */
    public DataSource dataSource() {
        return pool;
    }

    /** A connection outside the pool; the caller closes it. */
    java.sql.Connection connect() throws SQLException {
        java.sql.Connection connection = new Driver().connect(url, credentials);
        if (connection == null) {
            throw new SQLException("not a PostgreSQL address");
        }
        return connection;
    }

    /** Tries to have the server back after a connection was lost: an embedded one is started again. */
    void revive() {
        if (embedded != null) {
            embedded.revive();
        }
    }

    /** A server that dies is started again, also when nobody writes just now. */
    private void watch() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(WATCH_MS);
                if (!embedded.isRunning()) {
                    LOG.info("the database's process died; starting it again"); // who had something to store warns
                    startAgain();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void startAgain() {
        try {
            embedded.revive();
        } catch (DatabaseException e) {
            LOG.debug("not yet: {}", e.getMessage()); // looked after again in a moment
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.interrupt();
        }
        pool.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
