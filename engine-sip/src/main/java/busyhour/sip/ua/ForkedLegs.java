package busyhour.sip.ua;

import busyhour.sip.dialog.Dialog;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;

/**
 * Other legs of a forked INVITE: each 2xx is acknowledged and its dialog ended by BYE (RFC 3261 13.2.2.4). All that it
 * takes stands in the 2xx itself.
 */
final class ForkedLegs {

    private final SipCore core;
    private final Dialog dialog;

    ForkedLegs(final SipCore core) {
        this.core = core;
        dialog = new Dialog(core.pool, core.workspace);
    }

    /** A number for the To tag. */
    static long hash(final SipMessage response) {
        long hash = 1;
        final long tag = response.toTag();
        for (int i = 0; i < Span.length(tag); i++) {
            hash = hash * 1_099_511_628_211L + response.buffer().getByte(Span.offset(tag) + i);
        }
        return hash;
    }

    /** Acknowledges the leg and, if wanted, ends it. A refused ACK is sent when the 2xx comes again. */
    void end(final UserAgent agent, final SipMessage response, final boolean bye, final long nowNs) {
        final SipWriter identity = core.begin();
        identity.append(response.buffer(), response.callId());
        final int callIdLength = identity.length();
        identity.append(response.buffer(), response.from().text());
        final int localLength = identity.length() - callIdLength;
        identity.append(response.buffer(), response.to().text());
        final int length = identity.finish();
        final long contact = response.contact().isPresent() ? response.contact().uri() : response.to().uri();
        if (length < 0 || !Span.isPresent(contact)) {
            return;
        }
        if (dialog.call(core.scratch, callIdLength, localLength, 0, length - callIdLength - localLength, response.cSeq(),
                response.buffer(), Span.offset(contact), Span.length(contact), core.requests.proxy(agent))) {
            dialog.confirm(response, core.requests.proxy(agent));
            acknowledge(agent, nowNs);
            if (bye) {
                hangUp(agent, nowNs);
            }
            dialog.clear();
        }
    }

    private void acknowledge(final UserAgent agent, final long nowNs) {
        final int length = dialog.begin(core.begin(agent, SipMethod.ACK), SipMethod.ACK, agent.vias, core.ids.next(), dialog.localCSeq())
                .noBody().finish();
        if (length > 0) {
            core.requests.acknowledge(agent, dialog.nextHop(), false, core.scratch, 0, length, nowNs);
        }
    }

    private void hangUp(final UserAgent agent, final long nowNs) {
        final long branch = core.ids.next();
        final int length = dialog.begin(core.begin(agent, SipMethod.BYE), SipMethod.BYE, agent.vias, branch, dialog.nextCSeq())
                .header(SipHeader.USER_AGENT, core.userAgent).noBody().finish();
        if (length > 0) {
            core.requests.send(agent, SipMethod.BYE, branch, dialog.nextHop(), length, -1, true, nowNs);
        }
    }
}
