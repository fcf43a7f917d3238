package busyhour.engine.run;

import busyhour.ipc.link.PartAddress;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Load;
import java.util.List;

/** What the link hands over to the worker's thread. Immutable. */
sealed interface WorkerOrder {

    /** Play this. */
    record Start(Assignment assignment) implements WorkerOrder {
    }

    /** All workers of a run are prepared. */
    record Begin(long runId, List<PartAddress> parts) implements WorkerOrder {
    }

    /** The callers of a group start. */
    record Release(long runId, int group) implements WorkerOrder {
    }

    /** End a run. */
    record Stop(long runId, boolean graceful) implements WorkerOrder {
    }

    /** A group of a run calls so much from now on. */
    record SetLoad(long runId, int group, Load load) implements WorkerOrder {
    }

    /** Measure the host. */
    record Calibrate(long id) implements WorkerOrder {
    }
}
