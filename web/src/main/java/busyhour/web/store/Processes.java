package busyhour.web.store;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * The platform processes on one database: this one says that it lives, and learns which others do not.
 *
 * <p>Each holds an advisory lock on a connection that it keeps open, and writes the time each {@value #BEAT_MS} ms. The server forgets the
 * lock when the process dies; it forgets all of them when it is itself started anew, and nobody writes while it is away. So nobody is taken
 * for dead by a process that could not write all the time itself:
 *
 * <pre>
 *   dead = neither lock nor sign for {@value #SILENT_MS} ms, or no sign for {@value #HUNG_MS} ms (a process that hangs keeps its lock),
 *          seen by one that itself wrote without a gap for that long, on a server that was up all the time
 * </pre>
 *
 * A mistake would be no harm to what is stored: a batch that overlaps with what another process has stored is not taken
 * ({@link BatchWriter}). Any thread.
 */
public final class Processes implements AutoCloseable {

    /** Between two signs. */
    public static final long BEAT_MS = 2_000;
    private static final long SILENT_MS = 6_000;
    private static final long HUNG_MS = 30_000;
    private static final long GAP_MS = 3 * BEAT_MS;
    private static final int CLASS = 0x6275_7379;

    private final Database database;
    private final int number;
    private final LongSupplier nowMs;
    private Handle handle;
    private long steadySinceMs;
    private long beatMs;
    private volatile boolean others;

    /** @param nowMs monotonic. */
    public Processes(Database database, int number, LongSupplier nowMs) {
        this.database = database;
        this.number = number;
        this.nowMs = nowMs;
        this.steadySinceMs = nowMs.getAsLong() - SILENT_MS; // the signs of others are older than we are: they tell enough
        this.beatMs = nowMs.getAsLong();
        this.handle = take();
        sign();
    }

    private Handle take() {
        Handle fresh = database.jdbi().open();
        fresh.execute("SELECT pg_advisory_lock(?, ?)", CLASS, number);
        return fresh;
    }

    private void sign() {
        handle.execute("INSERT INTO processes (instance, heard_at) VALUES (?, now()) ON CONFLICT (instance) DO UPDATE SET heard_at = now()",
                (long) number);
    }

    /** Says that this process lives; takes the lock again when the database was away. To be called each {@link #BEAT_MS}. */
    public synchronized void beat() {
        try {
            sign();
        } catch (JdbiException e) {
            handle.close();
            handle = take();
            sign();
        }
        long now = nowMs.getAsLong();
        if (now - beatMs > GAP_MS) {
            steadySinceMs = now;
        }
        beatMs = now;
        others = living().size() > 1;
    }

    /** Of this process. */
    public long number() {
        return number;
    }

    /** Numbers of all processes that live, or may. */
    public synchronized Set<Long> living() {
        long steadyMs = nowMs.getAsLong() - steadySinceMs;
        return database.jdbi().withHandle(other -> {
            Set<Long> living = new HashSet<>(other.createQuery("SELECT instance FROM processes WHERE heard_at > now() - :silent * interval '1 ms'"
                            + " OR :steady < :silent OR pg_postmaster_start_time() > now() - :silent * interval '1 ms'")
                    .bind("silent", SILENT_MS).bind("steady", steadyMs).mapTo(Long.class).list());
            living.addAll(other.createQuery("SELECT p.instance FROM processes p JOIN pg_locks l ON l.objid::bigint = p.instance"
                            + " WHERE l.locktype = 'advisory' AND l.classid::bigint = :class"
                            + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                            + " AND (p.heard_at > now() - :hung * interval '1 ms' OR :steady < :hung)")
                    .bind("class", CLASS).bind("hung", HUNG_MS).bind("steady", steadyMs).mapTo(Long.class).list());
            living.add((long) number);
            return living;
        });
    }

    /** Whether others lived beside this one when it last said that it lives. */
    public boolean hasOthers() {
        return others;
    }

    /** Leaves: others may take over what this process has not ended. */
    @Override
    public synchronized void close() {
        try {
            handle.execute("DELETE FROM processes WHERE instance = ?", (long) number);
        } catch (JdbiException e) {
            // the database is away: others see that we are silent
        } finally {
            handle.close();
        }
    }
}
