package busyhour.sip.ua;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipMessage;
import org.agrona.DirectBuffer;

/** Answers every call and counts; allocates nothing. */
class QuietListener implements UserAgentListener {

    UserAgents agents;
    int registered;
    int unregistered;
    int answered;
    int confirmed;
    int ended;
    int failed;
    int challenged;
    int lastCall = -1;
    long bytes;

    @Override
    public void onRegistered(final int ua, final int attempts, final long nowNs) {
        registered++;
    }

    @Override
    public void onRegistrationFailed(final int ua, final int statusCode, final long nowNs) {
        failed++;
    }

    @Override
    public void onUnregistered(final int ua, final long nowNs) {
        unregistered++;
    }

    @Override
    public int selectUserAgent(final int socket, final SipMessage invite, final long nowNs) {
        return 0;
    }

    @Override
    public void onInvite(final int ua, final int call, final SipMessage invite, final long nowNs) {
        agents.ring(call, 180, nowNs);
        agents.answer(call, SimParty.SDP, 0, SimParty.SDP.capacity(), nowNs);
    }

    @Override
    public void onInviteSent(final int ua, final int call, final long nowNs) {
        lastCall = call;
    }

    @Override
    public void onProvisional(final int ua, final int call, final SipMessage response, final long nowNs) {
        // Counted with the messages.
    }

    @Override
    public void onAnswered(final int ua, final int call, final SipMessage response, final long nowNs) {
        answered++;
    }

    @Override
    public void onCallFailed(final int ua, final int call, final int statusCode, final SipMessage response, final long nowNs) {
        failed++;
    }

    @Override
    public void onConfirmed(final int ua, final int call, final SipMessage ack, final long nowNs) {
        confirmed++;
    }

    @Override
    public void onRemoteHangUp(final int ua, final int call, final long nowNs) {
        ended++;
    }

    @Override
    public void onHungUp(final int ua, final int call, final int statusCode, final long nowNs) {
        ended++;
    }

    @Override
    public void onChallenged(final int ua, final int statusCode, final long nowNs) {
        challenged++;
    }

    @Override
    public void onMessage(
            final int ua, final int flags, final TransportAddress peer, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        bytes += length;
    }
}
