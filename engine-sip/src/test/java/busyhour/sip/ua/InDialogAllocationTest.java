package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Offers in both directions, glare, session timers, requests in a call, transfers, subscriptions: 0 bytes each. */
class InDialogAllocationTest {

    private static final long MS = 1_000_000L;
    private static final long S = 1_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final byte[] TEXT = Ascii.bytes("text/plain");

    private final TransportAddress a = SimParty.address("127.0.0.1", 5061);
    private final TransportAddress b = SimParty.address("127.0.0.1", 5062);
    private final TransportAddress c = SimParty.address("127.0.0.1", 5063);
    private final MemoryWire wire = new MemoryWire(a, b, c);
    private final Party caller = new Party();
    private final Party callee = new Party();
    private final Party third = new Party();
    private long nowNs = S;

    /** Answers what comes; follows REFERs and tells how they went. */
    private static final class Party extends QuietListener {
        private static final DirectBuffer OTHER = SimParty.SDP2;
        private int incoming = -1;
        private int referredIn = -1;
        private int referred = -1;
        private int offers;
        private int offersAnswered;
        private int requestsAnswered;
        private int refreshed;
        private int transfers;
        private int replaced;
        private int subscriptions;
        private boolean rejects;

        @Override
        public void onInvite(final int ua, final int call, final SipMessage invite, final long nowNs) {
            incoming = call;
            if (rejects) {
                agents.reject(call, 486, nowNs);
            } else {
                super.onInvite(ua, call, invite, nowNs);
            }
        }

        @Override
        public boolean onOffer(final int ua, final int call, final byte method, final SipMessage message, final long nowNs) {
            offers++;
            return agents.answerOffer(call, OTHER, 0, OTHER.capacity(), nowNs);
        }

        @Override
        public void onOfferAnswered(final int ua, final int call, final byte method, final SipMessage message, final long nowNs) {
            offersAnswered++;
        }

        @Override
        public void onRequestAnswered(
                final int ua, final int call, final byte method, final int status, final SipMessage response, final long nowNs) {
            requestsAnswered++;
        }

        @Override
        public void onSessionRefreshed(final int ua, final int call, final boolean byUs, final long nowNs) {
            refreshed++;
        }

        @Override
        public boolean onRefer(final int ua, final int call, final SipMessage refer, final long nowNs) {
            agents.acceptRefer(call, nowNs);
            referredIn = call;
            referred = agents.followRefer(call, SimParty.SDP, 0, SimParty.SDP.capacity(), nowNs);
            return true;
        }

        @Override
        public void onCallFailed(final int ua, final int call, final int statusCode, final SipMessage response, final long nowNs) {
            super.onCallFailed(ua, call, statusCode, response, nowNs);
            if (call == referred) {
                agents.referProgress(referredIn, statusCode, nowNs);
            }
        }

        @Override
        public void onAnswered(final int ua, final int call, final SipMessage response, final long nowNs) {
            super.onAnswered(ua, call, response, nowNs);
            if (call == referred) {
                agents.referProgress(referredIn, 200, nowNs);
            }
        }

        @Override
        public void onReferProgress(final int ua, final int call, final int status, final boolean last, final long nowNs) {
            transfers += last ? 1 : 0;
        }

        @Override
        public void onReplaced(final int ua, final int oldCall, final int newCall, final long nowNs) {
            replaced++;
        }

        @Override
        public void onSubscriptionEnded(final int ua, final byte eventPackage, final int status, final long nowNs) {
            subscriptions++;
        }
    }

    @BeforeAll
    static void onlyInTheInterpreter() {
        Assumptions.assumeTrue(ManagementFactory.getRuntimeMXBean().getInputArguments().contains("-Xint"), "runs with -Xint only");
    }

    private void connect() {
        agents(0, caller, "alice", a, b);
        caller.agents.add(new UserAgentDescriptor("alice2", "x", null, null, null, null, a, 0, c, null, 60));
        agents(1, callee, "bob", b, c);
        agents(2, third, "carol", c, a);
    }

