package busyhour.sip.ua;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.transaction.TransactionUser;
import org.agrona.DirectBuffer;

/** What the transactions report, handed to the registration or the call that it concerns. */
final class TransactionEvents implements TransactionUser {

    private SipCore core;
    private Registrations registrations;
    private CallerSide callers;
    private HangUps hangUps;

    /** The transactions come first, their users afterwards. */
    void bind(final SipCore core, final Registrations registrations, final CallerSide callers, final HangUps hangUps) {
        this.core = core;
        this.registrations = registrations;
        this.callers = callers;
        this.hangUps = hangUps;
    }


    @Override
    public void onResponse(final int transaction, final int endpoint, final int session, final SipMessage response, final long nowNs) {
        final UserAgent agent = core.agents[endpoint];
        final Call call = core.calls.find(session);
        final boolean success = response.cSeqMethod() == SipMethod.INVITE && response.statusCode() / 100 == 2;
        final boolean again = response.cSeqMethod() == SipMethod.INVITE && callers.isRepeated(call, transaction, response);
        core.onReceived(endpoint, again ? UserAgentListener.RETRANSMISSION : 0, response, nowNs);
        switch (response.cSeqMethod()) {
            case SipMethod.REGISTER -> registrations.onResponse(agent, transaction, response, nowNs);
            case SipMethod.INVITE -> {
                if (call != null && transaction == call.invite) {
                    callers.onResponse(call, transaction, response, nowNs);
                } else if (call != null) {
                    core.inDialog.onResponse(call, transaction, response, nowNs);
                } else if (success) {
                    callers.onLateSuccess(transaction, agent, response, nowNs);
                }
            }
            case SipMethod.PRACK -> {
                if (call != null) {
                    callers.onPrackResponse(call, transaction, response, nowNs);
                }
            }
            case SipMethod.BYE -> {
                if (call != null) {
                    hangUps.onResponse(call, transaction, response, nowNs);
                }
            }
            case SipMethod.CANCEL -> {
                // What counts is the INVITE's final response (9.1).
            }
            default -> core.inDialog.onResponse(call, transaction, response, nowNs);
        }
    }

    @Override
    public void onFailed(
            final int transaction, final int endpoint, final int session, final byte method, final int status, final long nowNs) {
        final Call call = core.calls.find(session);
        if (method == SipMethod.REGISTER) {
            registrations.onFailed(core.agents[endpoint], transaction, status, nowNs);
        } else if (call != null && method == SipMethod.INVITE && transaction == call.invite) {
            callers.onFailed(call, transaction, status, nowNs);
        } else if (call != null && method == SipMethod.BYE) {
            hangUps.onFailed(call, transaction, nowNs);
        } else if (method != SipMethod.BYE && method != SipMethod.CANCEL) {
            core.inDialog.onFailed(call, transaction, method, status, nowNs);
        }
    }

    @Override
    public void onSent(
            final int endpoint, final int socket, final boolean again, final TransportAddress to, final DirectBuffer buffer,
            final int offset, final int length, final long nowNs) {
        core.onSent(endpoint, socket, again, to, buffer, offset, length, nowNs);
    }

    @Override
    public void onAbsorbed(final int endpoint, final boolean again, final SipMessage absorbed, final long nowNs) {
        core.onReceived(endpoint, again ? UserAgentListener.RETRANSMISSION : 0, absorbed, nowNs);
    }

    @Override
    public void onTerminated(final int transaction, final int endpoint, final int session, final long nowNs) {
        final Call call = core.calls.find(session);
        if (call != null) {
            call.invite = call.invite == transaction ? -1 : call.invite;
            call.server = call.server == transaction ? -1 : call.server;
            core.inDialog.onTerminated(call, transaction);
        }
    }
}
