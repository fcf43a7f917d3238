package busyhour.sip.ua;

import busyhour.sip.dialog.Dialog;
import busyhour.sip.dialog.Workspace;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import busyhour.sip.store.IntPool;
import busyhour.sip.timer.TimerWheel;
import busyhour.sip.transaction.Hex;
import java.util.function.Consumer;

/**
 * The pool of calls. A handle is the call's index and a generation, so that a handle of a call that is over finds
 * nothing; the handle is in the upper half of our tag, so that a tag finds its call.
 */
final class Calls {

    private static final int TAG_DIGITS = 16;

    private final Call[] calls;
    private final IntPool free;
    private final BytePool pool;
    private final TimerWheel wheel;
    private final Identifiers ids;
    private final EarlyDialogs early;
    private final int indexBits;
    private final int indexMask;
    private final int generationMask;
    private Consumer<Call> released = call -> { };
    private long refused;

    Calls(final int capacity, final BytePool pool, final TimerWheel wheel, final Identifiers ids, final Workspace workspace,
            final EarlyDialogs early) {
        this.pool = pool;
        this.wheel = wheel;
        this.ids = ids;
        this.early = early;
        indexBits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(capacity - 1));
        indexMask = (1 << indexBits) - 1;
        generationMask = (1 << 31 - indexBits) - 1;
        free = new IntPool(capacity);
        calls = new Call[capacity];
        for (int i = 0; i < capacity; i++) {
            calls[i] = new Call(i, new Dialog(pool, workspace));
        }
    }

    /** Sets who is told that a call goes back to the pool. */
    void onReleased(final Consumer<Call> listener) {
        released = listener;
    }

    /** A call for this endpoint, or null (counted). */
    Call take(final UserAgent agent) {
        final int index = free.take();
        if (index == IntPool.EMPTY) {
            refused++;
            return null;
        }
        final Call call = calls[index];
        call.generation = call.generation + 1 & generationMask;
        call.open(agent, (long) handle(call) << 32 | ids.next() & 0xFFFF_FFFFL);
        return call;
    }

    /** Gives the call and all its blocks back. */
    void release(final Call call, final String reason) {
        wheel.cancel(call.index);
        released.accept(call);
        pool.giveBack(call.lines);
        call.lines = BytePool.NONE;
        pool.giveBack(call.sdp);
        pool.giveBack(call.ack);
        pool.giveBack(call.head);
        pool.giveBack(call.accepted);
        call.sdp = BytePool.NONE;
        call.ack = BytePool.NONE;
        call.head = BytePool.NONE;
        call.accepted = BytePool.NONE;
        pool.giveBack(call.held);
        call.held = BytePool.NONE;
        pool.giveBack(call.targets);
        call.targets = BytePool.NONE;
        if (call.early != null) {
            early.release(call);
        }
        call.dialog.clear();
        call.state = Call.FREE;
        call.reason = reason;
        free.giveBack(call.index);
    }

    int handle(final Call call) {
        return call.generation << indexBits | call.index;
    }

    /** The live call with this handle, or null. */
    Call find(final int handle) {
        if (handle < 0 || (handle & indexMask) >= calls.length) {
            return null;
        }
        final Call call = calls[handle & indexMask];
        return call.state != Call.FREE && call.generation == handle >>> indexBits ? call : null;
    }

    /** The live call whose local tag this is, or null. */
    Call findByTag(final SipMessage message, final long tag) {
        if (Span.length(tag) != TAG_DIGITS) {
            return null;
        }
        final long value = Hex.parse(message.buffer(), Span.offset(tag), TAG_DIGITS, -1);
        final Call call = value < 0 ? null : find((int) (value >>> 32));
        return call != null && call.localTag == value ? call : null;
    }

    Call at(final int index) {
        return calls[index];
    }

    /** Sets the wheel to the call's earliest deadline. */
    void arm(final Call call, final long nowNs) {
        final long deadlineNs = Math.min(call.workAtNs, Math.min(call.repeatAtNs, call.giveUpAtNs));
        if (deadlineNs == Call.NEVER) {
            wheel.cancel(call.index);
        } else {
            wheel.schedule(call.index, deadlineNs, nowNs);
        }
    }

    void state(final Call call, final byte next, final long nowNs, final String reason) {
        call.state = next;
        call.reason = reason;
        arm(call, nowNs);
    }

    int active() {
        return calls.length - free.available();
    }

    long refused() {
        return refused;
    }
}
