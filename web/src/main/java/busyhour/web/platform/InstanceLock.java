package busyhour.web.platform;

import java.util.Set;

import busyhour.web.store.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Tells other processes on the same database that this one lives: an advisory lock of a connection that is kept open. The server
 * forgets it when the process dies.
 */
final class InstanceLock implements AutoCloseable {

    private static final int CLASS = 0x6275_7379;

    private final Database database;
    private final int number;
    private Handle handle;

    InstanceLock(Database database, int number) {
        this.database = database;
        this.number = number;
        this.handle = take();
    }

    private Handle take() {
        Handle fresh = database.jdbi().open();
        fresh.execute("SELECT pg_advisory_lock(?, ?)", CLASS, number);
        return fresh;
    }

    /** Takes the lock again when the database was away: it forgot us with the connection. */
    synchronized void keep() {
        try {
            handle.execute("SELECT 1");
        } catch (JdbiException e) {
            handle.close();
            handle = take();
        }
    }

    long number() {
        return number;
    }

    /** Numbers of all processes that live. */
    Set<Long> living() {
        return database.jdbi().withHandle(other -> other.createQuery("SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory'"
                + " AND classid = :class AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                .bind("class", CLASS).mapTo(Long.class).set());
    }

    @Override
    public synchronized void close() {
        handle.close();
    }
}
