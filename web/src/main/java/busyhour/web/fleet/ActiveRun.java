package busyhour.web.fleet;

import java.util.List;
import java.util.Optional;

import busyhour.web.find.LoadFinder;
import busyhour.web.live.LiveRun;
import busyhour.web.result.RunAggregates;

/** A run that this process conducts: its parts at workers, its aggregates, and where its records go. */
final class ActiveRun {

    final long id;
    final long organisationId;
    final long projectId;
    final List<String> labels;
    /** In the order in which they were dealt; one plays all of it when it is alone. */
    final List<RunPart> parts;
    final RunAggregates aggregates;
    final RunRecorder recorder;
    final LiveRun live;
    final long sinceMs;
    /** Collector's thread. */
    final RunLedger ledger = new RunLedger();
    /** Begun by another process. */
    volatile boolean adopted;
    LoadFinder finder;
    volatile boolean begun;
    volatile boolean ending;
    boolean stopping;
    boolean toldStart;

    ActiveRun(long id, long organisationId, long projectId, List<String> labels, List<RunPart> parts, RunAggregates aggregates,
            RunRecorder recorder, LiveRun live, long sinceMs) {
        this.id = id;
        this.organisationId = organisationId;
        this.projectId = projectId;
        this.labels = List.copyOf(labels);
        this.parts = List.copyOf(parts);
        this.aggregates = aggregates;
        this.recorder = recorder;
        this.live = live;
        this.sinceMs = sinceMs;
    }

    int endpoints() {
        return parts.stream().mapToInt(RunPart::endpoints).sum();
    }

    /** The part of a worker, by its name on the link. */
    Optional<RunPart> part(String worker) {
        return parts.stream().filter(part -> part.worker().equals(worker)).findFirst();
    }

    /** Whether several workers play it: then they are told when to begin. */
    boolean isShared() {
        return parts.size() > 1;
    }
}
