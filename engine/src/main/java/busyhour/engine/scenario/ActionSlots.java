package busyhour.engine.scenario;

import busyhour.ipc.plan.ActionSpec.Event;
import busyhour.sip.timer.TimerWheel;
import java.util.Arrays;

/**
 * Where each action of each endpoint's call is, in flat arrays. An action of an endpoint is a slot; those of an endpoint
 * follow one another in the order of the plan, and each has one deadline.
 *
 * <pre>
 *   ARMED --trigger--> DUE --> UNDER_WAY | PAUSING | EXPECTING | HELD_BACK | BLOCKED --> DUE (next step) ... --> SPENT
 *     ^                                                                         \--> failed --/                    |
 *     +------------------------------------- every: true ----------------------------------------------------------+
 * </pre>
 */
final class ActionSlots {

    static final byte SPENT = 0;
    static final byte ARMED = 1;
    static final byte DUE = 2;
    static final byte UNDER_WAY = 3;
    static final byte PAUSING = 4;
    static final byte EXPECTING = 5;
    static final byte HELD_BACK = 6;
    static final byte BLOCKED = 7;

    private static final int NOBODY = -1;

    final ScenarioProgram[] programs;
    final TimerWheel timers;
    final byte[] states;
    /** Step of the program that runs or comes next. */
    final int[] steps;
    /** Digit of the step. */
    final int[] parts;
    /** Bits of {@link Resource} whose completion is awaited. */
    final byte[] pending;
    final long[] limitsNs;
    final long[] partNs;
    /** When the last run began. */
    final long[] begunNs;
    final int[] runs;
    /** It was triggered while it ran. */
    final boolean[] again;
    /** Events up to this one have triggered already. */
    final int[] triggeredBy;
    /** Events after this one count for an {@code expect} that comes next, ... */
    final int[] marks;
    /** ... and for the one that runs: those since the step before it began. */
    final int[] marksBefore;
    private final int[] firstSlots;
    private final int[] endpoints;
    private final int[] owners;

    ActionSlots(final ScenarioProgram[] programs) {
        this.programs = programs;
        firstSlots = new int[programs.length + 1];
        for (int i = 0; i < programs.length; i++) {
            firstSlots[i + 1] = firstSlots[i] + programs[i].actions();
        }
        final int slots = firstSlots[programs.length];
        endpoints = new int[slots];
        for (int i = 0; i < programs.length; i++) {
            Arrays.fill(endpoints, firstSlots[i], firstSlots[i + 1], i);
        }
        timers = new TimerWheel(slots);
        states = new byte[slots];
        steps = new int[slots];
        parts = new int[slots];
        pending = new byte[slots];
        limitsNs = new long[slots];
        partNs = new long[slots];
        begunNs = new long[slots];
        runs = new int[slots];
        again = new boolean[slots];
        triggeredBy = new int[slots];
        marks = new int[slots];
        marksBefore = new int[slots];
        owners = new int[programs.length * Resource.COUNT];
        Arrays.fill(owners, NOBODY);
    }

    /** A call begins: everything waits for its trigger. */
    void arm(final int endpoint) {
        for (int slot = first(endpoint); slot < end(endpoint); slot++) {
            timers.cancel(slot);
            states[slot] = ARMED;
            runs[slot] = 0;
            again[slot] = false;
            triggeredBy[slot] = CallMemory.NOTHING;
            begunNs[slot] = CallMemory.NEVER;
        }
        Arrays.fill(owners, endpoint * Resource.COUNT, (endpoint + 1) * Resource.COUNT, NOBODY);
    }

    /** Whether no endpoint has any action. */
    boolean isEmpty() {
        return endpoints.length == 0;
    }

    int first(final int endpoint) {
        return firstSlots[endpoint];
    }

    /** The first slot that is not the endpoint's. */
    int end(final int endpoint) {
        return firstSlots[endpoint + 1];
    }

    int endpoint(final int slot) {
        return endpoints[slot];
    }

    ScenarioProgram program(final int slot) {
        return programs[endpoints[slot]];
    }

    int action(final int slot) {
        return slot - firstSlots[endpoints[slot]];
    }

    Event event(final int slot) {
        return program(slot).event(action(slot));
    }

    StepDetail step(final int slot) {
        return program(slot).step(steps[slot]);
    }

    int firstStep(final int slot) {
        return program(slot).firstStep(action(slot));
    }

    int endStep(final int slot) {
        return program(slot).endStep(action(slot));
    }

    /** Takes the resources for a slot, all or none. */
    boolean tryOwn(final int slot, final int resources) {
        final int place = endpoints[slot] * Resource.COUNT;
        for (int i = 0; i < Resource.COUNT; i++) {
            if ((resources & 1 << i) != 0 && owners[place + i] != NOBODY) {
                return false;
            }
        }
        for (int i = 0; i < Resource.COUNT; i++) {
            if ((resources & 1 << i) != 0) {
                owners[place + i] = slot;
            }
        }
        return true;
    }

    /** Gives a resource back. @return the slot that awaited its completion, or -1. */
    int release(final int endpoint, final int resource) {
        final int place = endpoint * Resource.COUNT + Resource.index(resource);
        final int slot = owners[place];
        owners[place] = NOBODY;
        if (slot == NOBODY || states[slot] != UNDER_WAY || (pending[slot] & resource) == 0) {
            return NOBODY;
        }
        pending[slot] &= (byte) ~resource;
        return slot;
    }

    /** Gives back whatever a slot has. */
    void disown(final int slot) {
        final int place = endpoints[slot] * Resource.COUNT;
        for (int i = 0; i < Resource.COUNT; i++) {
            if (owners[place + i] == slot) {
                owners[place + i] = NOBODY;
            }
        }
    }
}
