package busyhour.web.store;

import java.time.LocalDate;
import java.util.List;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps samples in hypertables of TimescaleDB instead of PostgreSQL's own partitions, with chunks of a day that are compressed after
 * another. Switched on once, by {@value #VARIABLE}{@code =on}; what is stored moves over. There is no way back but by dump and restore.
 * Any thread.
 */
public final class Timescale {

    public static final String VARIABLE = "BUSYHOUR_TIMESCALE";
    private static final Logger LOG = LoggerFactory.getLogger(Timescale.class);

    private final Jdbi jdbi;
    private volatile boolean on;

    public Timescale(Database database) {
        this.jdbi = database.jdbi();
    }

    /** Whether samples lie in hypertables: asked of the database until they do. */
    boolean isOn() {
        if (!on) {
            on = jdbi.withHandle(Timescale::isOn);
        }
        return on;
    }

    static boolean isOn(Handle handle) {
        return handle.createQuery("SELECT relkind = 'r' FROM pg_class WHERE oid = 'samples'::regclass").mapTo(Boolean.class).one();
    }

    /**
     * Moves the samples of all runs into hypertables, in one transaction; nothing when they are there. Before samples are written.
     *
     * @throws DatabaseException with one sentence when the server has no such extension.
     */
    public void switchOn() {
        jdbi.useTransaction(handle -> {
            if (isOn(handle)) {
                return;
            }
            if (!handle.createQuery("SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb')").mapTo(Boolean.class).one()) {
                throw new DatabaseException(VARIABLE + ": found on, but this server has no extension timescaledb; install it or leave the switch out");
            }
            handle.execute("CREATE EXTENSION IF NOT EXISTS timescaledb");
            move(handle);
            SampleDays.TABLES.forEach(table -> compress(handle, table));
            LOG.info("samples lie in hypertables of TimescaleDB now");
        });
    }

    static void move(Handle handle) {
        SampleStore.lockDays(handle);
        SampleDays.TABLES.forEach(table -> move(handle, table));
    }

    private static void move(Handle handle, String table) {
        handle.execute("ALTER TABLE " + table + " RENAME TO " + table + "_before");
        handle.execute("CREATE TABLE " + table + " (LIKE " + table + "_before INCLUDING DEFAULTS)");
        handle.execute("SELECT create_hypertable('" + table + "', by_range('day', INTERVAL '1 day'), create_default_indexes => false)");
        handle.execute("INSERT INTO " + table + " SELECT * FROM " + table + "_before");
        handle.execute("DROP TABLE " + table + "_before");
        handle.execute("CREATE INDEX " + table + "_of_endpoint ON " + table + " (run_id, endpoint, " + order(table) + ")");
    }

    private static void compress(Handle handle, String table) {
        handle.execute("ALTER TABLE " + table + " SET (timescaledb.compress, timescaledb.compress_segmentby = 'run_id',"
                + " timescaledb.compress_orderby = 'endpoint, " + order(table) + "')");
        handle.execute("SELECT add_compression_policy('" + table + "', INTERVAL '2 days')");
    }

    private static String order(String table) {
        return table.equals("samples") || table.equals("text_values") ? "second" : "time_ns";
    }

    List<LocalDate> days() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT DISTINCT range_start::date FROM timescaledb_information.chunks"
                + " WHERE hypertable_name = 'samples' ORDER BY 1").mapTo(LocalDate.class).list());
    }

    void drop(Handle handle, LocalDate day) {
        for (String table : SampleDays.TABLES) {
            handle.createQuery("SELECT drop_chunks(:table, older_than => :end::date, newer_than => :start::date)").bind("table", table)
                    .bind("start", day).bind("end", day.plusDays(1)).mapTo(String.class).list();
        }
    }
}
