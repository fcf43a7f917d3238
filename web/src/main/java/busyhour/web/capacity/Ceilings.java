package busyhour.web.capacity;

import java.util.List;
import java.util.function.LongFunction;

import busyhour.web.capacity.Caps.Cap;
import busyhour.web.worker.WorkerState;
import busyhour.web.worker.WorkerStatus;
import busyhour.web.worker.Workers;

/** How many endpoints there is room for: the cap of a label or project, and where there is none, what the workers carry. Any thread. */
final class Ceilings {

    private final Caps caps;
    private final LongFunction<List<WorkerState>> workers;

    Ceilings(Caps caps, Workers workers) {
        this(caps, workers::of);
    }

    Ceilings(Caps caps, LongFunction<List<WorkerState>> workers) {
        this.caps = caps;
        this.workers = workers;
    }

    /** @param from {@code cap of label 'x'}, {@code cap of the project} or {@code workers}. */
    record Ceiling(int endpoints, String from) {
    }

    /** Null when nothing says how much there is room for. */
    Ceiling of(Scope scope) {
        List<Cap> all = scope.projectId() == null ? List.of() : caps.of(scope.projectId());
        Ceiling lowest = ofWorkers(scope.organisationId());
        for (Cap cap : all) {
            boolean counts = cap.endpoints() != null && (cap.label() == null || cap.label().equals(scope.label()));
            if (counts && (lowest == null || cap.endpoints() < lowest.endpoints())) {
                lowest = new Ceiling(cap.endpoints(), cap.label() == null ? "cap of the project" : "cap of label '" + cap.label() + "'");
            }
        }
        return lowest;
    }

    /** Null when none is there, or one does not say what it carries. */
    private Ceiling ofWorkers(long organisationId) {
        List<WorkerState> online = workers.apply(organisationId).stream().filter(worker -> worker.status() == WorkerStatus.ONLINE).toList();
        if (online.isEmpty() || online.stream().anyMatch(worker -> worker.capacity() == null)) {
            return null;
        }
        return new Ceiling(online.stream().mapToInt(WorkerState::capacity).sum(), "workers");
    }
}
