package busyhour.web.plan;

import java.util.List;
import java.util.stream.Collectors;

/** A plan that cannot be run. Its message has one line for each fault. */
public final class PlanException extends Exception {
    private final transient List<PlanFault> faults;

    PlanException(List<PlanFault> faults) {
        super(faults.stream().map(PlanFault::toString).collect(Collectors.joining("\n")), null, false, false);
        this.faults = List.copyOf(faults);
    }

    /** At least one, in the order of the plan's lines. */
    public List<PlanFault> faults() {
        return faults;
    }
}
