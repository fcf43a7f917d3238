package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportAddress;
import busyhour.sip.digest.DigestAlgorithm;
import busyhour.sip.message.HeaderLines;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.Span;
import busyhour.sip.registrar.RegistrarProxy;
import busyhour.sip.registrar.RegistrarProxyContext;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reliable responses, late offers, redirections, realms and header lines allocate nothing. Runs under -Xint. */
class InvitesAllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MS = 1_000_000L;
    private static final int WARM_UPS = 10;
    private static final int RUNS = 30;

    private final TransportAddress a = SimParty.address("127.0.0.1", 5061);
    private final TransportAddress b = SimParty.address("127.0.0.1", 5062);
    private final TransportAddress p = SimParty.address("127.0.0.1", 5060);
    private final TransportAddress q = SimParty.address("127.0.0.1", 5063);
    private final MemoryWire wire = new MemoryWire(a, b, p, q);
    private long nowNs = 1_000_000_000L;

    /** Offers early or late, and answers what is offered. */
    private static final class Listener extends QuietListener {
        boolean early;
        boolean delayed;
        String redirect;
        int offers;
        int redirected;

        @Override
        public int selectUserAgent(final int socket, final SipMessage invite, final long nowNs) {
            return invite.buffer().getByte(Span.offset(invite.requestUri().user())) == 'b' ? 0 : 1;
        }

        @Override
        public void onInvite(final int ua, final int call, final SipMessage invite, final long nowNs) {
            if (redirect != null && ua == 0) {
                agents.redirect(call, 302, redirect, nowNs);
                return;
            }
            if (early) {
                agents.ring(call, 183, SimParty.SDP, 0, SimParty.SDP.capacity(), nowNs);
            }
            agents.answer(call, SimParty.SDP, 0, SimParty.SDP.capacity(), nowNs);
        }

        @Override
        public boolean onOffer(final int ua, final int call, final byte method, final SipMessage message, final long nowNs) {
            offers++;
            return agents.answerOffer(call, SimParty.SDP, 0, SimParty.SDP.capacity(), nowNs);
        }

        @Override
        public void onAnswered(final int ua, final int call, final SipMessage response, final long nowNs) {
            super.onAnswered(ua, call, response, nowNs);
            if (delayed && response.hasSdp()) {
                agents.acknowledge(call, SimParty.SDP, 0, SimParty.SDP.capacity(), nowNs);
            }
        }

        @Override
        public void onRedirected(final int ua, final int call, final int statusCode, final long nowNs) {
            redirected++;
        }
    }

    private final Listener caller = new Listener();
    private final Listener callee = new Listener();

    @BeforeAll
    static void onlyInTheInterpreter() {
        Assumptions.assumeTrue(ManagementFactory.getRuntimeMXBean().getInputArguments().contains("-Xint"), "runs with -Xint only");
    }

    private void start(final UserAgentPolicy policy, final TransportAddress nextHop) {
        party(0, caller).add(new UserAgentDescriptor("alice", "a.net", null, null, "secret", null, a, 0, nextHop, null, 60).withPolicy(policy));
        party(1, callee);
        callee.agents.add(new UserAgentDescriptor("bob", "b.net", null, null, "secret", null, b, 0, p, "sip:b.net", 3600));
        callee.agents.add(new UserAgentDescriptor("carol", "b.net", null, null, null, null, b, 0, p, "sip:b.net", 3600));
    }

    private UserAgents party(final int number, final QuietListener listener) {
        listener.agents = new UserAgents(new UserAgentsContext().maxUserAgents(4).maxCalls(16).maxTransactions(64).seed(number + 1).conclude(),
                wire.transport(number), listener);
        wire.attach(number, listener.agents::onMessage);
        return listener.agents;
    }

    private RegistrarProxy proxy(final int number, final TransportAddress address, final String domain) {
        final RegistrarProxy proxy = new RegistrarProxy(new RegistrarProxyContext().address(address).domain(domain).maxAccounts(4).seed(3)
                .nonceLifetimeS(30).algorithms(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256).conclude(), wire.transport(number));
        proxy.addAccount("alice", "secret");
        proxy.addAccount("bob", "secret");
        wire.attach(number, proxy::onDatagram);
        return proxy;
    }

    private void call(final String target) {
        caller.agents.invite(0, target, SimParty.SDP, 0, caller.delayed ? 0 : SimParty.SDP.capacity(), nowNs);
        wire.run(nowNs);
        caller.agents.hangUp(caller.lastCall, nowNs);
        wire.run(nowNs);
        for (int i = 0; i < 80; i++) {
            nowNs += 500 * MS;
            caller.agents.pollTimers(nowNs, 100);
            callee.agents.pollTimers(nowNs, 100);
            wire.run(nowNs);
        }
    }

    private void allocatesNothing(final String target) {
        for (int i = 0; i < WARM_UPS; i++) {
            call(target);
            // The first call of the meter links it, which allocates.
            THREADS.getCurrentThreadAllocatedBytes();
        }
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < RUNS; i++) {
            call(target);
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isZero();
        assertThat(caller.answered).isEqualTo(WARM_UPS + RUNS);
        assertThat(callee.confirmed).isEqualTo(WARM_UPS + RUNS);
        assertThat(caller.failed + callee.failed).isZero();
        assertThat(caller.agents.blocksInUse()).isZero();
    }

    @Test
    void shouldAllocateNothingForReliableResponsesAndHeaderLines() {
        final HeaderLines lines = new HeaderLines.Builder().line(SipMethod.INVITE, "User-Agent", "x").line(SipMethod.BYE, "X", "y").build();
        start(UserAgentPolicy.PLAIN.withPrack(PrackPolicy.REQUIRED).withHeaders(lines), b);
        callee.early = true;
        allocatesNothing("sip:bob@127.0.0.1:5062");
    }

    @Test
    void shouldAllocateNothingForOffersInReliableResponses() {
        start(UserAgentPolicy.PLAIN, b);
        caller.delayed = true;
        callee.early = true;
        allocatesNothing("sip:bob@127.0.0.1:5062");
        assertThat(caller.offers).isEqualTo(WARM_UPS + RUNS);
    }

    @Test
    void shouldAllocateNothingForOffersInThe2xx() {
        start(UserAgentPolicy.PLAIN, b);
        caller.delayed = true;
        allocatesNothing("sip:bob@127.0.0.1:5062");
    }

    @Test
    void shouldAllocateNothingForRedirections() {
        start(UserAgentPolicy.PLAIN, b);
        callee.redirect = "<sip:carol@127.0.0.1:5062>;q=0.5, <sip:dave@127.0.0.1:5062>;q=0.4";
        allocatesNothing("sip:bob@127.0.0.1:5062");
        assertThat(caller.redirected).isEqualTo(WARM_UPS + RUNS);
    }

    @Test
    void shouldAllocateNothingForSeveralRealms() {
        proxy(2, p, "b.net");
        proxy(3, q, "a.net");
        start(UserAgentPolicy.PLAIN.withRoute("<sip:127.0.0.1:5063;lr>,<sip:127.0.0.1:5060;lr>"), q);
        callee.agents.register(0, nowNs);
        wire.run(nowNs);
        allocatesNothing("sip:bob@b.net");
        assertThat(caller.challenged).as("each nonce of both goes stale").isGreaterThan(WARM_UPS + RUNS);
    }
}
