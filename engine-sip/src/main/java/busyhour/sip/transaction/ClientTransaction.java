package busyhour.sip.transaction;

import busyhour.sip.message.SipMessage;

/**
 * Client transaction of every method but INVITE and ACK, RFC 3261 17.1.2.
 *
 * <pre>
 *              Timer E: request again, T1, 2 T1 ... T2      Timer F: timeout
 *            .--------.                                   .----------------> (idle)
 *   request  |        v   1xx                             |
 *   -------> TRYING -------> PROCEEDING (Timer E at T2) --'
 *               '---------------+--200-699--> COMPLETED --Timer K--> (idle)
 * </pre>
 */
final class ClientTransaction extends Transaction {

    ClientTransaction(final Transactions transactions, final int number) {
        super(transactions, number);
    }

    /** The request is stored, and sent unless the transport refused it. */
    @Override
    void start(final long nowNs) {
        intervalNs = transactions.times.t1Ns();
        repeatAtNs = !sent ? nowNs : reliable ? NEVER : nowNs + intervalNs;
        endAtNs = nowNs + transactions.times.timeoutNs();
        state(TRYING, nowNs, "request sent");
    }

    @Override
    boolean isUnanswered() {
        return state() == TRYING;
    }

    void onResponse(final SipMessage response, final long nowNs) {
        switch (state()) {
            case TRYING, PROCEEDING -> onResponseProceeding(response, nowNs);
            case COMPLETED -> transactions.onRepeated(this, response, nowNs);
            default -> transactions.onStray(this, response, nowNs);
        }
    }

    private void onResponseProceeding(final SipMessage response, final long nowNs) {
        if (response.statusCode() < 200) {
            // 17.1.2.2: retransmissions go on, at T2 from the next firing of Timer E.
            intervalNs = transactions.times.t2Ns();
            state(PROCEEDING, nowNs, "1xx");
        } else {
            if (response.statusCode() == 503 && transactions.failover.onUnavailable(this, response, nowNs)) {
                return;
            }
            forgetMessage();
            endAfter(transactions.times.timerKNs(reliable), COMPLETED, nowNs, "200-699");
        }
        transactions.user.onResponse(number, endpoint, session, response, nowNs);
    }

    @Override
    void onRepeated(final long nowNs) {
        intervalNs = Math.min(intervalNs * 2, transactions.times.t2Ns());
        repeatAtNs = nowNs + intervalNs;
    }

    @Override
    void onFirstSent(final long nowNs) {
        repeatAtNs = reliable ? NEVER : nowNs + intervalNs;
    }

    @Override
    void onEnd(final long nowNs) {
        if (state() == COMPLETED) {
            state(IDLE, nowNs, "Timer K");
        } else if (state() != TRYING || !transactions.failover.moveOn(this, nowNs)) {
            transactions.user.onFailed(number, endpoint, session, method, Transactions.NO_RESPONSE, nowNs);
            state(IDLE, nowNs, "Timer F");
        }
    }
}
