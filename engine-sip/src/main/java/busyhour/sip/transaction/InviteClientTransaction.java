package busyhour.sip.transaction;

import busyhour.sip.message.SipMessage;
import org.agrona.DirectBuffer;

/**
 * INVITE client transaction, RFC 3261 17.1.1 as corrected by RFC 6026 8.4.
 *
 * <pre>
 *              Timer A: INVITE again         Timer B: timeout
 *            .--------.                    .------------------> (idle)
 *   INVITE   |        v   1xx              |
 *   ------> CALLING -------> PROCEEDING    |   ACK by us; Timer D absorbs
 *            |  | '------------+--300-699--+-> COMPLETED -------> (idle)
 *            |  '--------------+--2xx--------> ACCEPTED --------> (idle)
 *            '--Timer B                        2xx up to the user; Timer M
 * </pre>
 */
final class InviteClientTransaction extends Transaction {

    InviteClientTransaction(final Transactions transactions, final int number) {
        super(transactions, number);
    }

    /** The INVITE is stored, and sent unless the transport refused it. */
    @Override
    void start(final long nowNs) {
        intervalNs = transactions.times.t1Ns();
        repeatAtNs = !sent ? nowNs : reliable ? NEVER : nowNs + intervalNs;
        endAtNs = nowNs + transactions.times.timeoutNs();
        state(CALLING, nowNs, "INVITE sent");
    }

    void onResponse(final SipMessage response, final long nowNs) {
        switch (state()) {
            case CALLING, PROCEEDING -> onResponseProceeding(response, nowNs);
            case ACCEPTED -> onResponseAccepted(response, nowNs);
            case COMPLETED -> onResponseCompleted(response, nowNs);
            default -> transactions.onStray(this, response, nowNs);
        }
    }

    private void onResponseProceeding(final SipMessage response, final long nowNs) {
        final int status = response.statusCode();
        if (status < 200) {
            // 17.1.1.2: no more INVITEs, and no Timer B; how long it may ring is the user's decision.
            repeatAtNs = NEVER;
            endAtNs = NEVER;
            state(PROCEEDING, nowNs, "1xx");
            transactions.user.onResponse(number, endpoint, session, response, nowNs);
        } else if (status < 300) {
            repeatAtNs = NEVER;
            endAtNs = nowNs + transactions.times.timeoutNs();
            state(ACCEPTED, nowNs, "2xx");
            // The user may still want the INVITE's credentials for its ACK.
            final long branch = transactions.branch(this);
            transactions.user.onResponse(number, endpoint, session, response, nowNs);
            if (transactions.branch(this) == branch) {
                // Else the user began something new meanwhile, and this one made room for it.
                forgetMessage();
            }
        } else if (status != 503 || !transactions.failover.onUnavailable(this, response, nowNs)) {
            onFinal(response, nowNs);
        }
    }

    /** Only acknowledges the refusals that come to it: another transaction goes on with the request elsewhere. */
    void acknowledgeOnly(final long nowNs) {
        repeatAtNs = send(nowNs) ? NEVER : nowNs;
        endAfter(transactions.times.timerDNs(reliable), COMPLETED, nowNs, "request went elsewhere");
    }

    @Override
    boolean isUnanswered() {
        return state() == CALLING;
    }

    /** 17.1.1.3: the ACK has the INVITE's Request-URI, branch and Route, and the To of the response. */
    private void onFinal(final SipMessage response, final long nowNs) {
        final DirectBuffer ack = transactions.echoes.buffer();
        final int length = transactions.echoes.ack(
                transactions.pool.buffer(message), transactions.pool.offset(message), transactions.pool.length(message), response);
        // The INVITE's block is the ACK's from now on, whatever else is free.
        forgetMessage();
        final boolean stored = length > 0 && store(ack, 0, length);
        if (stored && !send(nowNs)) {
            repeatAtNs = nowNs;
        }
        if (!stored && length > 0) {
            // Without a block the ACK goes out once only.
            transactions.send(this, ack, 0, length, false, nowNs);
        }
        endAfter(transactions.times.timerDNs(reliable), COMPLETED, nowNs, "300-699");
        transactions.user.onResponse(number, endpoint, session, response, nowNs);
    }

    private void onResponseAccepted(final SipMessage response, final long nowNs) {
        if (response.statusCode() >= 200 && response.statusCode() < 300) {
            // RFC 6026 7.2: each 2xx goes up, also those of other legs of a fork.
            transactions.user.onResponse(number, endpoint, session, response, nowNs);
        } else {
            transactions.onRepeated(this, response, nowNs);
        }
    }

    private void onResponseCompleted(final SipMessage response, final long nowNs) {
        transactions.onRepeated(this, response, nowNs);
        if (response.statusCode() >= 300 && message >= 0) {
            repeatAtNs = send(nowNs) ? NEVER : nowNs;
            arm(nowNs);
        }
    }

    /** RFC 3261 9.1: a cancelled INVITE that nobody answers is given up 64 * T1 after the CANCEL. */
    void cancelled(final long nowNs) {
        if (state() == PROCEEDING) {
            endAtNs = nowNs + transactions.times.timeoutNs();
            arm(nowNs);
        }
    }

    @Override
    void onRepeated(final long nowNs) {
        if (state() == CALLING) {
            intervalNs *= 2;
            repeatAtNs = nowNs + intervalNs;
        } else {
            repeatAtNs = NEVER;
        }
    }

    @Override
    void onFirstSent(final long nowNs) {
        repeatAtNs = state() == CALLING && !reliable ? nowNs + intervalNs : NEVER;
    }

    @Override
    void onEnd(final long nowNs) {
        if (state() == CALLING || state() == PROCEEDING) {
            if (state() != CALLING || !transactions.failover.moveOn(this, nowNs)) {
                transactions.user.onFailed(number, endpoint, session, method, Transactions.NO_RESPONSE, nowNs);
                state(IDLE, nowNs, "Timer B");
            }
        } else {
            state(IDLE, nowNs, state() == ACCEPTED ? "Timer M" : "Timer D");
        }
    }
}
