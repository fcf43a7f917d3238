package busyhour.web.fleet;

import java.util.List;

import busyhour.ipc.plan.Assignment.Part;
import busyhour.ipc.plan.Assignment.Share;

/**
 * What of a run one worker plays, and how far it is. Written under the run's lock, read by any thread.
 *
 * <pre>
 *   ASSIGNED -- all groups prepared --> PREPARED -- begin --> RUNNING -- its last record --> ENDED
 *       +------------- silent for 60 s, or taken by nobody -----------------------------> LOST
 * </pre>
 */
public final class RunPart {

    /** How far. */
    public enum State { ASSIGNED, PREPARED, RUNNING, ENDED, LOST }

    private final String worker;
    private final String name;
    private final List<Share> shares;
    private final boolean registrar;
    private volatile State state = State.ASSIGNED;

    /**
     * @param worker    its name on the link.
     * @param name      as people know it.
     * @param shares    one for each group of the plan.
     * @param registrar whether it has the built-in registrar for all workers of the run.
     */
    public RunPart(String worker, String name, List<Share> shares, boolean registrar) {
        this.worker = worker;
        this.name = name;
        this.shares = List.copyOf(shares);
        this.registrar = registrar;
    }

    public String worker() {
        return worker;
    }

    public String name() {
        return name;
    }

    public List<Share> shares() {
        return shares;
    }

    public boolean hasRegistrar() {
        return registrar;
    }

    public int endpoints() {
        return shares.stream().mapToInt(Share::endpoints).sum();
    }

    Part part() {
        return new Part(shares, registrar);
    }

    public State state() {
        return state;
    }

    void state(State next) {
        state = next;
    }

    /** Nothing more comes from it. */
    public boolean isOver() {
        return state == State.ENDED || state == State.LOST;
    }
}
