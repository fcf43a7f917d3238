package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import busyhour.sip.digest.DigestAlgorithm;
import busyhour.sip.registrar.RegistrarProxyContext;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls through proxies that each ask for credentials of their own realm (RFC 3261 22.3). */
class RealmsSimTest {

    private static final long MS = 1_000_000L;
    private static final long S = 1_000_000_000L;

    private SimRegistrar first;
    private SimRegistrar second;

    /** Caller, first proxy (SHA-256 too), second proxy with the callee's binding. */
    private List<SimParty> connect(final SimNetwork network) {
        first = new SimRegistrar(network, "10.0.0.8", 5060, "a.net",
                new RegistrarProxyContext().algorithms(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256));
        second = new SimRegistrar(network, "10.0.0.9", 5060, "example.net", new RegistrarProxyContext());
        final SimParty caller = new SimParty(network, "10.0.0.1", 5060);
        final SimParty callee = new SimParty(network, "10.0.0.2", 5060);
        first.proxy.addAccount("alice", "secret");
        second.proxy.addAccount("alice", "secret");
        second.proxy.addAccount("bob", "b");
        callee.add("bob", "b", second.address, 3600);
        caller.agents.add(new UserAgentDescriptor(
                "alice", "a.net", null, null, "secret", null, caller.address, 0, first.address, null, 60)
                .withPolicy(UserAgentPolicy.PLAIN.withRoute("<sip:10.0.0.8:5060;lr>,<sip:10.0.0.9:5060;lr>")));
        callee.ringStatus = 0;
        return List.of(caller, callee);
    }

    private static void registerCallee(final SimParty callee) {
        callee.insist(now -> callee.agents.register(0, now));
        callee.network.runFor(10 * S);
    }

    private static int call(final SimParty caller) {
        final int[] call = {-1};
        caller.insist(now -> (call[0] = caller.invite(0, "sip:bob@example.net")) >= 0);
        caller.network.runFor(10 * S);
        return call[0];
    }

    @Test
    void shouldAnswerEachRealmAndKeepItsNonce() {
        final SimNetwork network = new SimNetwork(1);
        final List<SimParty> parties = connect(network);
        final SimParty caller = parties.getFirst();
        registerCallee(parties.getLast());
        for (int i = 0; i < 3; i++) {
            caller.agents.hangUp(call(caller), network.nowNs());
            network.runFor(S);
        }
        assertThat(caller.events).containsExactly("sent 0", "challenged 0 407", "challenged 0 407", "answered 0", "hung up 0 200",
                "sent 0", "answered 0", "hung up 0 200", "sent 0", "answered 0", "hung up 0 200");
        assertThat(first.proxy.wrongCredentials() + second.proxy.wrongCredentials()).isZero();
        Refusals.nothingIsLeft(network, List.of(caller));
    }

    @Test
    void shouldAnswerEachRealmOnceNoncesAreStale() {
        final SimNetwork network = new SimNetwork(1);
        final List<SimParty> parties = connect(network);
        final SimParty caller = parties.getFirst();
        registerCallee(parties.getLast());
        caller.agents.hangUp(call(caller), network.nowNs());
        network.runFor(400 * S);
        caller.events.clear();
        caller.agents.hangUp(call(caller), network.nowNs());
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "challenged 0 407", "challenged 0 407", "answered 0", "hung up 0 200");
    }

    @Test
    void shouldGiveUpWhenOneRealmKnowsAnotherPassword() {
        final SimNetwork network = new SimNetwork(1);
        final List<SimParty> parties = connect(network);
        final SimRegistrar third = new SimRegistrar(network, "10.0.0.7", 5060, "c.net", new RegistrarProxyContext());
        third.proxy.addAccount("alice", "another");
        final SimParty caller = parties.getFirst();
        final int ua = caller.agents.add(new UserAgentDescriptor(
                "alice", "a.net", null, null, "secret", null, caller.address, 0, first.address, null, 60)
                .withPolicy(UserAgentPolicy.PLAIN.withRoute("<sip:10.0.0.8:5060;lr>,<sip:10.0.0.7:5060;lr>")));
        caller.invite(ua, "sip:bob@c.net");
        network.runFor(10 * S);
        assertThat(caller.events).containsExactly("sent 1", "challenged 1 407", "challenged 1 407", "challenged 1 407", "failed 1 407");
        assertThat(third.proxy.wrongCredentials()).isEqualTo(1);
        Refusals.nothingIsLeft(network, List.of(caller));
    }

    @Test
    void shouldEndTheSameWhicheverSendIsRefused() {
        Refusals.sameWhicheverSendIsRefused(this::connect, parties -> {
            final SimParty caller = parties.getFirst();
            registerCallee(parties.getLast());
            caller.agents.hangUp(call(caller), caller.network.nowNs());
            caller.network.runFor(10 * S);
            parties.getLast().insist(now -> parties.getLast().agents.unregister(0, now));
            caller.network.runFor(10 * S);
        });
    }

    @Test
    void shouldCallOverABadNetwork() {
        for (long seed = 1; seed <= 12; seed++) {
            final SimNetwork network = new SimNetwork(seed).delay(5 * MS, 30 * MS).faults(0.1, 0.1, 0.2);
            final List<SimParty> parties = connect(network);
            final SimParty caller = parties.getFirst();
            registerCallee(parties.getLast());
            network.runFor(30 * S);
            caller.hangsUp = true;
            for (int i = 0; i < 10; i++) {
                caller.invite(0, "sip:bob@example.net");
                network.runFor(100 * MS);
            }
            network.runFor(40 * S);
            assertThat(caller.events).as(network.tail()).filteredOn("answered 0"::equals).hasSize(10);
            assertThat(parties.getLast().events).as(network.tail()).filteredOn("invite 0"::equals).hasSize(10);
            parties.getLast().agents.unregister(0, network.nowNs());
            network.runFor(70 * S);
            Refusals.nothingIsLeft(network, parties);
        }
    }
}
