package busyhour.sip.ua;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;

/**
 * Reliable provisional responses at the caller (RFC 3262 4): each is acknowledged by a PRACK in its early dialog, in the
 * order of RSeq; repeated ones and those that come too early are dropped, because the callee repeats what it has no PRACK
 * for. An offer in one is answered in its PRACK (5).
 */
final class Pracks {

    /** Repeated, out of order, or nothing was free for its PRACK: nobody is to look at it. */
    static final byte DROPPED = 0;
    /** The PRACK went out, or will. */
    static final byte ACKNOWLEDGED = 1;
    /** So it did, but without an answer to the offer: the call cannot go on. */
    static final byte UNANSWERED = 2;

    private static final long MAX_RSEQ = 0xFFFF_FFFFL;

    private final SipCore core;
    /** Whose offer the listener is being asked about, null otherwise. */
    private EarlyDialog asked;

    Pracks(final SipCore core) {
        this.core = core;
    }

    /** Whether the response wants a PRACK of this endpoint. */
    boolean isReliable(final UserAgent agent, final SipMessage response) {
        return response.hasHeader(SipHeader.RSEQ) && response.statusCode() > 100 && (agent.tags & OptionTags.RELIABLE) != 0
                && (core.tags.of(response, SipHeader.REQUIRE) & OptionTags.RELIABLE) != 0 && rSeq(response) >= 0;
    }

    private static long rSeq(final SipMessage response) {
        final long value = response.value(SipHeader.RSEQ);
        return Ascii.number(response.buffer(), Span.offset(value), Span.end(value), MAX_RSEQ);
    }

    /** Whether a reliable response was acknowledged before. */
    boolean isRepeated(final Call call, final SipMessage response) {
        if (call.early == null || !isReliable(call.agent, response)) {
            return false;
        }
        final EarlyDialog early = EarlyDialogs.find(call, response);
        return early != null && early.rSeq >= 0 && rSeq(response) <= early.rSeq;
    }

    /** Acknowledges a reliable response: {@link #DROPPED}, {@link #ACKNOWLEDGED} or {@link #UNANSWERED}. */
    byte onReliable(final Call call, final SipMessage response, final long nowNs) {
        if (!Span.isPresent(response.toTag())) {
            return DROPPED;
        }
        final long rSeq = rSeq(response);
        EarlyDialog early = EarlyDialogs.find(call, response);
        if (early == null) {
            early = core.early.open(call, response, core.requests.proxy(call.agent));
            if (early == null) {
                return DROPPED;
            }
        } else if (early.rSeq >= 0 && rSeq != early.rSeq + 1) {
            return DROPPED;
        }
        final long before = early.rSeq;
        early.rSeq = rSeq;
        early.attempts = 0;
        core.pool.giveBack(early.sdp);
        early.sdp = BytePool.NONE;
        final boolean offered = !early.agreed && call.sdp < 0 && response.hasSdp();
        if (offered && !answered(call, early, response, nowNs)) {
            return DROPPED;
        }
        if (!send(call, early, Credentials.CACHED, nowNs)) {
            // Nothing was free: the response will come again.
            early.rSeq = before;
            return DROPPED;
        }
        early.agreed |= response.hasSdp();
        return offered && early.sdp < 0 ? UNANSWERED : ACKNOWLEDGED;
    }

    /** Asks the listener; false when the call ended by what it did. */
    private boolean answered(final Call call, final EarlyDialog early, final SipMessage response, final long nowNs) {
        final int handle = core.calls.handle(call);
        asked = early;
        core.listener.onOffer(call.agent.number, handle, SipMethod.PRACK, response, nowNs);
        asked = null;
        return core.calls.find(handle) == call && call.early != null;
    }

    /** The answer to the offer that {@link UserAgentListener#onOffer} is showing; false when it shows none. */
    boolean answer(final Call call, final DirectBuffer sdp, final int offset, final int length) {
        if (asked == null || asked.sdp >= 0 || length <= 0 || length > core.pool.maxLength() || !isOf(call, asked)) {
            return false;
        }
        asked.sdp = core.pool.store(sdp, offset, length);
        return asked.sdp >= 0;
    }

    private static boolean isOf(final Call call, final EarlyDialog wanted) {
        EarlyDialog early = call.early;
        while (early != null && early != wanted) {
            early = early.next;
        }
        return early != null;
    }

    private boolean send(final Call call, final EarlyDialog early, final byte carried, final long nowNs) {
        final UserAgent agent = call.agent;
        final long branch = core.ids.next();
        final SipWriter out = early.dialog.begin(
                core.begin(agent, SipMethod.PRACK), SipMethod.PRACK, agent.vias, branch, call.dialog.nextCSeq());
        out.name(SipHeader.RACK).uint(early.rSeq).space().uint(early.inviteCSeq).space()
                .append(SipMethod.octets(SipMethod.INVITE)).endLine()
                .header(SipHeader.USER_AGENT, core.userAgent);
        final byte wrote = core.writeCredentials(out, agent, SipMethod.PRACK, early.dialog.target(), early.sdp, carried);
        final int length = core.endWithSdp(out, early.sdp);
        final int transaction = core.requests.send(
                agent, SipMethod.PRACK, branch, early.dialog.nextHop(), length, core.calls.handle(call), true, nowNs);
        if (transaction < 0) {
            call.dialog.undoCSeq();
            return false;
        }
        early.prack = transaction;
        early.carried = wrote;
        early.attempts++;
        return true;
    }

    /** A response to a PRACK. What it says beyond a challenge changes nothing: the INVITE's final response decides. */
    void onResponse(final Call call, final int transaction, final SipMessage response, final long nowNs) {
        final EarlyDialog early = EarlyDialogs.find(call, transaction);
        final int status = response.statusCode();
        if (early == null || status < 200) {
            return;
        }
        early.prack = -1;
        if (status == 401 || status == 407) {
            final int handle = core.calls.handle(call);
            core.listener.onChallenged(call.agent.number, status, nowNs);
            if (core.calls.find(handle) == call && isOf(call, early) && early.prack < 0
                    && core.credentials.onChallenge(call.agent, response, early.carried, early.attempts)) {
                send(call, early, Credentials.FRESH, nowNs);
            }
        } else if (early.carried != Credentials.NONE) {
            core.credentials.onAccepted(call.agent, response);
        }
    }
}
