package busyhour.sip.ua;

import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;

/**
 * A second offer that the caller makes in a PRACK (RFC 3262 5): the listener answers it from within, and its answer goes into
 * the 2xx to the PRACK; without one the present description stands, or the PRACK is refused with 488.
 */
final class PrackOffers {

    private static final int NOT_ACCEPTABLE_HERE = 488;

    private final SipCore core;
    private final Responses responses;
    /** Whose offer the listener is being asked about, null otherwise. */
    private Call asked;
    private int answer = BytePool.NONE;
    private int refusal;

    PrackOffers(final SipCore core, final Responses responses) {
        this.core = core;
        this.responses = responses;
    }

    /** Answers the PRACK; true when that was with 200 and went out. */
    boolean answer(final Call call, final int socket, final SipMessage prack, final long nowNs) {
        final int handle = core.calls.handle(call);
        asked = call;
        answer = BytePool.NONE;
        refusal = 0;
        final boolean heard = core.listener.onOffer(call.agent.number, handle, SipMethod.PRACK, prack, nowNs);
        asked = null;
        if (core.calls.find(handle) != call) {
            core.pool.giveBack(answer);
            return false;
        }
        if (answer < 0 && refusal == 0) {
            refusal = heard || !sameMedia(call, prack) ? NOT_ACCEPTABLE_HERE : 0;
        }
        final boolean sent = refusal == 0
                ? responses.answer(call, socket, prack, answer < 0 ? call.sdp : answer, nowNs)
                : responses.answer(call.agent.number, socket, prack, refusal, call.localTag, nowNs);
        if (refusal != 0 || !sent) {
            core.pool.giveBack(answer);
            if (sent) {
                call.dialog.remoteCSeq(prack.cSeq());
            }
            return false;
        }
        if (answer >= 0) {
            core.pool.giveBack(call.sdp);
            call.sdp = answer;
        }
        return true;
    }

    private boolean sameMedia(final Call call, final SipMessage prack) {
        return call.sdp >= 0 && MediaLines.count(prack)
                == MediaLines.count(core.pool.buffer(call.sdp), core.pool.offset(call.sdp), core.pool.length(call.sdp));
    }

    /** The listener's answer, from within. */
    boolean take(final Call call, final DirectBuffer sdp, final int offset, final int length) {
        if (asked != call || answer >= 0 || refusal != 0 || length <= 0 || length > core.pool.maxLength()) {
            return false;
        }
        answer = core.pool.store(sdp, offset, length);
        return answer >= 0;
    }

    /** The listener's refusal, from within. */
    boolean refuse(final Call call, final int status) {
        if (asked != call || answer >= 0 || refusal != 0 || status < 300 || status > 699) {
            return false;
        }
        refusal = status;
        return true;
    }
}
