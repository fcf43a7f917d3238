package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportAddress;
import busyhour.sip.registrar.RegistrarProxy;
import busyhour.sip.registrar.RegistrarProxyContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many calls a second one thread carries through both sides, in memory: INVITE 180 200 ACK BYE 200. Prints, asserts no rate. */
@Tag("load")
class CallRateLoadTest {

    private static final int CALLS_PER_SECOND = 2_000;
    private static final int SECONDS = 300;

    @Test
    void shouldRegisterTwentyThousandEndpointsOfOneSocket() {
        final int endpoints = 20_000;
        final TransportAddress a = SimParty.address("127.0.0.1", 5061);
        final TransportAddress p = SimParty.address("127.0.0.1", 5060);
        final MemoryWire wire = new MemoryWire(a, p);
        final QuietListener party = new QuietListener();
        party.agents = new UserAgents(
                new UserAgentsContext().maxUserAgents(endpoints).maxCalls(64).maxTransactions(2 * endpoints).conclude(),
                wire.transport(0), party);
        final RegistrarProxy registrar = new RegistrarProxy(
                new RegistrarProxyContext().address(p).domain("x").maxAccounts(endpoints).conclude(), wire.transport(1));
        wire.attach(0, party.agents::onMessage);
        wire.attach(1, registrar::onDatagram);
        for (int i = 0; i < endpoints; i++) {
            registrar.addAccount("u" + i, "p" + i);
            party.agents.add(new UserAgentDescriptor("u" + i, "x", null, null, "p" + i, null, a, 0, p, "sip:x", 3600));
        }
        final long startNs = System.nanoTime();
        for (int i = 0; i < endpoints; i++) {
            assertThat(party.agents.register(i, i)).isTrue();
            wire.run(i);
        }
        final double us = (System.nanoTime() - startNs) / 1e3 / endpoints;
        System.out.printf("%d registrations with digest: %.1f us each, client and registrar%n", endpoints, us);
        assertThat(party.registered).isEqualTo(endpoints);
        assertThat(registrar.registeredAccounts(endpoints)).isEqualTo(endpoints);
    }

    @Test
    void shouldCarryCallsBetweenTwoParties() {
        final TransportAddress a = SimParty.address("127.0.0.1", 5061);
        final TransportAddress b = SimParty.address("127.0.0.1", 5062);
        final MemoryWire wire = new MemoryWire(a, b);
        final QuietListener[] parties = {new QuietListener(), new QuietListener()};
        for (int i = 0; i < 2; i++) {
            parties[i].agents = new UserAgents(
                    new UserAgentsContext().maxUserAgents(4).maxCalls(4_096).maxTransactions(34 * CALLS_PER_SECOND).seed(i + 1).conclude(),
                    wire.transport(i), parties[i]);
            wire.attach(i, parties[i].agents::onMessage);
            parties[i].agents.add(new UserAgentDescriptor("u" + i, "x", null, null, null, null, i == 0 ? a : b, 0, i == 0 ? b : a, null, 60));
        }
        long nowNs = 1_000_000_000L;
        for (int second = 0; second < SECONDS; second++) {
            final long startNs = System.nanoTime();
            for (int i = 0; i < CALLS_PER_SECOND; i++) {
                nowNs += 1_000_000_000L / CALLS_PER_SECOND;
                parties[0].agents.invite(0, "sip:u1@x", SimParty.SDP, 0, SimParty.SDP.capacity(), nowNs);
                wire.run(nowNs);
                parties[0].agents.hangUp(parties[0].lastCall, nowNs);
                wire.run(nowNs);
                parties[0].agents.pollTimers(nowNs, 100);
                parties[1].agents.pollTimers(nowNs, 100);
            }
            if (second % 50 == 49) {
                final double us = (System.nanoTime() - startNs) / 1e3 / CALLS_PER_SECOND;
                System.out.printf("second %d: %.2f us a call, both sides; %.0f calls/s; %d transactions open%n", second, us, 1e6 / us,
                        parties[0].agents.activeTransactions() + parties[1].agents.activeTransactions());
            }
        }
        assertThat(parties[0].answered).isEqualTo(CALLS_PER_SECOND * SECONDS);
        assertThat(parties[0].agents.poolRefusals() + parties[1].agents.poolRefusals()).isZero();
        assertThat(parties[0].agents.evictedTransactions()).isZero();
    }
}
