package busyhour.sip.ua;

import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;

/** Requests other than INVITE, ACK and CANCEL that belong to no dialog (RFC 3261 8.2, 11.2; RFC 3428 7; RFC 6665 4.2). */
final class OutOfDialog {

    private final SipCore core;
    private final Responses responses;

    OutOfDialog(final SipCore core, final Responses responses) {
        this.core = core;
        this.responses = responses;
    }

    /** @param fault status that speaks against any such request, 0 = none. */
    void onRequest(final int ua, final int socket, final SipMessage request, final int fault, final long nowNs) {
        final int status = statusOf(request, fault);
        if (!responses.answer(ua, socket, request, status, core.ids.next(), nowNs) || status != 200) {
            return;
        }
        if (request.method() == SipMethod.NOTIFY) {
            core.listener.onNotify(ua, EventPackage.of(request), request, nowNs);
        } else {
            core.listener.onRequest(ua, -1, request, nowNs);
        }
    }

    private static int statusOf(final SipMessage request, final int fault) {
        final byte method = request.method();
        if (method == SipMethod.UNKNOWN) {
            return 501;
        }
        if (method == SipMethod.BYE || method == SipMethod.INFO || method == SipMethod.UPDATE || method == SipMethod.PRACK) {
            return 481;
        }
        if (fault != 0) {
            return fault;
        }
        return switch (method) {
            case SipMethod.OPTIONS, SipMethod.MESSAGE -> 200;
            // Message waiting is told without a subscription too (RFC 3842 3.9 leaves that to the notifier).
            case SipMethod.NOTIFY -> EventPackage.of(request) == EventPackage.MESSAGE_SUMMARY ? 200 : 489;
            case SipMethod.SUBSCRIBE -> 489;
            case SipMethod.REFER -> 603;
            default -> 405;
        };
    }
}
