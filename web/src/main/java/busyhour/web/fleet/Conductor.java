package busyhour.web.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import busyhour.web.access.Principal;
import busyhour.web.store.Runs.Run;

/** Who gives runs to workers. Any thread. */
public interface Conductor {

    /** Starts a test. The run is CANNOT_RUN_FOR_NOW, or QUEUED where that was asked for, when workers cannot take it. */
    Run start(RunRequest request);

    /** Ends a run's calls. Returns false when this process does not conduct it. */
    boolean stop(long runId);

    /** Those connected now and those that were. */
    List<Worker> workers(long organisationId);

    /**
     * Lets a worker in and tells it where the link is; empty where none connect.
     *
     * @param capacity endpoints that it says it takes, null = not known.
     */
    Optional<Link> connect(Principal principal, String worker, Integer capacity);

    /**
     * A worker as people see it.
     *
     * @param capacity endpoints that it says it takes, null = not known.
     */
    record Worker(String name, String status, String host, Integer capacity, String runId, Instant lastHeartbeat) {
    }

    /**
     * What a worker needs to open its link.
     *
     * @param host   null: the one that the worker reached us by.
     * @param ticket to be shown when connecting.
     * @param secret of the link's encryption, null while there is none.
     */
    record Link(int protocol, String host, int dataPort, int controlPort, String ticket, String secret) {
    }
}
