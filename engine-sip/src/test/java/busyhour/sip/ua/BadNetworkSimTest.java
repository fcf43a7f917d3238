package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import busyhour.sip.registrar.RegistrarProxyContext;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What ends otherwise than by a BYE after an answer, over networks that lose, double and reorder: refusal, CANCEL, a CANCEL
 * that crosses the 200, BYEs that cross, registration with refresh and stale nonces. Each side hears of each end once, and
 * nothing is left behind; the seed of a failure is in its message.
 */
class BadNetworkSimTest {

    private static final long MS = 1_000_000L;
    private static final long S = 1_000_000_000L;
    private static final int SEEDS = 25;

    private SimNetwork network;
    private SimParty caller;
    private SimParty callee;

    private void connect(final SimNetwork on) {
        network = on;
        caller = new SimParty(network, "10.0.0.1", 5060);
        callee = new SimParty(network, "10.0.0.2", 5060);
        caller.add("alice", callee.address);
        callee.add("bob", caller.address);
        callee.selected = 0;
    }

    private void onEachNetwork(final double loss, final double duplicate, final double reorder, final Consumer<String> play) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            connect(new SimNetwork(seed).delay(5 * MS, 30 * MS).faults(loss, duplicate, reorder));
            play.accept("seed " + seed);
            network.runFor(200 * S);
            for (final SimParty party : List.of(caller, callee)) {
                assertThat(party.agents.activeCalls()).as("calls\n%s", network.tail()).isZero();
                assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
                assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
            }
        }
    }

    private String all() {
        return caller.events + " " + callee.events + "\n" + network.tail();
    }

    private static long endings(final SimParty party) {
        return party.events.stream().filter(event -> event.startsWith("remote hang-up 0") || event.startsWith("hung up 0")
                || event.startsWith("failed 0")).count();
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0, 0", "0, 0.3, 0", "0, 0, 0.5", "0.1, 0.1, 0.3"})
    void shouldHearOfARefusalOnce(final double loss, final double duplicate, final double reorder) {
        onEachNetwork(loss, duplicate, reorder, seed -> {
            callee.rejectStatus = 486;
            caller.invite(0, "sip:bob@10.0.0.2");
            network.runFor(60 * S);
            assertThat(caller.events).as(all()).endsWith("failed 0 486");
            assertThat(endings(caller)).as(all()).isEqualTo(1);
            assertThat(callee.events).as(all()).containsOnlyOnce("invite 0");
        });
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0, 0", "0, 0.3, 0", "0, 0, 0.5", "0.1, 0.1, 0.3"})
    void shouldCancelARingingCall(final double loss, final double duplicate, final double reorder) {
        onEachNetwork(loss, duplicate, reorder, seed -> {
            callee.answers = false;
            final int call = caller.invite(0, "sip:bob@10.0.0.2");
            network.runFor(3 * S);
            caller.agents.hangUp(call, network.nowNs());
            network.runFor(70 * S);
            assertThat(caller.events).as(all()).endsWith("failed 0 487");
            assertThat(endings(caller)).as(all()).isEqualTo(1);
            assertThat(callee.events).as(all()).containsExactly("invite 0", "failed 0 487");
        });
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0, 0", "0, 0.3, 0", "0, 0, 0.5", "0.1, 0.1, 0.3"})
    void shouldEndACallWhoseCancelCrossesThe200(final double loss, final double duplicate, final double reorder) {
        onEachNetwork(loss, duplicate, reorder, seed -> {
            callee.answers = false;
            final int call = caller.invite(0, "sip:bob@10.0.0.2");
            network.runFor(3 * S);
            if (callee.incoming >= 0) {
                callee.agents.answer(callee.incoming, SimParty.SDP, 0, SimParty.SDP.capacity(), network.nowNs());
            }
            caller.agents.hangUp(call, network.nowNs());
            network.runFor(100 * S);
            assertThat(endings(caller)).as(all()).isEqualTo(1);
            assertThat(endings(callee)).as(all()).isEqualTo(callee.events.stream().filter("invite 0"::equals).count()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0, 0", "0, 0.3, 0", "0, 0, 0.5", "0.1, 0.1, 0.3"})
    void shouldEndACallWhoseByesCross(final double loss, final double duplicate, final double reorder) {
        onEachNetwork(loss, duplicate, reorder, seed -> {
            final int call = caller.invite(0, "sip:bob@10.0.0.2");
            network.runFor(40 * S);
            caller.agents.hangUp(call, network.nowNs());
            callee.agents.hangUp(callee.incoming, network.nowNs());
            network.runFor(70 * S);
            assertThat(caller.events).as(all()).containsOnlyOnce("answered 0");
            assertThat(endings(caller)).as(all()).isEqualTo(1);
            assertThat(endings(callee)).as(all()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0, 0", "0, 0.3, 0", "0, 0, 0.5", "0.1, 0.1, 0.3"})
    void shouldStayRegisteredWithNoncesThatGoStale(final double loss, final double duplicate, final double reorder) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            network = new SimNetwork(seed).delay(5 * MS, 30 * MS).faults(loss, duplicate, reorder);
            final SimRegistrar registrar = new SimRegistrar(network, "10.0.0.9", 5060, new RegistrarProxyContext().nonceLifetimeS(100));
            registrar.proxy.addAccount("alice", "secret a");
            final SimParty party = new SimParty(network, "10.0.0.1", 5060);
            party.add("alice", "secret a", registrar.address, 120);
            party.insist(now -> party.agents.register(0, now));
            network.runFor(40 * S);
            for (int i = 0; i < 60; i++) {
                assertThat(registrar.proxy.registeredAccounts(network.nowNs())).as("%s\n%s", party.events, network.tail()).isEqualTo(1);
                network.runFor(10 * S);
            }
            party.insist(now -> party.agents.unregister(0, now) || !party.agents.isRegistered(0));
            network.runFor(140 * S);
            assertThat(party.events).as(network.tail()).endsWith("unregistered 0").doesNotContain("registration failed 0 0");
            assertThat(party.events.stream().filter(event -> event.startsWith("registered")).count()).isEqualTo(1);
            assertThat(registrar.proxy.registeredAccounts(network.nowNs())).as(network.tail()).isZero();
            assertThat(party.agents.activeTransactions()).as(network.tail()).isZero();
            assertThat(party.agents.blocksInUse()).as(network.tail()).isZero();
        }
    }

    @Test
    void shouldStayRegisteredTheSameWhicheverSendIsRefused() {
        Refusals.sameWhicheverSendIsRefused(on -> {
            network = on;
            final SimRegistrar registrar = new SimRegistrar(network, "10.0.0.9", 5060, new RegistrarProxyContext().nonceLifetimeS(100));
            registrar.proxy.addAccount("alice", "secret a");
            final SimParty party = new SimParty(network, "10.0.0.1", 5060);
            party.add("alice", "secret a", registrar.address, 120);
            return List.of(party);
        }, parties -> {
            final SimParty party = parties.getFirst();
            party.insist(now -> party.agents.register(0, now));
            network.runFor(300 * S);
            party.insist(now -> party.agents.unregister(0, now));
            network.runFor(40 * S);
            assertThat(party.events).as(network.tail()).endsWith("unregistered 0").contains("challenged 0 401");
        });
    }
}
