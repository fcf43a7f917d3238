package busyhour.sip.transaction;

import busyhour.sip.message.SipMessage;
import org.agrona.DirectBuffer;

/**
 * Server transaction of every method but INVITE and ACK, RFC 3261 17.2.2.
 *
 * <pre>
 *   request            1xx              200-699
 *   ------> TRYING --------> PROCEEDING --------> COMPLETED --Timer J--> (idle)
 *              '----------------200-699-------------^   request again: response again
 * </pre>
 */
final class ServerTransaction extends Transaction {

    ServerTransaction(final Transactions transactions, final int number) {
        super(transactions, number);
    }

    @Override
    boolean isServer() {
        return true;
    }

    @Override
    void start(final long nowNs) {
        state(TRYING, nowNs, "request");
    }

    /** The request came again. */
    void onRequest(final SipMessage request, final long nowNs) {
        transactions.onRepeated(this, request, nowNs);
        if (message >= 0) {
            send(nowNs);
        }
    }

    /** The user's response; false when refused, with everything as before. */
    boolean respond(final int status, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        if (state() != TRYING && state() != PROCEEDING) {
            return false;
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
        if (status < 200) {
            state(PROCEEDING, nowNs, "1xx");
        } else {
            endAfter(transactions.times.timerJNs(reliable), COMPLETED, nowNs, "200-699");
        }
        return true;
    }

    @Override
    void onRepeated(final long nowNs) {
        repeatAtNs = NEVER;
    }

    @Override
    void onEnd(final long nowNs) {
        state(IDLE, nowNs, "Timer J");
    }
}
