package busyhour.ipc.link;

import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.Load;

/** A load as it came over the wire. */
final class Loads {
    private static final ArrivalSpec.Kind[] KINDS = ArrivalSpec.Kind.values();

    private Loads() {
    }

    /** @return null for one that this build does not know or that is out of range. */
    static Load of(final int kind, final long amount, final long perMs) {
        if (kind >= KINDS.length) {
            return null;
        }
        try {
            return new Load(KINDS[kind], amount, perMs);
        } catch (final IllegalArgumentException e) {
            return null;
        }
    }
}
