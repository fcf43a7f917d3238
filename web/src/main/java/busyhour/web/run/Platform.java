package busyhour.web.run;

import busyhour.web.plan.Plan;
import busyhour.web.result.RunAggregates;
import java.net.URI;
import java.util.List;

/**
 * A started platform: database, HTTP server, pages. The command line holds one while a local run lasts
 * ({@code run} without {@code --no-web}) or until it is stopped ({@code platform}).
 */
public interface Platform extends AutoCloseable {

    /** Where a person finds it: {@code http://127.0.0.1:8080/…}; for a local run with a one-time token. */
    URI address();

    /** Plain HTTP on loopback, for this host's worker. */
    URI localAddress();

    /**
     * Lines for a person at the first start (API key, worker token), and a link to set up the first owner as long as there is nobody.
     * Shown once, then forgotten.
     */
    List<String> firstStartLines();

    /** Token with which a worker on this host may connect ({@code platform --with-worker}). */
    String workerToken();

    /**
     * Takes over the showing and storing of a local run. Called once, before the run's first message.
     *
     * @param aggregates   fed by the command line's collector; may be read from any thread.
     * @param acknowledger told what is stored, so that the worker may forget it.
     */
    RunObserver follow(Plan plan, long runId, RunAggregates aggregates, RunObserver.Acknowledger acknowledger);

    /** Stores what is left (bounded: 10 s) and stops; a second call does nothing. */
    @Override
    void close();
}
