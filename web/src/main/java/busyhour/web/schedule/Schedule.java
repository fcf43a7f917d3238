package busyhour.web.schedule;

import java.time.Duration;

/**
 * Work that comes again and again, done by one process at a time, however many share the database. Any thread.
 */
public interface Schedule {

    /**
     * Does something again each time an interval is over, for the first time after one interval. Registered when the platform starts.
     *
     * @param name the same in all processes: {@code "retention"}.
     */
    void every(String name, Duration interval, Runnable work);
}
