package busyhour.web.fleet;

import java.util.List;

import busyhour.web.store.Runs.Run;

/**
 * Told of runs by the process that conducts them, once what is told stands in the database. Who is told bears hearing the same twice (a
 * run that another process took over), does not take long, and does not throw. Any thread but the collector's.
 */
public interface RunEvents {

    RunEvents NONE = new RunEvents() { };

    /** RUNNING for the first time. */
    default void started(Run run) {
        // not everybody asks
    }

    /** COMPLETED, with its result. */
    default void finished(Run run) {
        // not everybody asks
    }

    /** FAILED or CANNOT_RUN_FOR_NOW, with the reason. */
    default void failed(Run run) {
        // not everybody asks
    }

    /** Tells of a run that has ended, by its status. */
    default void ended(Run run) {
        if (run.status().equals("COMPLETED")) {
            finished(run);
        } else {
            failed(run);
        }
    }

    /** Tells each in turn. */
    static RunEvents all(List<RunEvents> listeners) {
        List<RunEvents> each = List.copyOf(listeners);
        return new RunEvents() {
            @Override
            public void started(Run run) {
                each.forEach(listener -> listener.started(run));
            }

            @Override
            public void finished(Run run) {
                each.forEach(listener -> listener.finished(run));
            }

            @Override
            public void failed(Run run) {
                each.forEach(listener -> listener.failed(run));
            }
        };
    }
}
