package busyhour.web.fleet;

import java.util.List;
import java.util.Optional;

/** How much of a project may run at a time. Asked when a run is to be given to workers, and again while it waits. Any thread. */
public interface RunCaps {

    /** No caps. */
    RunCaps NONE = (wanted, active) -> Optional.empty();

    /**
     * A run that is there, or is to come.
     *
     * @param labels    that it has.
     * @param endpoints that it holds.
     */
    record Load(long organisationId, long projectId, List<String> labels, int endpoints) {
    }

    /**
     * Why a run may not begin now.
     *
     * @param reason  one sentence with the figures.
     * @param forGood whether it would not even if nothing else ran: then it does not wait.
     */
    record Refusal(String reason, boolean forGood) {
    }

    /**
     * Empty when the run may begin.
     *
     * @param active runs that workers have now, of the same organisation.
     */
    Optional<Refusal> refusal(Load wanted, List<Load> active);
}
