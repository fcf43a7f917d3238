package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportAddress;
import busyhour.sip.registrar.RegistrarProxy;
import busyhour.sip.registrar.RegistrarProxyContext;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Registration, challenge, call, retransmission, CANCEL: 0 bytes each once the pools stand. Only under the interpreter: while
 * the JDK's message digests are being compiled they allocate 56 and then 520 octets, once each, in whoever calls them.
 */
class UserAgentsAllocationTest {

    private static final long MS = 1_000_000L;
    private static final long S = 1_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final TransportAddress a = SimParty.address("127.0.0.1", 5061);
    private final TransportAddress b = SimParty.address("127.0.0.1", 5062);
    private final TransportAddress p = SimParty.address("127.0.0.1", 5060);
    private final MemoryWire wire = new MemoryWire(a, b, p);
    private final QuietListener caller = new QuietListener();
    private final QuietListener callee = new QuietListener();
    private long nowNs = S;

    private UserAgents agents(final int party, final QuietListener listener) {
        final UserAgents agents = new UserAgents(
                new UserAgentsContext().maxUserAgents(4).maxCalls(16).maxTransactions(64).seed(party + 1).conclude(),
                wire.transport(party), listener);
        listener.agents = agents;
        wire.attach(party, agents::onMessage);
        return agents;
    }

    private UserAgentDescriptor account(final String user, final TransportAddress contact) {
        return new UserAgentDescriptor(user, "example.net", null, null, "secret", null, contact, 0, p, "sip:example.net", 3600);
    }

    private void settle() {
        for (int i = 0; i < 80; i++) {
            nowNs += 500 * MS;
            caller.agents.pollTimers(nowNs, 100);
            callee.agents.pollTimers(nowNs, 100);
            wire.run(nowNs);
        }
    }

    @BeforeAll
    static void onlyInTheInterpreter() {
        Assumptions.assumeTrue(ManagementFactory.getRuntimeMXBean().getInputArguments().contains("-Xint"), "runs with -Xint only");
    }

    private static long allocatedBy(final Runnable cycle, final int warmUps, final int runs) {
        for (int i = 0; i < warmUps; i++) {
            cycle.run();
            // The first call of the meter links it, which allocates.
            THREADS.getCurrentThreadAllocatedBytes();
        }
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < runs; i++) {
            cycle.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    @SuppressWarnings("unused")
    private byte[] sink;

    @Test
    void shouldSeeOneOctetForEachCall() {
        assertThat(allocatedBy(() -> sink = new byte[1], 2, 30)).isGreaterThanOrEqualTo(30 * 16L);
    }

    private void proxied() {
        final RegistrarProxy proxy = new RegistrarProxy(
                new RegistrarProxyContext().address(p).domain("example.net").maxAccounts(4).seed(3).nonceLifetimeS(60).conclude(),
                wire.transport(2));
        proxy.addAccount("alice", "secret");
        proxy.addAccount("bob", "secret");
        wire.attach(2, proxy::onDatagram);
        agents(0, caller).add(account("alice", a));
        agents(1, callee).add(account("bob", b));
    }

    @Test
    void shouldAllocateNothingForRegistrationAndCallThroughTheProxy() {
        proxied();
        final long bytes = allocatedBy(() -> {
            caller.agents.register(0, nowNs);
            callee.agents.register(0, nowNs);
            wire.run(nowNs);
            caller.agents.invite(0, "sip:bob@example.net", SimParty.SDP, 0, SimParty.SDP.capacity(), nowNs);
            wire.run(nowNs);
            caller.agents.hangUp(caller.lastCall, nowNs);
            wire.run(nowNs);
            caller.agents.unregister(0, nowNs);
            wire.run(nowNs);
            settle();
        }, 20, 30);
        assertThat(caller.answered).isEqualTo(50);
        assertThat(callee.confirmed).isEqualTo(50);
        assertThat(caller.ended + callee.ended).isEqualTo(100);
        assertThat(caller.failed + callee.failed).isZero();
        assertThat(caller.registered).isEqualTo(50);
        assertThat(caller.challenged).as("each nonce goes stale").isGreaterThan(20);
        assertThat(bytes).isZero();
    }

    @Test
    void shouldAllocateNothingForCallsThatAreLostCancelledAndRepeated() {
        agents(0, caller).add(new UserAgentDescriptor("alice", "a", null, null, null, null, a, 0, b, null, 60));
        final QuietListener slow = new QuietListener() {
            @Override
            public void onInvite(final int ua, final int call, final busyhour.sip.message.SipMessage invite, final long at) {
                agents.ring(call, 180, at);
            }
        };
        agents(1, slow).add(new UserAgentDescriptor("bob", "b", null, null, null, null, b, 0, a, null, 60));
        callee.agents = slow.agents;
        final UserAgentDescriptor nowhere = new UserAgentDescriptor(
                "carol", "a", null, null, null, null, a, 0, SimParty.address("127.0.0.1", 9), null, 60);
        caller.agents.add(nowhere);
        final long bytes = allocatedBy(() -> {
            caller.agents.invite(1, "sip:nobody@b", SimParty.SDP, 0, SimParty.SDP.capacity(), nowNs);
            caller.agents.invite(0, "sip:bob@b", SimParty.SDP, 0, SimParty.SDP.capacity(), nowNs);
            wire.run(nowNs);
            caller.agents.hangUp(caller.lastCall, nowNs);
            wire.run(nowNs);
            settle();
            settle();
        }, 10, 20);
        assertThat(caller.failed).as("487 and Timer B").isEqualTo(60);
        assertThat(slow.failed).isEqualTo(30);
        assertThat(bytes).isZero();
    }
}
