package busyhour.sip.ua;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipWriter;
import org.agrona.AsciiSequenceView;
import org.agrona.DirectBuffer;

/**
 * REFER as transferee (RFC 3515): shown to the user, answered now or later; how the referred call goes is told by NOTIFY
 * message/sipfrag, one at a time, the newest status next.
 *
 * <pre>
 *   NONE --REFER--> ASKED --202--> ACTIVE --NOTIFY of a final status, expiry, 481--> NONE
 *                     |   '--202, Refer-Sub: false--> SILENT --final status--------> NONE
 *                     '--refusal---------------------------------------------------> NONE
 * </pre>
 */
final class Referrals {

    private static final long EXPIRES_S = 180;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final int ACCEPTED = 202;
    private static final int DECLINE = 603;
    private static final int TIMEOUT = 408;
    private static final byte[] REFER_SUB_FALSE = Ascii.bytes("Refer-Sub: false\r\n");

    private final SipCore core;
    private final ReferNotices notices;
    private final Responses responses;
    private final HeldRequests held;
    private final Transfers transfers;
    private final CallerSide callers;
    private final ReferTo referTo;
    private final AsciiSequenceView target = new AsciiSequenceView();

    Referrals(
            final SipCore core, final ClientRequests clients, final Responses responses, final HeldRequests held,
            final Transfers transfers, final CallerSide callers) {
        this.core = core;
        notices = new ReferNotices(core, clients, transfers);
        this.responses = responses;
        this.held = held;
        this.transfers = transfers;
        this.callers = callers;
        referTo = new ReferTo(core);
    }

    void onRefer(final Call call, final int socket, final SipMessage refer, final long nowNs) {
        final Transfer transfer = call.session.transfer;
        final int ua = call.agent.number;
        int status = call.state != Call.ESTABLISHED ? 481 : transfer.peers != Transfer.NONE || transfer.notifying ? 500 : 0;
        status = status == 0 ? referTo.read(refer) : status;
        if (status != 0) {
            if (responses.answer(ua, socket, refer, status, call.localTag, nowNs)) {
                call.dialog.remoteCSeq(refer.cSeq());
            }
            return;
        }
        if (!referTo.keep(refer, transfer)) {
            return;
        }
        if (!held.hold(transfer.request, call, socket, refer, nowNs)) {
            notices.forget(transfer);
            return;
        }
        transfer.peers = Transfer.ASKED;
        transfer.peersCSeq = refer.cSeq();
        transfer.peersCount++;
        transfer.wantsNoNotify = Transfers.isWithoutSubscription(refer);
        transfer.verdict = 0;
        transfer.toTell = 0;
        transfer.expireAtNs = nowNs + core.context.times().timeoutNs() / 2;
        transfers.arm(call, nowNs);
        final int handle = core.calls.handle(call);
        if (!core.listener.onRefer(ua, handle, refer, nowNs) && core.calls.find(handle) == call
                && transfer.peers == Transfer.ASKED) {
            decline(call, nowNs);
        }
    }

    private void decline(final Call call, final long nowNs) {
        final Transfer transfer = call.session.transfer;
        transfer.verdict = DECLINE;
        transfer.expireAtNs = Call.NEVER;
        if (held.respond(transfer.request, DECLINE, nowNs)) {
            notices.end(call, nowNs);
        } else {
            transfer.workAtNs = nowNs;
            transfers.arm(call, nowNs);
        }
    }

    boolean accept(final Call call, final long nowNs) {
        final Transfer transfer = call.session.transfer;
        if (transfer.peers != Transfer.ASKED || transfer.verdict != 0) {
            return false;
        }
        final SipWriter out = core.contact(held.begin(transfer.request, ACCEPTED), call);
        if (transfer.wantsNoNotify) {
            out.append(REFER_SUB_FALSE);
        }
        if (!held.send(transfer.request, ACCEPTED, out.header(SipHeader.SERVER, core.userAgent).noBody().finish(), nowNs)) {
            return false;
        }
        held.refreshTarget(transfer.request, call);
        held.close(transfer.request);
        transfer.peers = transfer.wantsNoNotify ? Transfer.SILENT : Transfer.ACTIVE;
        transfer.expireAtNs = transfer.wantsNoNotify ? Call.NEVER : nowNs + EXPIRES_S * NS_PER_S;
        transfers.arm(call, nowNs);
        progress(call, 100, nowNs);
        return true;
    }

