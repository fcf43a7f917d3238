package busyhour.engine.scenario;

import busyhour.ipc.plan.ActionSpec.Event;
import java.util.Arrays;

/**
 * What happened in the call of each endpoint, as far as conditions ask for it. Events are numbered from 1 in each call, so
 * that a condition can ask for something newer than what came before; the last {@value #DIGITS} digits are kept.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class CallMemory {

    /** Number of no event. */
    static final int NOTHING = 0;
    static final long NEVER = Long.MIN_VALUE;
    static final int HELD_BY_US = 1;
    static final int HELD_BY_PEER = 2;

    private static final int DIGITS = 32;
    private static final int EVENTS = Event.values().length;

    private final int[] counts;
    private final int[] last;
    private final int[] statuses;
    private final long[] silentSinceNs;
    private final byte[] digits;
    private final int[] digitNumbers;
    private final int[] digitCounts;
    private final byte[] holds;

    CallMemory(final int endpoints) {
        counts = new int[endpoints];
        last = new int[endpoints * EVENTS];
        statuses = new int[endpoints];
        silentSinceNs = new long[endpoints];
        digits = new byte[endpoints * DIGITS];
        digitNumbers = new int[endpoints * DIGITS];
        digitCounts = new int[endpoints];
        holds = new byte[endpoints];
    }

    void clear(final int endpoint) {
        counts[endpoint] = NOTHING;
        Arrays.fill(last, endpoint * EVENTS, (endpoint + 1) * EVENTS, NOTHING);
        statuses[endpoint] = 0;
        silentSinceNs[endpoint] = NEVER;
        digitCounts[endpoint] = 0;
        holds[endpoint] = 0;
    }

    /** Number of the last event. */
    int count(final int endpoint) {
        return counts[endpoint];
    }

    void note(final int endpoint, final Event event) {
        last[endpoint * EVENTS + event.ordinal()] = ++counts[endpoint];
    }

    void noteResponse(final int endpoint, final int status) {
        note(endpoint, Event.RESPONSE);
        statuses[endpoint] = status;
    }

    void noteDigit(final int endpoint, final byte digit) {
        note(endpoint, Event.DTMF_RECEIVED);
        final int at = endpoint * DIGITS + digitCounts[endpoint]++ % DIGITS;
        digits[at] = digit;
        digitNumbers[at] = counts[endpoint];
    }

    /** @param sinceNs when the peer fell silent, {@link #NEVER}: it speaks. */
    void silentSince(final int endpoint, final long sinceNs) {
        silentSinceNs[endpoint] = sinceNs;
    }

    long silentSinceNs(final int endpoint) {
        return silentSinceNs[endpoint];
    }

    void hold(final int endpoint, final int side, final boolean held) {
        holds[endpoint] = (byte) (held ? holds[endpoint] | side : holds[endpoint] & ~side);
    }

    boolean isHeld(final int endpoint) {
        return holds[endpoint] != 0;
    }

    boolean isHeld(final int endpoint, final int side) {
        return (holds[endpoint] & side) != 0;
    }

    /**
     * The event newer than {@code since} that meets a condition, {@link #NOTHING} when there is none. Silence has no event:
     * see {@link #silenceNs}.
     */
    int met(final int endpoint, final ScenarioProgram program, final int condition, final int since) {
        final Event event = program.event(condition);
        final int newest = last[endpoint * EVENTS + event.ordinal()];
        if (newest <= since || event == Event.RESPONSE && !program.takesStatus(condition, statuses[endpoint])) {
            return NOTHING;
        }
        return event == Event.DTMF_RECEIVED ? digitsMet(endpoint, program.digits(condition), since) : newest;
    }

    /** The last digit of the first match. */
    private int digitsMet(final int endpoint, final byte[] wanted, final int since) {
        final int count = digitCounts[endpoint];
        final int length = wanted == null ? 1 : wanted.length;
        for (int first = Math.max(0, count - DIGITS); first <= count - length; first++) {
            if (digitNumbers[place(endpoint, first)] > since && matches(endpoint, first, wanted)) {
                return digitNumbers[place(endpoint, first + length - 1)];
            }
        }
        return NOTHING;
    }

    private boolean matches(final int endpoint, final int first, final byte[] wanted) {
        for (int i = 0; wanted != null && i < wanted.length; i++) {
            if (digits[place(endpoint, first + i)] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static int place(final int endpoint, final int digit) {
        return endpoint * DIGITS + digit % DIGITS;
    }
}
