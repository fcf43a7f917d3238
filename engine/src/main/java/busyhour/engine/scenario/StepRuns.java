package busyhour.engine.scenario;

import static busyhour.engine.scenario.ActionSlots.ARMED;
import static busyhour.engine.scenario.ActionSlots.BLOCKED;
import static busyhour.engine.scenario.ActionSlots.DUE;
import static busyhour.engine.scenario.ActionSlots.EXPECTING;
import static busyhour.engine.scenario.ActionSlots.HELD_BACK;
import static busyhour.engine.scenario.ActionSlots.PAUSING;
import static busyhour.engine.scenario.ActionSlots.SPENT;
import static busyhour.engine.scenario.ActionSlots.UNDER_WAY;

import busyhour.ipc.plan.ActionSpec.Event;
import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.sip.timer.TimerHandler;

/**
 * The interpreter: runs the steps of actions that were triggered. A step runs when its slot's deadline is polled, never from
 * within an event; one that waits has a limit, so that every action ends.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class StepRuns implements TimerHandler {

    /** A run of an action with {@code every} begins this long after the one before at the earliest, nanoseconds. */
    static final long MIN_INTERVAL_NS = 20_000_000L;
    /** Runs of one action in one call; one more fails, and the action is over for this call. */
    static final int MAX_RUNS = 1_000;

    /** How often a step that was refused is tried again. */
    private static final long RETRY_NS = 5_000_000L;

    private final ActionSlots slots;
    private final CallMemory memory;
    private final StepPerformer performer;
    private final StepListener listener;

    StepRuns(final ActionSlots slots, final CallMemory memory, final StepPerformer performer, final StepListener listener) {
        this.slots = slots;
        this.memory = memory;
        this.performer = performer;
        this.listener = listener;
    }

    @Override
    public void onTimer(final int slot, final long nowNs) {
        switch (slots.states[slot]) {
            case ARMED -> trigger(slot, nowNs);
            case DUE -> begin(slot, nowNs);
            case PAUSING -> succeed(slot, nowNs);
            case EXPECTING -> onExpectDeadline(slot, nowNs);
            case BLOCKED -> retry(slot, nowNs);
            case UNDER_WAY -> fail(slot, StepFailure.NO_ANSWER, 0, nowNs);
            default -> {
                return; // an event came in between
            }
        }
    }

    /** What starts the action happened. While it runs, the next run of an action with {@code every} is remembered. */
    void trigger(final int slot, final long nowNs) {
        if (slots.states[slot] > ARMED) {
            slots.again[slot] = slots.program(slot).every(slots.action(slot));
        } else if (slots.states[slot] == ARMED) {
            slots.states[slot] = DUE;
            slots.steps[slot] = slots.firstStep(slot);
            slots.marks[slot] = slots.event(slot) == Event.AT ? memory.count(slots.endpoint(slot)) : slots.triggeredBy[slot];
            final long begunNs = slots.begunNs[slot];
            final long atNs = begunNs == CallMemory.NEVER ? nowNs : Math.max(nowNs, begunNs + MIN_INTERVAL_NS);
            slots.timers.schedule(slot, atNs, nowNs);
        }
    }

    private void begin(final int slot, final long nowNs) {
        if (slots.steps[slot] == slots.firstStep(slot)) {
            slots.begunNs[slot] = nowNs;
            if (++slots.runs[slot] > MAX_RUNS) {
                report(slot, StepFailure.TOO_MANY_RUNS, 0, nowNs);
                slots.states[slot] = SPENT;
                return;
            }
        }
        slots.marksBefore[slot] = slots.marks[slot];
        slots.marks[slot] = memory.count(slots.endpoint(slot));
        slots.parts[slot] = 0;
        final StepDetail step = slots.step(slot);
        slots.limitsNs[slot] = nowNs + step.limitNs();
        switch (step.kind()) {
            case WAIT -> {
                slots.states[slot] = PAUSING;
                slots.timers.schedule(slot, nowNs + step.durationNs(), nowNs);
            }
            case EXPECT -> {
                slots.states[slot] = EXPECTING;
                if (!tryMeet(slot, nowNs)) {
                    scheduleExpect(slot, nowNs);
                }
            }
            default -> perform(slot, nowNs);
        }
    }

    /** Whether what an {@code expect} waits for has happened since the step before it began; then it is over. */
    boolean tryMeet(final int slot, final long nowNs) {
        final ScenarioProgram program = slots.program(slot);
        final int met = memory.met(slots.endpoint(slot), program, program.expected(slots.steps[slot]), slots.marksBefore[slot]);
        if (met == CallMemory.NOTHING) {
            return false;
        }
        slots.marks[slot] = met;
        succeed(slot, nowNs);
        return true;
    }

    /** Sets the deadline of an {@code expect}: its limit, or earlier when silence will have lasted long enough. */
    void scheduleExpect(final int slot, final long nowNs) {
        slots.timers.schedule(slot, Math.min(slots.limitsNs[slot], silenceNs(slot)), nowNs);
    }

    /** When the silence that is expected will have lasted long enough. */
    private long silenceNs(final int slot) {
        final ScenarioProgram program = slots.program(slot);
        final int condition = program.expected(slots.steps[slot]);
        final long sinceNs = memory.silentSinceNs(slots.endpoint(slot));
        return program.event(condition) == Event.SILENCE && sinceNs != CallMemory.NEVER
                ? sinceNs + program.afterNs(condition) : Long.MAX_VALUE;
    }

    private void onExpectDeadline(final int slot, final long nowNs) {
        if (silenceNs(slot) <= nowNs) {
            succeed(slot, nowNs);
        } else if (slots.limitsNs[slot] <= nowNs) {
            fail(slot, StepFailure.NOT_MET, 0, nowNs);
        } else {
            scheduleExpect(slot, nowNs);
        }
    }

    private void perform(final int slot, final long nowNs) {
        final StepDetail step = slots.step(slot);
        final int endpoint = slots.endpoint(slot);
        if (step.kind() == Kind.SEND_DTMF && memory.isHeld(endpoint)) {
            slots.states[slot] = HELD_BACK;
            slots.timers.cancel(slot);
            return;
        }
        if (!slots.tryOwn(slot, step.resources())) {
            block(slot, nowNs);
            return;
        }
        slots.states[slot] = UNDER_WAY;
        slots.pending[slot] = (byte) step.resources();
        slots.partNs[slot] = nowNs;
        slots.timers.schedule(slot, slots.limitsNs[slot], nowNs);
        final int result = performer.perform(endpoint, slots.program(slot), slots.steps[slot], slots.parts[slot], nowNs);
        if (slots.states[slot] != UNDER_WAY || result == StepPerformer.UNDER_WAY) {
            return; // goes on, or ended by what it did: the call may be over
        }
        slots.disown(slot);
        if (result == StepPerformer.DONE) {
            partDone(slot, nowNs);
        } else if (result == StepPerformer.REFUSED) {
            block(slot, nowNs);
        } else {
            fail(slot, result, 0, nowNs);
        }
    }

    private void block(final int slot, final long nowNs) {
        slots.states[slot] = BLOCKED;
        slots.timers.schedule(slot, Math.min(slots.limitsNs[slot], nowNs + RETRY_NS), nowNs);
    }

    private void retry(final int slot, final long nowNs) {
        if (nowNs >= slots.limitsNs[slot]) {
            fail(slot, StepFailure.NOT_TAKEN, 0, nowNs);
        } else {
            perform(slot, nowNs);
        }
    }

    /** The call is on hold no more: digits that were held back go out, with the step's whole time. */
    void release(final int slot, final long nowNs) {
        slots.states[slot] = BLOCKED;
        slots.limitsNs[slot] = nowNs + slots.step(slot).limitNs();
        slots.timers.schedule(slot, nowNs, nowNs);
    }

    /** A part is through: the next digit after its time, or the step is over. */
    void partDone(final int slot, final long nowNs) {
        if (slots.parts[slot] + 1 < slots.step(slot).parts()) {
            slots.parts[slot]++;
            slots.states[slot] = BLOCKED;
            slots.timers.schedule(slot, Math.max(nowNs, slots.partNs[slot] + slots.step(slot).partNs()), nowNs);
        } else {
            succeed(slot, nowNs);
        }
    }

    private void succeed(final int slot, final long nowNs) {
        report(slot, StepPerformer.DONE, 0, nowNs);
        if (++slots.steps[slot] < slots.endStep(slot)) {
            slots.states[slot] = DUE;
            slots.timers.schedule(slot, nowNs, nowNs);
        } else {
            finish(slot, nowNs);
        }
    }

    /** The step failed, and with it this run of the action. */
    void fail(final int slot, final int failure, final int status, final long nowNs) {
        slots.disown(slot);
        report(slot, failure, status, nowNs);
        finish(slot, nowNs);
    }

    private void finish(final int slot, final long nowNs) {
        slots.timers.cancel(slot);
        if (!slots.program(slot).every(slots.action(slot))) {
            slots.states[slot] = SPENT;
            return;
        }
        slots.states[slot] = ARMED;
        if (slots.again[slot]) {
            slots.again[slot] = false;
            trigger(slot, nowNs);
        } else if (slots.event(slot) == Event.SILENCE && memory.silentSinceNs(slots.endpoint(slot)) > slots.begunNs[slot]) {
            slots.timers.schedule(slot, memory.silentSinceNs(slots.endpoint(slot)) + slots.program(slot).afterNs(slots.action(slot)), nowNs);
        }
    }

    void report(final int slot, final int failure, final int status, final long nowNs) {
        listener.onStep(slots.endpoint(slot), slots.action(slot), slots.steps[slot] - slots.firstStep(slot), failure, status, nowNs);
    }
}
