package busyhour.engine.scenario;

import static busyhour.engine.scenario.ActionSlots.ARMED;
import static busyhour.engine.scenario.ActionSlots.EXPECTING;
import static busyhour.engine.scenario.ActionSlots.HELD_BACK;
import static busyhour.engine.scenario.ActionSlots.SPENT;
import static busyhour.engine.scenario.ActionSlots.UNDER_WAY;

import busyhour.ipc.plan.ActionSpec.Event;
import busyhour.ipc.plan.ActionSpec.Kind;

/**
 * The actions of a shard's endpoints while they have a call. Tell it what happens in the call, complete what its
 * {@link StepPerformer} was asked for, and poll it.
 *
 * <p>What fails: a step that is refused or gets no answer within its limit; an {@code expect} that is not met in time; the
 * step that an action is at when the call ends, whoever ends it; an action with a time that had not come when the peer ended
 * the answered call. An action whose event never came has not failed. The step that fails ends its action.
 *
 * <p>One shard's thread. Allocates nothing after construction. Every event of an endpoint without a call is passed over.
 */
public final class Scenarios {

    private final boolean[] inCall;
    private final boolean[] answered;
    private final CallMemory memory;
    private final ActionSlots slots;
    private final StepRuns runs;

    /** @param programs by the endpoints' numbers in the shard. */
    public Scenarios(final ScenarioProgram[] programs, final StepPerformer performer, final StepListener listener) {
        inCall = new boolean[programs.length];
        answered = new boolean[programs.length];
        slots = new ActionSlots(programs);
        memory = new CallMemory(slots.isEmpty() ? 0 : programs.length);
        runs = new StepRuns(slots, memory, performer, listener);
    }

    /** Runs steps that are due. @return how many. */
    public int poll(final long nowNs, final int limit) {
        return slots.timers.poll(nowNs, limit, runs);
    }

    public long nextDeadlineNs() {
        return slots.timers.nextDeadlineNs();
    }

    /** The INVITE left or came. */
    public void onCallBegan(final int endpoint) {
        inCall[endpoint] = slots.end(endpoint) > slots.first(endpoint);
        if (inCall[endpoint]) {
            memory.clear(endpoint);
        }
        answered[endpoint] = false;
        slots.arm(endpoint);
    }

    /** The call is answered: times run from now on. */
    public void onAnswered(final int endpoint, final long nowNs) {
        answered[endpoint] = true;
        for (int slot = slots.first(endpoint); inCall[endpoint] && slot < slots.end(endpoint); slot++) {
            if (slots.event(slot) == Event.AT && slots.states[slot] == ARMED) {
                slots.timers.schedule(slot, nowNs + slots.program(slot).afterNs(slots.action(slot)), nowNs);
            }
        }
    }

    /** A response came: to the INVITE, or to a request of ours in the dialog. */
    public void onResponse(final int endpoint, final int status, final long nowNs) {
        if (inCall[endpoint]) {
            memory.noteResponse(endpoint, status);
            happened(endpoint, nowNs);
        }
    }

    /** The peer put the call on hold, or took it back. The answer to its offer is given. */
    public void onHeldByPeer(final int endpoint, final boolean held, final long nowNs) {
        if (inCall[endpoint] && memory.isHeld(endpoint, CallMemory.HELD_BY_PEER) != held) {
            memory.hold(endpoint, CallMemory.HELD_BY_PEER, held);
            memory.note(endpoint, held ? Event.HOLD_RECEIVED : Event.RESUME_RECEIVED);
            happened(endpoint, nowNs);
            release(endpoint, nowNs);
        }
    }

    /** We put the call on hold, or took it back, and the peer agreed. */
    public void onHeldByUs(final int endpoint, final boolean held, final long nowNs) {
        if (inCall[endpoint]) {
            memory.hold(endpoint, CallMemory.HELD_BY_US, held);
            release(endpoint, nowNs);
        }
    }

    private void release(final int endpoint, final long nowNs) {
        for (int slot = slots.first(endpoint); !memory.isHeld(endpoint) && slot < slots.end(endpoint); slot++) {
            if (slots.states[slot] == HELD_BACK) {
                runs.release(slot, nowNs);
            }
        }
    }

    /** A session timer's refresh went well (RFC 4028). */
    public void onSessionRefreshed(final int endpoint, final long nowNs) {
        onEvent(endpoint, Event.SESSION_REFRESHED, nowNs);
    }

    /** An INFO came. */
    public void onInfo(final int endpoint, final long nowNs) {
        onEvent(endpoint, Event.INFO_RECEIVED, nowNs);
    }

