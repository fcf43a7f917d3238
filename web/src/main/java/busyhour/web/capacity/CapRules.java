package busyhour.web.capacity;

import java.util.List;
import java.util.Optional;

import busyhour.web.capacity.Caps.Cap;
import busyhour.web.fleet.RunCaps;

/** Holds a run that wants to begin against the caps of its project: the one of all runs, and those of its labels. Any thread. */
public final class CapRules implements RunCaps {

    private final Caps caps;

    public CapRules(Caps caps) {
        this.caps = caps;
    }

    @Override
    public Optional<Refusal> refusal(Load wanted, List<Load> active) {
        return refusal(caps.of(wanted.projectId()), wanted, active);
    }

    static Optional<Refusal> refusal(List<Cap> caps, Load wanted, List<Load> active) {
        Refusal waits = null;
        for (Cap cap : caps) {
            if (cap.label() != null && !wanted.labels().contains(cap.label())) {
                continue;
            }
            List<Load> same = active.stream().filter(load -> load.projectId() == wanted.projectId()
                    && (cap.label() == null || load.labels().contains(cap.label()))).toList();
            int held = same.stream().mapToInt(Load::endpoints).sum();
            String of = cap.label() == null ? "the project's cap" : "the cap of label '" + cap.label() + "'";
            if (cap.endpoints() != null && wanted.endpoints() > cap.endpoints()) {
                return Optional.of(new Refusal("needs " + wanted.endpoints() + " endpoints; " + of + " is " + cap.endpoints(), true));
            }
            if (waits == null && cap.endpoints() != null && held + wanted.endpoints() > cap.endpoints()) {
                waits = new Refusal("needs " + wanted.endpoints() + " endpoints; " + of + " is " + cap.endpoints() + ", " + held + " are held", false);
            }
            if (waits == null && cap.runs() != null && same.size() >= cap.runs()) {
                waits = new Refusal(of + " is " + cap.runs() + (cap.runs() == 1 ? " run" : " runs") + " at a time, " + same.size()
                        + (same.size() == 1 ? " goes on" : " go on"), false);
            }
        }
        return Optional.ofNullable(waits);
    }
}
