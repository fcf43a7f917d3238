package busyhour.sip.ua;

import busyhour.sip.SimNetwork;
import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** User agents on the simulated network with a listener that writes down what it hears and answers as told. */
final class SimParty implements UserAgentListener, SimNetwork.Node {

    static final UnsafeBuffer SDP = new UnsafeBuffer((
            "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0 101\r\n"
                    + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n")
            .getBytes(StandardCharsets.US_ASCII));

    /** Another description: a newer version, on hold. */
    static final UnsafeBuffer SDP2 = new UnsafeBuffer((
            "v=0\r\no=- 1 2 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0 101\r\n"
                    + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendonly\r\n")
            .getBytes(StandardCharsets.US_ASCII));

    final SimNetwork network;
    final TransportAddress address;
    final UserAgents agents;
    final List<String> events = new ArrayList<>();
    private int version = 1;
    int sent;
    int received;
    int repeated;
    int malformed;
    /** The last call that came in. */
    int incoming = -1;
    int selected = -404;
    /** Rings at once with this status, 0 = not. */
    int ringStatus = 180;
    /** Answers at once. */
    boolean answers = true;
    /** Rejects at once with this status, 0 = not. */
    int rejectStatus;
    /** Rings with a session description. */
    boolean earlyMedia;
    /** Rings until the transport takes it; else once. */
    boolean insistsOnRinging;
    /** Calls without an offer, and answers the callee's. */
    boolean delayed;
    /** Redirects there with 302, null = not. */
    String redirectTo;
    /** Answers offers within a call. */
    boolean answersOffers = true;
    /** Hangs up its calls as soon as they stand. */
    boolean hangsUp;
    /** What to do with offers: 0 leaves them to the core, 200 answers with {@link #SDP2}, others refuse. */
    int offerStatus = 200;
    /** Answers offers this much later, 0 = at once. */
    boolean answersLater;
    /** What to do with REFERs: 0 leaves them to the core, 202 follows, others refuse. */
    int referStatus = 202;
    /** Calls that follow a REFER, and in which call it came. */
    private final java.util.Map<Integer, Integer> referred = new java.util.HashMap<>();
    /** Work that was refused and is to be done again. */
    private final List<java.util.function.LongPredicate> again = new ArrayList<>();

    SimParty(final SimNetwork network, final String host, final int port) {
        this(network, host, port, new UserAgentsContext().maxUserAgents(64).maxCalls(64).maxTransactions(512));
    }

    SimParty(final SimNetwork network, final String host, final int port, final UserAgentsContext context) {
        this.network = network;
        address = address(host, port);
        agents = new UserAgents(context.seed(host.hashCode() * 31L + port).conclude(), network.transport(address), this);
        network.attach(address, 0, this);
    }

    static TransportAddress address(final String host, final int port) {
        final TransportAddress address = new TransportAddress();
        if (!address.parse(host)) {
            throw new IllegalArgumentException(host);
        }
        return address.port(port);
    }

    /** An endpoint without a registrar. */
    int add(final String user, final TransportAddress nextHop) {
        return agents.add(new UserAgentDescriptor(user, "example.net", null, null, null, null, address, 0, nextHop, null, 3600));
    }

    /** An endpoint without a registrar and a policy of its own. */
    int add(final String user, final TransportAddress nextHop, final UserAgentPolicy policy) {
        return agents.add(new UserAgentDescriptor(user, "example.net", null, null, null, null, address, 0, nextHop, null, 3600)
                .withPolicy(policy));
    }

    /** An endpoint without a registrar that asks for a session timer, or with null for none. */
    int add(final String user, final TransportAddress nextHop, final SessionTimerPolicy timer) {
        return agents.add(new UserAgentDescriptor(user, "example.net", null, null, null, null, address, 0, nextHop, null, 3600)
                .withSessionTimer(timer));
    }

    /** An endpoint with an account. */
    int add(final String user, final String password, final TransportAddress proxy, final int expiresS) {
        return agents.add(new UserAgentDescriptor(
                user, "example.net", user, null, password, null, address, 0, proxy, "sip:example.net", expiresS));
    }

    int invite(final int ua, final String target) {
        return agents.invite(ua, target, SDP, 0, delayed ? 0 : SDP.capacity(), network.nowNs());
    }

    /** Does this now, or as soon as it is not refused, after what was refused before. */
    void insist(final java.util.function.LongPredicate work) {
        if (!again.isEmpty() || !work.test(network.nowNs())) {
            again.add(work);
        }
    }

    /** Ends all that it has. */
    void hangUpAll() {
        for (int handle = 0; handle < 1 << 20; handle++) {
            if (agents.userAgentOf(handle) >= 0) {
                agents.hangUp(handle, network.nowNs());
            }
        }
    }

    private void event(final String text) {
        events.add(text);
    }

    @Override
    public void onDatagram(
            final int socket, final TransportAddress source, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        agents.onMessage(socket, source, buffer, offset, length, nowNs);
    }

    @Override
    public int pollTimers(final long nowNs, final int limit) {
        while (!again.isEmpty() && again.getFirst().test(nowNs)) {
            again.removeFirst();
        }
        return agents.pollTimers(nowNs, limit);
    }

    @Override
    public long nextDeadlineNs() {
        return again.isEmpty() ? agents.nextDeadlineNs() : network.nowNs();
    }

    @Override
    public void onRegistered(final int ua, final int attempts, final long nowNs) {
        event("registered " + ua + " after " + attempts);
    }

    @Override
    public void onRegistrationFailed(final int ua, final int statusCode, final long nowNs) {
        event("registration failed " + ua + " " + statusCode);
    }

    @Override
    public void onUnregistered(final int ua, final long nowNs) {
        event("unregistered " + ua);
    }

    @Override
    public int selectUserAgent(final int socket, final SipMessage invite, final long nowNs) {
        return selected;
    }

    @Override
    public void onInvite(final int ua, final int call, final SipMessage invite, final long nowNs) {
        event("invite " + ua);
        incoming = call;
        if (ringStatus != 0 && (earlyMedia || insistsOnRinging)) {
            insist(now -> (earlyMedia ? agents.ring(call, ringStatus, SDP, 0, SDP.capacity(), now) : agents.ring(call, ringStatus, now))
                    || agents.userAgentOf(call) < 0);
        } else if (ringStatus != 0) {
            agents.ring(call, ringStatus, nowNs);
        }
        if (redirectTo != null) {
            insist(now -> agents.redirect(call, 302, redirectTo, now) || agents.userAgentOf(call) < 0);
        } else if (rejectStatus != 0) {
            insist(now -> agents.reject(call, rejectStatus, now) || agents.userAgentOf(call) < 0);
        } else if (answers) {
            insist(now -> agents.answer(call, SDP, 0, SDP.capacity(), now) || agents.userAgentOf(call) < 0);
        }
    }

    @Override
    public void onInviteSent(final int ua, final int call, final long nowNs) {
        event("sent " + ua);
    }

    @Override
    public void onProvisional(final int ua, final int call, final SipMessage response, final long nowNs) {
        event("provisional " + ua + " " + response.statusCode());
        progress(call, response.statusCode());
    }

    @Override
    public void onAnswered(final int ua, final int call, final SipMessage response, final long nowNs) {
        event("answered " + ua);
        progress(call, 200);
        if (delayed && response.hasSdp()) {
            agents.acknowledge(call, SDP, 0, SDP.capacity(), nowNs);
        }
        if (hangsUp) {
            insist(now -> agents.hangUp(call, now));
        }
    }

    @Override
    public void onCallFailed(final int ua, final int call, final int statusCode, final SipMessage response, final long nowNs) {
        event("failed " + ua + " " + statusCode);
        progress(call, statusCode);
    }

    @Override
    public void onConfirmed(final int ua, final int call, final SipMessage ack, final long nowNs) {
        event("confirmed " + ua + (ack.hasSdp() ? " with answer" : ""));
    }

    @Override
    public void onRedirected(final int ua, final int call, final int statusCode, final long nowNs) {
        event("redirected " + ua + " " + statusCode);
    }

    @Override
    public void onRemoteHangUp(final int ua, final int call, final long nowNs) {
        event("remote hang-up " + ua);
    }

    @Override
    public void onHungUp(final int ua, final int call, final int statusCode, final long nowNs) {
        event("hung up " + ua + " " + statusCode);
    }

    @Override
    public void onChallenged(final int ua, final int statusCode, final long nowNs) {
        event("challenged " + ua + " " + statusCode);
    }

    @Override
    public boolean onOffer(final int ua, final int call, final byte method, final SipMessage message, final long nowNs) {
        event("offer " + ua + " " + SipMethod.name(method) + (message.hasSdp() ? "" : " without SDP"));
        if (method == SipMethod.PRACK) {
            return answersOffers && agents.answerOffer(call, SDP, 0, SDP.capacity(), nowNs);
        }
        if (offerStatus == 0) {
            return false;
        }
        if (!answersLater) {
            answerOffer(call);
        }
        return true;
    }

    /** A new description of this party, on hold. */
    UnsafeBuffer nextDescription() {
        return new UnsafeBuffer(SDP2.getStringWithoutLengthAscii(0, SDP2.capacity())
                .replace("o=- 1 2 ", "o=" + address.port() + address.lo() % 256 + " 1 " + ++version + " ").getBytes(StandardCharsets.US_ASCII));
    }

    boolean reInvite(final int call) {
        final UnsafeBuffer sdp = nextDescription();
        return agents.reInvite(call, sdp, 0, sdp.capacity(), network.nowNs());
    }

    boolean update(final int call) {
        final UnsafeBuffer sdp = nextDescription();
        return agents.update(call, sdp, 0, sdp.capacity(), network.nowNs());
    }

    void answerOffer(final int call) {
        insist(now -> agents.userAgentOf(call) < 0
                || (offerStatus == 200 ? agents.answerOffer(call, SDP2, 0, SDP2.capacity(), now) : agents.rejectOffer(call, offerStatus, now)));
    }

    @Override
    public void onOfferAnswered(final int ua, final int call, final byte method, final SipMessage message, final long nowNs) {
        event("offer answered " + ua + " " + SipMethod.name(method) + (message.hasSdp() ? "" : " without SDP"));
    }

    @Override
    public void onOfferRefused(final int ua, final int call, final byte method, final int status, final long nowNs) {
        event("offer refused " + ua + " " + SipMethod.name(method) + " " + status);
    }

    @Override
    public void onRequest(final int ua, final int call, final SipMessage request, final long nowNs) {
        event("request " + ua + " " + SipMethod.name(request.method()) + (call < 0 ? " out of a call" : ""));
    }

    @Override
    public void onRequestAnswered(
            final int ua, final int call, final byte method, final int status, final SipMessage response, final long nowNs) {
        event("request answered " + ua + " " + SipMethod.name(method) + " " + status);
    }

    @Override
    public boolean onRefer(final int ua, final int call, final SipMessage refer, final long nowNs) {
        event("refer " + ua);
        if (referStatus == 202) {
            insist(now -> agents.userAgentOf(call) < 0 || agents.acceptRefer(call, now) && follow(call));
        } else if (referStatus != 0) {
            insist(now -> agents.userAgentOf(call) < 0 || agents.rejectRefer(call, referStatus, now));
        }
        return referStatus != 0;
    }

    private boolean follow(final int call) {
        insist(now -> {
            final int next = agents.userAgentOf(call) < 0 ? 0 : agents.followRefer(call, SDP, 0, SDP.capacity(), now);
            referred.put(next, call);
            return next >= 0;
        });
        return true;
    }

    private void progress(final int call, final int status) {
        if (referred.containsKey(call)) {
            final int told = referred.get(call);
            insist(now -> agents.userAgentOf(told) < 0 || agents.referProgress(told, status, now));
        }
    }

    @Override
    public void onReferProgress(final int ua, final int call, final int status, final boolean last, final long nowNs) {
        event("refer progress " + ua + " " + status + (last ? " last" : ""));
    }

    @Override
    public void onReplacing(final int ua, final int oldCall, final int newCall, final SipMessage invite, final long nowNs) {
        event("replacing " + ua);
        onInvite(ua, newCall, invite, nowNs);
    }

    @Override
    public void onReplaced(final int ua, final int oldCall, final int newCall, final long nowNs) {
        event("replaced " + ua);
    }

    @Override
    public void onSubscribed(final int ua, final byte eventPackage, final int expiresS, final long nowNs) {
        event("subscribed " + ua + " " + expiresS);
    }

    @Override
    public void onNotify(final int ua, final byte eventPackage, final SipMessage notify, final long nowNs) {
        event("notify " + ua + " " + notify.bodyLength());
    }

    @Override
    public void onSubscriptionEnded(final int ua, final byte eventPackage, final int status, final long nowNs) {
        event("subscription ended " + ua + " " + status);
    }

    @Override
    public void onSessionRefreshed(final int ua, final int call, final boolean byUs, final long nowNs) {
        event("refreshed " + ua + (byUs ? " by us" : " by the peer"));
    }

    @Override
    public void onSessionExpired(final int ua, final int call, final long nowNs) {
        event("expired " + ua);
    }

    @Override
    public void onMessage(
            final int ua, final int flags, final TransportAddress peer, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        if ((flags & SENT) != 0) {
            sent++;
        } else {
            received++;
        }
        repeated += (flags & RETRANSMISSION) != 0 ? 1 : 0;
        malformed += (flags & MALFORMED) != 0 ? 1 : 0;
    }
}
