package busyhour.web.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One server for all tests of this process, a fresh database in it for each that asks. */
public final class TestDatabase {

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static EmbeddedDatabase server;

    private TestDatabase() {
    }

    public static synchronized Database fresh() {
        return Database.at(freshUrl());
    }

    /** Address, with credentials, of a database without any table. */
    public static synchronized String freshUrl() {
        try {
            if (server == null) {
                Path directory = Files.createTempDirectory("busyhour-test-database");
                server = EmbeddedDatabase.start(directory);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(directory)));
            }
            String name = "t" + NUMBERS.incrementAndGet();
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return server.jdbcUrl().replaceFirst("/postgres$", "/" + name)
                    + "?user=" + server.user() + "&password=" + server.password();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The only value of the only row. */
    public static <T> T one(Database database, Class<T> type, String sql) {
        return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(type).one());
    }

    /** Kills the server of a data directory as the kernel would when memory is short. */
    public static void kill(Path directory) throws Exception {
        EmbeddedDatabaseSystemTest.kill(directory);
    }

    /** A directory with all that is in it. */
    public static void delete(Path directory) {
        try {
            PostgresBinaries.deleteTree(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(Path directory) {
        try {
            server.close();
            PostgresBinaries.deleteTree(directory);
        } catch (IOException e) {
            System.err.println("left behind: " + directory + " (" + e + ")");
        }
    }
}
