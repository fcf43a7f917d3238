package busyhour.sip.ua;

import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;

/** ACKs to the 2xx of our re-INVITEs, repeated as often as the 2xx is; the answer to an offer in it (RFC 3261 13.2.2.4). */
final class OfferAcks {

    private final SipCore core;
    private final CallEnds ends;
    private final int firstTimer;
    /** The call whose 2xx with an offer is being shown to the user, and the answer that came from within. */
    private Call asking;
    private int answer = BytePool.NONE;

    OfferAcks(final SipCore core, final CallEnds ends, final int firstTimer) {
        this.core = core;
        this.ends = ends;
        this.firstTimer = firstTimer;
    }

    /** Whether the user may answer the peer's offer now. */
    boolean isAsking(final Call call) {
        return asking == call;
    }

    /** The user's answer, from within onOffer. */
    boolean answer(final DirectBuffer sdp, final int offset, final int length) {
        if (answer >= 0 || length == 0 || length > core.pool.maxLength()) {
            return false;
        }
        answer = core.pool.store(sdp, offset, length);
        return answer >= 0;
    }

    /**
     * Acknowledges a 2xx to the re-INVITE that is through.
     *
     * @param offered whether the 2xx holds an offer, for the user to answer.
     * @return false when the call ended meanwhile.
     */
    boolean acknowledge(final Call call, final int transaction, final SipMessage response, final boolean offered, final long nowNs) {
        boolean unanswerable = false;
        if (offered) {
            final int handle = core.calls.handle(call);
            asking = call;
            core.listener.onOffer(call.agent.number, handle, SipMethod.ACK, response, nowNs);
            asking = null;
            if (answer >= 0 && core.calls.find(handle) == call) {
                core.pool.giveBack(call.sdp);
                call.sdp = answer;
            } else {
                core.pool.giveBack(answer);
                unanswerable = !fits(call, response);
            }
            answer = BytePool.NONE;
            if (core.calls.find(handle) != call) {
                return false;
            }
        }
        compose(call, transaction, response.cSeq(), offered);
        send(call, nowNs);
        if (unanswerable) {
            ends.hangUp(call, nowNs);
            return false;
        }
        return call.state == Call.ESTABLISHED;
    }

    /** Whether the present description can be the answer: it has as many media lines. */
    private boolean fits(final Call call, final SipMessage response) {
        return call.sdp >= 0 && MediaLines.count(response)
                == MediaLines.count(core.pool.buffer(call.sdp), core.pool.offset(call.sdp), core.pool.length(call.sdp));
    }

    private void compose(final Call call, final int transaction, final long cSeq, final boolean withSdp) {
        final OutgoingOffer offer = call.session.outgoing;
        final SipWriter out = call.dialog.begin(
                core.begin(call.agent, SipMethod.ACK), SipMethod.ACK, call.agent.vias, core.ids.next(), cSeq);
        if (transaction >= 0 && offer.carried != Credentials.NONE) {
            core.transactions.copyCredentials(transaction, out);
        }
        out.header(SipHeader.USER_AGENT, core.userAgent);
        final int length = withSdp && call.sdp >= 0 ? core.endWithSdp(out, call.sdp) : out.noBody().finish();
        core.pool.giveBack(offer.ack);
        offer.ack = length < 0 ? BytePool.NONE : core.pool.store(core.scratch, 0, length);
        offer.ackCSeq = cSeq;
        offer.ackSent = false;
    }

    /** The 2xx came again: its ACK was lost. */
    void repeat(final Call call, final SipMessage response, final long nowNs) {
        if (!call.dialog.isRemoteTag(response)) {
            return;
        }
        if (call.session.outgoing.ack < 0 || call.session.outgoing.ackCSeq != response.cSeq()) {
            compose(call, -1, response.cSeq(), false);
        }
        send(call, nowNs);
    }

    void send(final Call call, final long nowNs) {
        final OutgoingOffer offer = call.session.outgoing;
        if (offer.ack < 0) {
            offer.ackWanted = false;
            return;
        }
        offer.ackWanted = !core.requests.acknowledge(call.agent, call.dialog.nextHop(), offer.ackSent,
                core.pool.buffer(offer.ack), core.pool.offset(offer.ack), core.pool.length(offer.ack), nowNs);
        offer.ackSent |= !offer.ackWanted;
        if (offer.ackWanted) {
            core.dialogWheel.schedule(firstTimer + call.index, nowNs, nowNs);
        }
    }

    void drop(final Call call) {
        final OutgoingOffer offer = call.session.outgoing;
        core.pool.giveBack(offer.ack);
        offer.ack = BytePool.NONE;
        offer.ackCSeq = -1;
        offer.ackWanted = false;
        offer.ackSent = false;
    }
}
