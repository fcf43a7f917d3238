package busyhour.sip.ua;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipReason;
import busyhour.sip.message.SipWriter;
import busyhour.sip.store.BytePool;

/** The NOTIFYs that tell a transferor how its REFER goes (RFC 3515 2.4.4, RFC 3420): one at a time, the newest status next. */
final class ReferNotices implements RequestUser {

    private static final long NS_PER_S = 1_000_000_000L;
    private static final byte[] EVENT = Ascii.bytes("Event: refer\r\n");
    private static final byte[] EVENT_ID = Ascii.bytes("Event: refer;id=");
    private static final byte[] ACTIVE = Ascii.bytes("active;expires=");
    private static final byte[] NO_RESOURCE = Ascii.bytes("terminated;reason=noresource");
    private static final byte[] EXPIRED = Ascii.bytes("terminated;reason=timeout");
    private static final byte[] FRAGMENT = Ascii.bytes("message/sipfrag;version=2.0");

    private final SipCore core;
    private final ClientRequests clients;
    private final Transfers transfers;

    ReferNotices(final SipCore core, final ClientRequests clients, final Transfers transfers) {
        this.core = core;
        this.clients = clients;
        this.transfers = transfers;
    }

    /** Sends the newest status, unless a NOTIFY is still on its way. */
    void tell(final Call call, final long nowNs) {
        final Transfer transfer = call.session.transfer;
        if (transfer.notifying || transfer.toTell == 0) {
            return;
        }
        final ClientRequest request = ClientRequestPool.find(call, SipMethod.NOTIFY) != null || call.state != Call.ESTABLISHED
                ? null : clients.pool().take(call.agent, call, call.dialog, SipMethod.NOTIFY, this);
        if (request == null || !write(request, transfer, nowNs)) {
            if (request != null) {
                clients.pool().giveBack(request);
            }
            transfer.workAtNs = nowNs + core.context.times().t1Ns();
            transfers.arm(call, nowNs);
            return;
        }
        transfer.notifying = true;
        final boolean last = transfer.toTell >= 200;
        transfer.toTell = 0;
        clients.insist(request, nowNs);
        if (last) {
            end(call, nowNs);
        }
    }

    private boolean write(final ClientRequest request, final Transfer transfer, final long nowNs) {
        SipWriter out = core.begin();
        if (transfer.peersCount > 1) {
            // RFC 3515 2.4.6: from the second REFER of a dialog on.
            out.append(EVENT_ID).uint(transfer.peersCSeq).endLine();
        } else {
            out.append(EVENT);
        }
        out.name(SipHeader.SUBSCRIPTION_STATE);
        if (transfer.toTell < 200) {
            out.append(ACTIVE).uint(Math.max(1, (transfer.expireAtNs - nowNs) / NS_PER_S)).endLine();
        } else {
            out.append(nowNs >= transfer.expireAtNs ? EXPIRED : NO_RESOURCE).endLine();
        }
        if (!clients.pool().lines(request, out.finish())) {
            return false;
        }
        out = core.begin().statusLine(transfer.toTell, SipReason.phrase(transfer.toTell));
        return clients.pool().body(request, FRAGMENT, core.scratch, 0, out.finish());
    }

    @Override
    public void onDone(final ClientRequest request, final int status, final SipMessage response, final long nowNs) {
        final Call call = request.call;
        final Transfer transfer = call.session.transfer;
        transfer.notifying = false;
        if (status == 0 || status == 481 || status == 489) {
            // RFC 6665 4.2.2: nobody listens.
            transfer.toTell = 0;
            if (transfer.peers == Transfer.ACTIVE) {
                end(call, nowNs);
            }
        } else {
            tell(call, nowNs);
        }
    }

    /** The subscription is over. */
    void end(final Call call, final long nowNs) {
        final Transfer transfer = call.session.transfer;
        transfer.peers = Transfer.NONE;
        transfer.verdict = 0;
        transfer.expireAtNs = Call.NEVER;
        forget(transfer);
        transfers.arm(call, nowNs);
    }

    /** Whom the REFER named is not needed any longer. */
    void forget(final Transfer transfer) {
        core.pool.giveBack(transfer.referTo);
        core.pool.giveBack(transfer.lines);
        transfer.referTo = BytePool.NONE;
        transfer.lines = BytePool.NONE;
    }
}
