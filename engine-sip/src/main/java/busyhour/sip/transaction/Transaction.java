package busyhour.sip.transaction;

import busyhour.sip.TransportAddress;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;

/**
 * What the four state machines share: a stored message, a peer, and two deadlines. Pooled; {@code number} is its name
 * for life. Timers are deadline fields, the wheel wakes it at the earlier one.
 */
abstract class Transaction {

    /** Not in use. */
    static final byte IDLE = 0;
    static final byte CALLING = 1;
    static final byte TRYING = 2;
    static final byte PROCEEDING = 3;
    static final byte COMPLETED = 4;
    static final byte CONFIRMED = 5;
    /** RFC 6026: a 2xx passed. */
    static final byte ACCEPTED = 6;

    static final long NEVER = Long.MAX_VALUE;

    final Transactions transactions;
    final int number;
    final TransportAddress peer = new TransportAddress();

    private byte state = IDLE;
    private String reason = "";
    byte method;
    int socket;
    boolean reliable;
    /** What {@link #peer} was given as: the transport asked for, and which of the endpoint's targets. */
    byte hopKind;
    int target;
    /** How often the request has moved to another target. */
    int moves;
    /** The connection that our responses went over is gone. */
    boolean closed;
    /** Another one for each use. */
    long serial;
    int endpoint;
    int session;
    /** Block with the message that is repeated, {@link BytePool#NONE} when nothing is. */
    int message = BytePool.NONE;
    /** Whether {@link #message} went out at least once. */
    boolean sent;
    /** When to send {@link #message} again: Timers A, E, G, or now after a refused send. */
    long repeatAtNs = NEVER;
    /** Present interval of Timers A, E, G. */
    long intervalNs;
    /** When the state ends: Timers B, D, F, H, I, J, K, L, M. */
    long endAtNs = NEVER;

    Transaction(final Transactions transactions, final int number) {
        this.transactions = transactions;
        this.number = number;
    }

    /** Begins: the message, if there is one, is stored, and sent unless the transport refused it. */
    abstract void start(long nowNs);

    /** Whether it is a request of ours that got no response at all so far. */
    boolean isUnanswered() {
        return false;
    }

    boolean isServer() {
        return false;
    }

    /** Called when the end of the present state has come. */
    abstract void onEnd(long nowNs);

    /** Called when the message is to be repeated: after a successful send set the next time. */
    abstract void onRepeated(long nowNs);

    /** Whether it has done its work and only waits for repetitions. */
    boolean lingers() {
        return state == COMPLETED || state == ACCEPTED;
    }

    /** Called when a message that was refused at first has gone out. */
    void onFirstSent(final long nowNs) {
        repeatAtNs = NEVER;
    }

    final byte state() {
        return state;
    }

    /** Why the present state was entered, for people. */
    final String reason() {
        return reason;
    }

    final void state(final byte next, final long nowNs, final String why) {
        state = next;
        reason = why;
        if (next == IDLE) {
            transactions.release(this, nowNs);
            return;
        }
        if (lingers()) {
            transactions.onLingering(this);
        }
        arm(nowNs);
    }

    final void onTimer(final long nowNs) {
        if (nowNs >= endAtNs) {
            endAtNs = NEVER;
            onEnd(nowNs);
        } else if (nowNs >= repeatAtNs) {
            final boolean again = sent;
            if (send(nowNs)) {
                if (again) {
                    onRepeated(nowNs);
                } else {
                    onFirstSent(nowNs);
                }
            }
        }
        if (state != IDLE) {
            arm(nowNs);
        }
    }

    /** Puts the earlier deadline on the wheel. */
    final void arm(final long nowNs) {
        final long deadlineNs = Math.min(repeatAtNs, endAtNs);
        if (deadlineNs == NEVER) {
            transactions.wheel.cancel(number);
        } else {
            transactions.wheel.schedule(number, deadlineNs, nowNs);
        }
    }

    /** Enters a state that ends after this time, at the next poll when it is 0. */
    final void endAfter(final long durationNs, final byte next, final long nowNs, final String why) {
        endAtNs = nowNs + durationNs;
        state(next, nowNs, why);
    }

    /** Sends the stored message; false when refused. */
    final boolean send(final long nowNs) {
        final DirectBuffer buffer = transactions.pool.buffer(message);
        if (!transactions.send(
                this, buffer, transactions.pool.offset(message), transactions.pool.length(message), sent, nowNs)) {
            return false;
        }
        sent = true;
        return true;
    }

    /** Stores a copy of the message in place of the present one; false when no block is free. */
    final boolean store(final DirectBuffer buffer, final int offset, final int length) {
        final int block = transactions.pool.store(buffer, offset, length);
        if (block == BytePool.NONE) {
            return false;
        }
        transactions.pool.giveBack(message);
        message = block;
        sent = false;
        return true;
    }

    final void forgetMessage() {
        transactions.pool.giveBack(message);
        message = BytePool.NONE;
        repeatAtNs = NEVER;
    }
}
