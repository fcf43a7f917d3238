package busyhour.sip.transaction;

import busyhour.sip.message.SipMessage;
import org.agrona.DirectBuffer;

/**
 * INVITE server transaction, RFC 3261 17.2.1 as corrected by RFC 6026 8.7. The 100 within 200 ms is the user's.
 *
 * <pre>
 *              INVITE again: last 1xx again
 *   INVITE   .--------.       300-699         ACK
 *   ------> PROCEEDING ------------> COMPLETED ----> CONFIRMED --Timer I--> (idle)
 *              |                     Timer G: again
 *              | 2xx                 Timer H: timeout ----> (idle)
 *              '-------------------> ACCEPTED --Timer L--> (idle)
 *                                    absorbs INVITEs; the user repeats the 2xx
 * </pre>
 */
final class InviteServerTransaction extends Transaction {

    InviteServerTransaction(final Transactions transactions, final int number) {
        super(transactions, number);
    }

    @Override
    boolean isServer() {
        return true;
    }

    @Override
    void start(final long nowNs) {
        state(PROCEEDING, nowNs, "INVITE");
    }

    /** The INVITE came again. */
    void onRequest(final SipMessage request, final long nowNs) {
        transactions.onRepeated(this, request, nowNs);
        if ((state() == PROCEEDING || state() == COMPLETED) && message >= 0) {
            send(nowNs);
        }
    }

    /** 17.2.1: the ACK to a 300-699 ends its retransmission. */
    void onAck(final SipMessage ack, final long nowNs) {
        if (state() == COMPLETED) {
            transactions.onAbsorbed(this, ack, nowNs);
            forgetMessage();
            endAfter(transactions.times.timerINs(reliable), CONFIRMED, nowNs, "ACK");
        } else {
            transactions.onRepeated(this, ack, nowNs);
        }
    }

    /** The user's response; false when refused, with everything as before. */
    boolean respond(final int status, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        if (state() != PROCEEDING) {
            return false;
        }
        if (status >= 200 && status < 300) {
            if (!transactions.send(this, buffer, offset, length, false, nowNs)) {
                return false;
            }
            forgetMessage();
            endAtNs = nowNs + transactions.times.timeoutNs();
            state(ACCEPTED, nowNs, "2xx");
            return true;
        }
        final int block = transactions.pool.store(buffer, offset, length);
        if (block < 0) {
            return false;
        }
        if (!transactions.send(this, buffer, offset, length, false, nowNs)) {
            transactions.pool.giveBack(block);
            return false;
        }
        transactions.pool.giveBack(message);
        message = block;
        sent = true;
        if (status >= 300) {
            intervalNs = transactions.times.t1Ns();
            repeatAtNs = reliable ? NEVER : nowNs + intervalNs;
            endAtNs = nowNs + transactions.times.timeoutNs();
            state(COMPLETED, nowNs, "300-699");
        }
        return true;
    }

    @Override
    boolean lingers() {
        return state() == CONFIRMED || state() == ACCEPTED;
    }

    @Override
    void onRepeated(final long nowNs) {
        intervalNs = Math.min(intervalNs * 2, transactions.times.t2Ns());
        repeatAtNs = reliable ? NEVER : nowNs + intervalNs;
    }

    @Override
    void onEnd(final long nowNs) {
        switch (state()) {
            case COMPLETED -> {
                transactions.user.onFailed(number, endpoint, session, method, Transactions.NO_RESPONSE, nowNs);
                state(IDLE, nowNs, "Timer H");
            }
            case CONFIRMED -> state(IDLE, nowNs, "Timer I");
            default -> state(IDLE, nowNs, "Timer L");
        }
    }
}