    private void agents(final int party, final Party listener, final String user, final TransportAddress at, final TransportAddress to) {
        listener.agents = new UserAgents(
                new UserAgentsContext().maxUserAgents(4).maxCalls(16).maxTransactions(64).seed(party + 1).conclude(),
                wire.transport(party), listener);
        wire.attach(party, listener.agents::onMessage);
        listener.agents.add(new UserAgentDescriptor(user, "x", null, null, null, null, at, 0, to, null, 60)
                .withSessionTimer(new SessionTimerPolicy(90, 90, SessionTimerPolicy.ANY)));
    }

    private void settle(final int halfSeconds) {
        for (int i = 0; i < halfSeconds; i++) {
            nowNs += 500 * MS;
            wire.run(nowNs);
            caller.agents.pollTimers(nowNs, 100);
            callee.agents.pollTimers(nowNs, 100);
            third.agents.pollTimers(nowNs, 100);
            wire.run(nowNs);
        }
    }

    private long allocatedBy(final Runnable cycle, final int warmUps, final int runs) {
        for (int i = 0; i < warmUps; i++) {
            cycle.run();
            THREADS.getCurrentThreadAllocatedBytes();
        }
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < runs; i++) {
            cycle.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private int call(final int ua) {
        final int call = caller.agents.invite(ua, "sip:bob@x", SimParty.SDP, 0, SimParty.SDP.capacity(), nowNs);
        settle(2);
        return call;
    }

    @Test
    void shouldAllocateNothingForWhatHappensInACall() {
        connect();
        final long bytes = allocatedBy(() -> {
            final int call = call(0);
            final int peer = callee.incoming;
            caller.agents.reInvite(call, SimParty.SDP, 0, SimParty.SDP.capacity(), nowNs);
            callee.agents.reInvite(peer, SimParty.SDP2, 0, SimParty.SDP2.capacity(), nowNs);
            settle(12);
            caller.agents.reInvite(call, null, 0, 0, nowNs);
            settle(2);
            callee.agents.update(peer, SimParty.SDP, 0, SimParty.SDP.capacity(), nowNs);
            settle(2);
            caller.agents.request(call, SipMethod.INFO, TEXT, SimParty.SDP, 0, 10, nowNs);
            callee.agents.request(peer, SipMethod.MESSAGE, TEXT, SimParty.SDP, 0, 10, nowNs);
            caller.agents.options(0, "sip:bob@x", nowNs);
            caller.agents.message(0, "sip:bob@x", TEXT, SimParty.SDP, 0, 10, nowNs);
            caller.agents.subscribe(0, EventPackage.MESSAGE_SUMMARY, nowNs);
            settle(200);
            caller.agents.hangUp(call, nowNs);
            settle(80);
        }, 5, 10);
        assertThat(caller.offersAnswered).as("re-INVITE with and without offer").isEqualTo(2 * 15);
        assertThat(callee.offersAnswered).as("re-INVITE and UPDATE, and our offer in a 2xx").isGreaterThanOrEqualTo(2 * 15);
        assertThat(caller.requestsAnswered).isEqualTo(3 * 15);
        assertThat(callee.requestsAnswered).isEqualTo(15);
        assertThat(caller.refreshed + callee.refreshed).isGreaterThan(4 * 15);
        assertThat(caller.subscriptions).as("489").isEqualTo(15);
        assertThat(caller.ended + callee.ended).isEqualTo(30);
        assertThat(bytes).isZero();
    }

    @Test
    void shouldAllocateNothingForTransfers() {
        connect();
        final long bytes = allocatedBy(() -> {
            final int call = call(0);
            // Bob is asked to call carol, who is busy; then to take alice's place in her call with carol.
            third.rejects = true;
            caller.agents.refer(call, "sip:carol@x", nowNs);
            settle(10);
            third.rejects = false;
            final int second = call(1);
            caller.agents.refer(call, second, nowNs);
            settle(10);
            for (int handle = 0; handle < 1 << 12; handle++) {
                caller.agents.hangUp(handle, nowNs);
                callee.agents.hangUp(handle, nowNs);
                third.agents.hangUp(handle, nowNs);
            }
            settle(100);
        }, 5, 10);
        assertThat(caller.transfers).isEqualTo(30);
        assertThat(third.replaced).isEqualTo(15);
        assertThat(caller.agents.activeCalls() + callee.agents.activeCalls()).isZero();
        assertThat(bytes).isZero();
    }
}
