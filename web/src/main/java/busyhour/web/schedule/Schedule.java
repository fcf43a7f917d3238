package busyhour.web.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * Work that is done at its time by one process, however many share the database: what comes again and again, and what has a time of its
 * own. Work that throws is logged and tried again. Work whose process dies is done by another one a minute later: it is to bear being
 * begun twice. Any thread.
 */
public interface Schedule {

    /**
     * Does something again each time an interval is over, for the first time after one interval. Registered when the platform starts.
     *
     * @param name the same in all processes: {@code "retention"}.
     */
    void every(String name, Duration interval, Runnable work);

    /**
     * A kind of work that is done for many keys, each at a time of its own. Registered when the platform starts.
     *
     * @param name the same in all processes: {@code "probe"}.
     */
    Task task(String name, Work work);

    /** What is done when a key's time has come. */
    @FunctionalInterface
    interface Work {

        /**
         * @param dueAt the time that it was asked for; late work tells by it.
         * @return when to do it again, null for not again.
         */
        Instant run(String key, Instant dueAt);
    }

    /** Sets the times of one kind of work. Stored before a method returns. */
    interface Task {

        /** Sets a key's time, in the place of the one that it has. While its work is being done, that decides the next time and this changes nothing. */
        void at(String key, Instant time);

        /** A key's work is not done any more. Nothing happens when it has no time. */
        void cancel(String key);
    }
}