    boolean reject(final Call call, final int status, final long nowNs) {
        final Transfer transfer = call.session.transfer;
        if (transfer.peers != Transfer.ASKED || transfer.verdict != 0 || status < 300 || status > 699
                || !held.respond(transfer.request, status, nowNs)) {
            return false;
        }
        notices.end(call, nowNs);
        return true;
    }

    int follow(final Call call, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        final Transfer transfer = call.session.transfer;
        if (transfer.referTo < 0 || transfer.peers != Transfer.ACTIVE && transfer.peers != Transfer.SILENT) {
            return UserAgents.REFUSED_TARGET;
        }
        target.wrap(core.pool.buffer(transfer.referTo), core.pool.offset(transfer.referTo), core.pool.length(transfer.referTo));
        return callers.invite(call.agent, target, transfer.lines, sdp, offset, length, nowNs);
    }

    boolean progress(final Call call, final int status, final long nowNs) {
        final Transfer transfer = call.session.transfer;
        if (status < 100 || status > 699 || transfer.peers != Transfer.ACTIVE && transfer.peers != Transfer.SILENT) {
            return false;
        }
        if (transfer.peers == Transfer.SILENT) {
            if (status >= 200) {
                notices.end(call, nowNs);
            }
            return true;
        }
        transfer.toTell = status;
        notices.tell(call, nowNs);
        return true;
    }

    /** SUBSCRIBE of the package refer in the call: prolongs or ends the implicit subscription (RFC 3515 2.4.4). */
    void onSubscribe(final Call call, final int socket, final SipMessage subscribe, final long nowNs) {
        final Transfer transfer = call.session.transfer;
        final boolean known = transfer.peers == Transfer.ACTIVE;
        final boolean ends = subscribe.expiresSeconds() == 0;
        final SipWriter out = responses.begin(subscribe, known ? 200 : 481, call.localTag);
        if (known) {
            core.contact(out, call).header(SipHeader.EXPIRES, ends ? 0 : EXPIRES_S);
        }
        final int length = out.header(SipHeader.SERVER, core.userAgent).noBody().finish();
        if (!responses.send(call.agent.number, socket, subscribe, known ? 200 : 481, length, nowNs)) {
            return;
        }
        call.dialog.remoteCSeq(subscribe.cSeq());
        if (known) {
            transfer.expireAtNs = ends ? nowNs : nowNs + EXPIRES_S * NS_PER_S;
            transfers.arm(call, nowNs);
            if (!ends) {
                progress(call, 100, nowNs);
            }
        }
    }

    /** A deadline: what could not be sent, a silent user, expiry. */
    void onTimer(final Call call, final long nowNs) {
        final Transfer transfer = call.session.transfer;
        if (nowNs >= transfer.expireAtNs) {
            if (transfer.peers == Transfer.ASKED) {
                decline(call, nowNs);
            } else if (transfer.peers == Transfer.ACTIVE) {
                transfer.toTell = TIMEOUT;
                notices.tell(call, nowNs);
                transfer.expireAtNs = Call.NEVER;
            }
        } else if (nowNs >= transfer.workAtNs) {
            transfer.workAtNs = Call.NEVER;
            if (transfer.verdict != 0) {
                decline(call, nowNs);
            } else {
                notices.tell(call, nowNs);
            }
        }
    }

    /** The call is over. */
    void drop(final Call call, final long nowNs) {
        final Transfer transfer = call.session.transfer;
        held.drop(transfer.request, nowNs);
        notices.forget(transfer);
        transfer.clear();
    }
}