    /** The first media packet came. */
    public void onMediaStarted(final int endpoint, final long nowNs) {
        onEvent(endpoint, Event.MEDIA_STARTED, nowNs);
    }

    /** A digit came, by whatever method. @param digit ASCII: 0-9 A-D * #. */
    public void onDigit(final int endpoint, final byte digit, final long nowNs) {
        if (inCall[endpoint]) {
            memory.noteDigit(endpoint, digit);
            happened(endpoint, nowNs);
        }
    }

    /** The peer is silent since a time; may be told again for the same silence. */
    public void onSilence(final int endpoint, final long sinceNs, final long nowNs) {
        if (inCall[endpoint] && memory.silentSinceNs(endpoint) != sinceNs) {
            memory.silentSince(endpoint, sinceNs);
            silenceChanged(endpoint, nowNs);
        }
    }

    /** The peer speaks. */
    public void onSpeech(final int endpoint, final long nowNs) {
        if (inCall[endpoint]) {
            memory.silentSince(endpoint, CallMemory.NEVER);
            silenceChanged(endpoint, nowNs);
            onEvent(endpoint, Event.SPEECH, nowNs);
        }
    }

    private void onEvent(final int endpoint, final Event event, final long nowNs) {
        if (inCall[endpoint]) {
            memory.note(endpoint, event);
            happened(endpoint, nowNs);
        }
    }

    private void happened(final int endpoint, final long nowNs) {
        for (int slot = slots.first(endpoint); slot < slots.end(endpoint); slot++) {
            if (slots.states[slot] == EXPECTING) {
                runs.tryMeet(slot, nowNs);
            }
            final int met = memory.met(endpoint, slots.program(slot), slots.action(slot), slots.triggeredBy[slot]);
            if (met != CallMemory.NOTHING) {
                slots.triggeredBy[slot] = met;
                runs.trigger(slot, nowNs);
            }
        }
    }

    private void silenceChanged(final int endpoint, final long nowNs) {
        final long sinceNs = memory.silentSinceNs(endpoint);
        for (int slot = slots.first(endpoint); slot < slots.end(endpoint); slot++) {
            if (slots.states[slot] == EXPECTING) {
                runs.scheduleExpect(slot, nowNs);
            } else if (slots.states[slot] == ARMED && slots.event(slot) == Event.SILENCE) {
                if (sinceNs == CallMemory.NEVER) {
                    slots.timers.cancel(slot);
                } else {
                    slots.timers.schedule(slot, sinceNs + slots.program(slot).afterNs(slots.action(slot)), nowNs);
                }
            }
        }
    }

    /** What a step under way asked for is through. @param resource one bit of {@link Resource}. */
    public void onDone(final int endpoint, final int resource, final long nowNs) {
        final int slot = slots.release(endpoint, resource);
        if (slot >= 0 && slots.pending[slot] == 0) {
            runs.partDone(slot, nowNs);
        }
    }

    /**
     * What a step under way asked for did not work.
     *
     * @param failure a reason of {@link StepFailure}.
     * @param status  SIP status code, 0 without one.
     */
    public void onFailed(final int endpoint, final int resource, final int failure, final int status, final long nowNs) {
        final int slot = slots.release(endpoint, resource);
        if (slot >= 0) {
            runs.fail(slot, failure, status, nowNs);
        }
    }

    /**
     * The call is over, or we are ending it: no action goes on.
     *
     * @param byPeer whether the peer ended it.
     */
    public void onCallOver(final int endpoint, final boolean byPeer, final long nowNs) {
        if (!inCall[endpoint]) {
            return;
        }
        inCall[endpoint] = false;
        for (int slot = slots.first(endpoint); slot < slots.end(endpoint); slot++) {
            over(slot, answered[endpoint] && byPeer, nowNs);
            slots.states[slot] = SPENT;
            slots.timers.cancel(slot);
            slots.disown(slot);
        }
    }

    private void over(final int slot, final boolean cutShort, final long nowNs) {
        final byte state = slots.states[slot];
        if (state > ARMED) {
            final boolean wanted = state == UNDER_WAY && slots.step(slot).kind() == Kind.HANG_UP;
            final int failure = state == HELD_BACK ? StepFailure.ENDED_WHILE_HELD : StepFailure.CALL_ENDED;
            runs.report(slot, wanted ? StepPerformer.DONE : failure, 0, nowNs);
        } else if (state == ARMED && slots.event(slot) == Event.AT && cutShort) {
            slots.steps[slot] = slots.firstStep(slot);
            runs.report(slot, StepFailure.ENDED_BEFORE_TIME, 0, nowNs);
        }
    }
}
