package busyhour.web.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;

import busyhour.web.access.Accounts;
import org.junit.jupiter.api.Test;

/** Without the extension: its functions are stand-ins that note how they were called. The way over, and all that is ours, is real. */
class TimescaleSystemTest {

    private static final LocalDate DAY = LocalDate.parse("2026-06-20");
    private static final String STAND_INS = """
            CREATE TABLE called (what text);
            CREATE FUNCTION by_range(name, interval) RETURNS text LANGUAGE sql AS 'SELECT $1 || '' '' || $2';
            CREATE FUNCTION create_hypertable(relation regclass, dimension text, create_default_indexes boolean) RETURNS void LANGUAGE sql
                AS 'INSERT INTO called VALUES (relation || '' by '' || dimension)';
            CREATE FUNCTION drop_chunks(relation text, older_than date, newer_than date) RETURNS SETOF text LANGUAGE sql
                AS 'INSERT INTO called VALUES (''drop '' || relation || '' '' || newer_than || '' '' || older_than); SELECT ''chunk''';
            CREATE SCHEMA timescaledb_information;
            CREATE VIEW timescaledb_information.chunks AS SELECT timestamptz '2026-06-20T00:00Z' AS range_start, 'samples' AS hypertable_name;
            """;

    @Test
    void shouldMoveWhatIsStoredAndGoOnWithoutPartitions() {
        try (Database database = TestDatabase.fresh()) {
            new Accounts(database).createFirst();
            SampleStore.preparePartitions(database, DAY);
            insert(database, 7);
            database.jdbi().useTransaction(handle -> {
                handle.createScript(STAND_INS).execute();
                handle.execute("SET LOCAL TimeZone = 'UTC'");
                Timescale.move(handle);
            });
            assertThat(TestDatabase.one(database, Long.class, "SELECT count(*) FROM called WHERE what LIKE '% by day %'")).isEqualTo(SampleDays.TABLES.size());
            assertThat(TestDatabase.one(database, Long.class, "SELECT count(*) FROM samples WHERE run_id = 7")).isEqualTo(10);
            assertThat(TestDatabase.one(database, Long.class, "SELECT count(*) FROM pg_indexes WHERE indexname = 'sip_messages_of_endpoint'")).isEqualTo(1);

            SampleStore.preparePartitions(database, DAY.plusDays(1));
            insert(database, 8);
            SampleDays days = new SampleDays(database);
            assertThat(days.all()).containsExactly(DAY);
            days.deleteRun(DAY, 7);
            assertThat(TestDatabase.one(database, Long.class, "SELECT count(*) FROM samples")).isEqualTo(10);
            assertThat(days.dropUnlessNeeded(DAY)).isTrue();
            assertThat(TestDatabase.one(database, String.class, "SELECT what FROM called WHERE what LIKE 'drop samples%'")).isEqualTo("drop samples 2026-06-20 2026-06-21");
            new Timescale(database).switchOn(); // is on already
        }
    }

    @Test
    void shouldSayWhenTheServerHasNoSuchExtension() {
        try (Database database = TestDatabase.fresh()) {
            assertThatThrownBy(() -> new Timescale(database).switchOn()).isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("BUSYHOUR_TIMESCALE: found on, but this server has no extension timescaledb");
            assertThat(new Timescale(database).isOn()).isFalse();
        }
    }

    private static void insert(Database database, long run) {
        database.jdbi().useHandle(handle -> handle.execute(
                "INSERT INTO samples (day, run_id, endpoint, second, call, side) SELECT ?, ?, e, 0, 0, 1 FROM generate_series(0, 9) e", DAY, run));
    }
}
