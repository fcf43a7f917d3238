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
 * Reliable provisional responses at the callee (RFC 3262 3): numbered by RSeq, repeated until their PRACK comes, one at a time;
 * the next one waits, and so does a 2xx when the session description in the first is not acknowledged.
 *
 * <pre>
 *   ring --> RSeq n --T1, 2 T1, 4 T1 ...--> PRACK n --> held 18x, held 2xx
 *                                     '--64 T1--> 504
 * </pre>
 */
final class ReliableRings {

    /** RFC 3262 3: the first number leaves room for those that follow. */
    private static final long FIRST_RSEQ_MASK = 0x3FFF_FFFFL;
    private static final long MAX_NUMBER = 0xFFFF_FFFFL;

    private final SipCore core;
    private final Responses responses;

    ReliableRings(final SipCore core, final Responses responses) {
        this.core = core;
        this.responses = responses;
    }

    /** Whether a provisional response goes out reliably: as the caller requires, or as policy and caller allow. */
    static boolean isWanted(final Call call, final boolean withSdp) {
        if ((call.agent.tags & call.peerTags & OptionTags.RELIABLE) == 0) {
            return false;
        }
        return (call.peerRequires & OptionTags.RELIABLE) != 0 || withSdp || call.agent.required != null;
    }

    /** Sends it, or keeps it until the one before is acknowledged, where it takes the place of another one that is kept. */
    boolean ring(
            final Call call, final int status, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        // What both sides agreed on is not said again (RFC 3262 5).
        final boolean describes = length > 0 && !call.agreed;
        int block = BytePool.NONE;
        if (describes) {
            block = length > core.pool.maxLength() ? BytePool.NONE : core.pool.store(sdp, offset, length);
            if (block < 0) {
                return false;
            }
        }
        if (call.prackWanted) {
            core.pool.giveBack(call.held);
            call.held = block;
            call.heldStatus = status;
            return true;
        }
        if (!send(call, status, block, nowNs)) {
            core.pool.giveBack(block);
            return false;
        }
        return true;
    }

    /** Takes the block over when it was sent. */
    private boolean send(final Call call, final int status, final int sdp, final long nowNs) {
        final long rSeq = call.rSeq == 0 ? 1 + (core.ids.next() & FIRST_RSEQ_MASK) : call.rSeq + 1;
        final SipWriter out = core.contact(responses.begin(call, status), call)
                .header(SipHeader.REQUIRE, OptionTags.RELIABLE_TAG)
                .header(SipHeader.RSEQ, rSeq)
                .header(SipHeader.SERVER, core.userAgent);
        final int length = core.endWithSdp(out, sdp);
        if (length < 0 || !core.transactions.respond(call.server, status, core.scratch, 0, length, nowNs)) {
            return false;
        }
        if (sdp >= 0) {
            core.pool.giveBack(call.sdp);
            call.sdp = sdp;
        }
        call.rSeq = rSeq;
        call.prackWanted = true;
        call.prackForSdp = sdp >= 0;
        call.workAtNs = Call.NEVER;
        call.intervalNs = core.context.times().t1Ns();
        call.repeatAtNs = nowNs + call.intervalNs;
        call.giveUpAtNs = nowNs + core.context.times().timeoutNs();
        core.calls.arm(call, nowNs);
        return true;
    }

    /** No PRACK so far: once more; the interval doubles without a limit. */
    void repeat(final Call call, final long nowNs) {
        if (core.transactions.repeat(call.server, nowNs)) {
            call.intervalNs *= 2;
            call.repeatAtNs = nowNs + call.intervalNs;
        }
    }

    /** Whether a PRACK acknowledges the response that waits for one. */
    private static boolean acknowledges(final Call call, final SipMessage prack) {
        final DirectBuffer text = prack.buffer();
        final long value = prack.value(SipHeader.RACK);
        if (!call.prackWanted || !Span.isPresent(value)) {
            return false;
        }
        final int end = Span.end(value);
        final int rSeqEnd = Ascii.skipToken(text, Span.offset(value), end);
        final int cSeqStart = Ascii.skipSpace(text, rSeqEnd, end);
        final int cSeqEnd = Ascii.skipToken(text, cSeqStart, end);
        final int methodStart = Ascii.skipSpace(text, cSeqEnd, end);
        return Ascii.number(text, Span.offset(value), rSeqEnd, MAX_NUMBER) == call.rSeq
                && Ascii.number(text, cSeqStart, cSeqEnd, MAX_NUMBER) == call.inviteCSeq
                && SipMethod.parse(text, methodStart, end - methodStart) == SipMethod.INVITE;
    }

    /** A PRACK in the call's dialog; true when it was the one waited for, and its answer is sent. */
    boolean onPrack(final Call call, final int socket, final SipMessage prack, final PrackOffers offers, final long nowNs) {
        final int ua = call.agent.number;
        if (!acknowledges(call, prack)) {
            if (responses.answer(ua, socket, prack, 481, call.localTag, nowNs)) {
                call.dialog.remoteCSeq(prack.cSeq());
            }
            return false;
        }
        final boolean answersUs = call.prackForSdp && !call.offered;
        final boolean done = prack.hasSdp() && !answersUs
                ? offers.answer(call, socket, prack, nowNs) : responses.answer(ua, socket, prack, 200, call.localTag, nowNs);
        if (!done) {
            return false;
        }
        call.dialog.remoteCSeq(prack.cSeq());
        call.prackWanted = false;
        call.agreed |= call.prackForSdp;
        if (call.state == Call.RINGING) {
            call.repeatAtNs = Call.NEVER;
            call.giveUpAtNs = Call.NEVER;
            core.calls.arm(call, nowNs);
        }
        if (answersUs) {
            final int handle = core.calls.handle(call);
            core.listener.onOfferAnswered(ua, handle, SipMethod.PRACK, prack, nowNs);
            return core.calls.find(handle) == call;
        }
        return true;
    }

    /** Sends the response that was kept; false when it is still to be sent. */
    boolean sendHeld(final Call call, final long nowNs) {
        if (call.heldStatus == 0) {
            return true;
        }
        if (call.agreed) {
            core.pool.giveBack(call.held);
            call.held = BytePool.NONE;
        }
        if (!send(call, call.heldStatus, call.held, nowNs)) {
            return false;
        }
        call.held = BytePool.NONE;
        call.heldStatus = 0;
        return true;
    }
}
