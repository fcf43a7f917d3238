package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import busyhour.sip.digest.DigestAlgorithm;
import busyhour.sip.registrar.RegistrarProxyContext;
import org.junit.jupiter.api.Test;

/** Registration and calls through the built-in registrar and proxy, in virtual time. */
class RegistrarSimTest {

    private static final long S = 1_000_000_000L;

    private SimNetwork network = new SimNetwork(1);
    private SimRegistrar registrar;
    private SimParty party;

    private void start(final RegistrarProxyContext context, final String host) {
        registrar = new SimRegistrar(network, host.contains(":") ? "2001:db8::9" : "10.0.0.9", 5060, context);
        registrar.proxy.addAccount("alice", "secret a");
        registrar.proxy.addAccount("bob", "secret b");
        party = new SimParty(network, host, 5071);
        party.add("alice", "secret a", registrar.address, 3600);
        party.add("bob", "secret b", registrar.address, 3600);
    }

    private void registerBoth() {
        for (int ua = 0; ua < 2; ua++) {
            final int number = ua;
            party.insist(now -> party.agents.register(number, now));
        }
        network.runFor(S);
    }

    private void nothingIsLeft() {
        network.runFor(140 * S);
        assertThat(party.agents.activeCalls()).as("calls\n%s", network.tail()).isZero();
        assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
        assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
    }

    @Test
    void shouldRegisterWithDigestAndUnregister() {
        start(new RegistrarProxyContext(), "10.0.0.1");
        registerBoth();
        assertThat(party.events).containsExactlyInAnyOrder(
                "challenged 0 401", "challenged 1 401", "registered 0 after 2", "registered 1 after 2");
        assertThat(registrar.proxy.registeredAccounts(network.nowNs())).isEqualTo(2);
        assertThat(party.agents.unregister(0, network.nowNs())).isTrue();
        network.runFor(S);
        assertThat(party.events).endsWith("unregistered 0");
        assertThat(registrar.proxy.registeredAccounts(network.nowNs())).isEqualTo(1);
        assertThat(party.agents.isRegistered(0)).isFalse();
    }

    @Test
    void shouldCallThroughTheProxyWithRecordRoute() {
        start(new RegistrarProxyContext(), "10.0.0.1");
        registerBoth();
        party.events.clear();
        final int call = party.invite(0, "sip:bob@example.net");
        network.runFor(S);
        assertThat(party.events).as(network.tail()).containsExactly(
                "sent 0", "challenged 0 407", "invite 1", "provisional 0 180", "answered 0", "confirmed 1");
        party.agents.hangUp(call, network.nowNs());
        network.runFor(S);
        assertThat(party.events).endsWith("remote hang-up 1", "hung up 0 200");
        assertThat(network.log().stream().filter(line -> line.contains("BYE")).count()).as("by the proxy").isEqualTo(2);
        nothingIsLeft();
    }

    @Test
    void shouldCallOverIpv6WithSha256() {
        start(new RegistrarProxyContext().recordRoute(false).algorithms(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5), "2001:db8::1");
        registerBoth();
        party.hangsUp = true;
        party.invite(1, "sip:alice@[2001:db8::9]");
        network.runFor(S);
        assertThat(party.events).as(network.tail()).contains("answered 1", "remote hang-up 0", "hung up 1 200");
        assertThat(network.log().stream().filter(line -> line.contains("BYE")).count()).as("straight").isEqualTo(1);
        nothingIsLeft();
    }
}
