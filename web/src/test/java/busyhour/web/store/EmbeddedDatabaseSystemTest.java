package busyhour.web.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseSystemTest {

    @TempDir
    Path directory;

    @Test
    void shouldKeepItsContentAndStartFastWhenStartedAgain() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            execute(database, "CREATE TABLE kept (v int)");
            execute(database, "INSERT INTO kept VALUES (42)");
        }
        assertThat(PostmasterPid.read(directory.toRealPath().resolve("database")).pid()).as("the server has gone").isZero();

        long startNs = System.nanoTime();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            long startMs = (System.nanoTime() - startNs) / 1_000_000;
            System.out.println("[database] second start in " + startMs + " ms");
            assertThat(startMs).isLessThan(5_000);
            assertThat(number(database, "SELECT v FROM kept")).isEqualTo(42);
            assertThat(number(database, "SELECT current_setting('server_version_num')::int / 10000")).isEqualTo(18);
        }
    }

    @Test
    void shouldStartAgainAfterItsServerWasKilled() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            execute(database, "CREATE TABLE kept AS SELECT 7 AS v");
            String address = database.jdbcUrl();
            kill(directory);
            assertThat(database.revive()).isTrue();
            assertThat(database.revive()).as("it runs already").isFalse();
            assertThat(database.jdbcUrl()).isEqualTo(address);
            assertThat(number(database, "SELECT v FROM kept")).isEqualTo(7);
        }
    }

    @Test
    void shouldNotTakeAStrangersProcessForItsServer() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            execute(database, "CREATE TABLE kept AS SELECT 1 AS v");
        }
        Path pid = directory.resolve("database/postmaster.pid");
        Files.writeString(pid, ProcessHandle.current().pid() + "\n" + directory.resolve("database") + "\n0\n54321\n\n127.0.0.1\n");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            assertThat(number(database, "SELECT v FROM kept")).isEqualTo(1);
        }
    }

    @Test
    void shouldJoinAServerWhoseOwnerWasKilled() throws Exception {
        EmbeddedDatabase lost = EmbeddedDatabase.start(directory);
        String address = lost.jdbcUrl();
        lost.forget();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            assertThat(database.jdbcUrl()).isEqualTo(address);
        }
        assertThat(PostmasterPid.read(directory.toRealPath().resolve("database")).pid()).as("the last one stops it").isZero();
    }

    @Test
    void shouldAskForAPassword() {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.user(), "guess").close())
                    .isInstanceOf(SQLException.class).hasMessageContaining("password");
        }
    }

    @Test
    void shouldSayInOneLineWhyItCannotStart() throws Exception {
        Files.writeString(directory.resolve("postgres"), "a file where a directory belongs");
        assertThatThrownBy(() -> EmbeddedDatabase.start(directory)).isInstanceOf(DatabaseException.class)
                .hasMessageContaining(directory.toString()).hasMessageNotContaining("\n");
    }

    static void kill(Path directory) throws Exception {
        long pid = PostmasterPid.read(directory.toRealPath().resolve("database")).pid();
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        server.destroyForcibly();
        server.onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getLong(1);
        }
    }
}
