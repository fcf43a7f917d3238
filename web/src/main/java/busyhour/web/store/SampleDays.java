package busyhour.web.store;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The days by which samples, texts, events, messages and results of actions are parted. A day that no run needs any more goes as a
 * whole, which frees its disk at once and costs the same whatever is in it. Any thread.
 */
public final class SampleDays {

    static final List<String> TABLES = List.of("samples", "text_values", "call_events", "sip_messages", "action_results");
    private static final Pattern PARTITION = Pattern.compile("samples_(\\d{4})_(\\d{2})_(\\d{2})");
    /** A writer that holds the table now is not made to wait behind us for longer. */
    private static final String PATIENCE = "SET LOCAL lock_timeout = '3s'";

    private final Jdbi jdbi;
    private final Timescale timescale;

    public SampleDays(Database database) {
        this.jdbi = database.jdbi();
        this.timescale = new Timescale(database);
    }

    /** Days that have a place for samples, oldest first. */
    public List<LocalDate> all() {
        if (timescale.isOn()) {
            return timescale.days();
        }
        TreeSet<LocalDate> days = new TreeSet<>();
        for (String name : jdbi.withHandle(handle -> handle.createQuery("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                + " WHERE i.inhparent = 'samples'::regclass").mapTo(String.class).list())) {
            Matcher day = PARTITION.matcher(name);
            if (day.matches()) {
                days.add(LocalDate.of(Integer.parseInt(day.group(1)), Integer.parseInt(day.group(2)), Integer.parseInt(day.group(3))));
            }
        }
        return new ArrayList<>(days);
    }

    /** Drops a day unless a run of it is still there; whether it was dropped. */
    public boolean dropUnlessNeeded(LocalDate day) {
        return jdbi.inTransaction(handle -> {
            SampleStore.lockDays(handle);
            if (handle.createQuery("SELECT EXISTS (SELECT FROM runs WHERE day = :day)").bind("day", day).mapTo(Boolean.class).one()) {
                return false;
            }
            handle.execute(PATIENCE);
            if (timescale.isOn()) {
                timescale.drop(handle, day);
            } else {
                for (String table : TABLES) {
                    handle.execute("DROP TABLE IF EXISTS " + partition(table, day));
                }
            }
            return true;
        });
    }

    /** Deletes one run's rows from a day that others still need. */
    public void deleteRun(LocalDate day, long runId) {
        jdbi.useTransaction(handle -> {
            for (String table : TABLES) {
                if (exists(handle, table, day)) {
                    handle.execute("DELETE FROM " + table + " WHERE day = ? AND run_id = ?", day, runId);
                }
            }
        });
    }

    private boolean exists(Handle handle, String table, LocalDate day) {
        return timescale.isOn() || handle.createQuery("SELECT to_regclass(:name) IS NOT NULL").bind("name", partition(table, day)).mapTo(Boolean.class).one();
    }

    static String partition(String table, LocalDate day) {
        return table + "_" + day.toString().replace('-', '_');
    }
}
