package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import busyhour.sip.registrar.RegistrarProxyContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same calls over bad networks and transports that refuse: the end is the same, and nothing is left behind. */
class UserAgentsSimTest {

    private static final long MS = 1_000_000L;
    private static final long S = 1_000_000_000L;
    private static final int PAIRS = 20;

    private SimNetwork network;
    private SimParty callers;
    private SimParty callees;

    private void direct(final SimNetwork on) {
        network = on;
        callers = new SimParty(network, "10.0.0.1", 5060);
        callees = new SimParty(network, "10.0.0.2", 5060);
        callers.add("alice", callees.address);
        callees.add("bob", callers.address);
        callees.selected = 0;
    }

    private void proxied(final SimNetwork on) {
        network = on;
        final SimRegistrar registrar = new SimRegistrar(network, "10.0.0.9", 5060, new RegistrarProxyContext());
        callers = new SimParty(network, "10.0.0.1", 5060);
        callees = new SimParty(network, "10.0.0.2", 5060);
        for (int i = 0; i < PAIRS; i++) {
            registrar.proxy.addAccount("caller" + i, "a" + i);
            registrar.proxy.addAccount("callee" + i, "b" + i);
            callers.add("caller" + i, "a" + i, registrar.address, 3600);
            callees.add("callee" + i, "b" + i, registrar.address, 3600);
        }
    }

    private void nothingIsLeft() {
        network.runFor(200 * S);
        for (final SimParty party : List.of(callers, callees)) {
            assertThat(party.agents.activeCalls()).as("calls\n%s", network.tail()).isZero();
            assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
            assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
            assertThat(party.agents.poolRefusals()).isZero();
            assertThat(party.malformed).isZero();
        }
    }

    private static long count(final SimParty party, final String event) {
        return party.events.stream().filter(event::equals).count();
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0, 0", "0, 0.3, 0", "0, 0, 0.5", "0.1, 0.1, 0.3"})
    void shouldRegisterCallAndHangUpOverABadNetwork(final double loss, final double duplicate, final double reorder) {
        for (long seed = 1; seed <= 12; seed++) {
            proxied(new SimNetwork(seed).delay(5 * MS, 30 * MS).faults(loss, duplicate, reorder));
            for (int i = 0; i < PAIRS; i++) {
                final int ua = i;
                callers.insist(now -> callers.agents.register(ua, now));
                callees.insist(now -> callees.agents.register(ua, now));
            }
            network.runFor(40 * S);
            for (int i = 0; i < PAIRS; i++) {
                assertThat(callers.agents.isRegistered(i) && callees.agents.isRegistered(i)).as("pair %d %s", i, network.tail()).isTrue();
            }
            callers.hangsUp = seed % 2 == 0;
            for (int i = 0; i < PAIRS; i++) {
                assertThat(callers.invite(i, "sip:callee" + i + "@example.net")).isNotNegative();
                network.runFor(100 * MS);
            }
            network.runFor(40 * S);
            if (!callers.hangsUp) {
                hangUpAll(callees);
                network.runFor(40 * S);
            }
            for (int i = 0; i < PAIRS; i++) {
                final String what = "pair " + i + " " + callers.events + callees.events + network.tail();
                assertThat(count(callers, "answered " + i)).as(what).isEqualTo(1);
                assertThat(count(callees, "invite " + i)).as(what).isEqualTo(1);
                assertThat(endings(callers, i)).as(what).isEqualTo(1);
                assertThat(endings(callees, i)).as(what).isEqualTo(1);
            }
            nothingIsLeft();
        }
    }

    @Test
    void shouldEndEachCallOnceAtBothSidesWhenTheNetworkLosesMostMessages() {
        int failed = 0;
        for (long seed = 1; seed <= 10; seed++) {
            direct(new SimNetwork(seed).delay(5 * MS, 30 * MS).faults(0.7, 0.1, 0.1));
            for (int i = 0; i < PAIRS; i++) {
                assertThat(callers.invite(0, "sip:bob@10.0.0.2")).isNotNegative();
                network.runFor(100 * MS);
            }
            callers.hangsUp = seed % 2 == 0;
            network.runFor(70 * S);
            hangUpAll(callees);
            network.runFor(40 * S);
            // Whose BYEs were all lost still stands at the other side.
            hangUpAll(callers);
            nothingIsLeft();
            assertThat(endings(callers, 0)).as("seed %d %s", seed, callers.events).isEqualTo(PAIRS);
            assertThat(endings(callees, 0)).as("seed %d %s", seed, callees.events).isEqualTo(count(callees, "invite 0"));
            failed += (int) callers.events.stream().filter(event -> event.startsWith("failed")).count();
        }
        assertThat(failed).as("some calls are lost, or this network is not bad").isBetween(1, 9 * PAIRS);
    }

    private void hangUpAll(final SimParty party) {
        for (int handle = 0; handle < 1 << 20; handle++) {
            if (party.agents.userAgentOf(handle) >= 0) {
                party.agents.hangUp(handle, network.nowNs());
            }
        }
    }

    private static long endings(final SimParty party, final int ua) {
        return party.events.stream()
                .filter(event -> event.equals("remote hang-up " + ua) || event.startsWith("hung up " + ua + " ")
                        || event.startsWith("failed " + ua + " "))
                .count();
    }

    /** A scenario, run once with a willing transport and then with each send refused in turn. */
    private interface Scenario {
        void play();
    }

    private void sameWhateverIsRefused(final Scenario scenario, final boolean throughProxy) {
        final List<List<String>> expected = new ArrayList<>();
        long sends = 1;
        for (long number = -1; number < sends; number++) {
            for (final int many : new int[] {1, 3}) {
                final SimNetwork fresh = new SimNetwork(7);
                if (number >= 0) {
                    fresh.refuse(number, number + many);
                }
                if (throughProxy) {
                    proxied(fresh);
                } else {
                    direct(fresh);
                }
                scenario.play();
                nothingIsLeft();
                if (number < 0) {
                    expected.clear();
                    expected.add(List.copyOf(callers.events));
                    expected.add(List.copyOf(callees.events));
                    sends = network.sends();
                } else {
                    assertThat(network.refused()).isPositive();
                    final String what = "send " + number + " refused " + many + " times\n" + network.tail();
                    assertThat(callers.events).as(what).containsExactlyElementsOf(expected.get(0));
                    assertThat(callees.events).as(what).containsExactlyElementsOf(expected.get(1));
                }
            }
        }
        assertThat(sends).as("sends of the scenario").isGreaterThan(2);
    }

    private int insistOnCall(final int ua, final String target) {
        final int[] call = {-1};
        callers.insist(now -> (call[0] = callers.invite(ua, target)) >= 0);
        network.runFor(10 * S);
        return call[0];
    }

    @Test
    void shouldEndACallTheSameWhicheverSendIsRefused() {
        sameWhateverIsRefused(() -> {
            callees.ringStatus = 0;
            final int call = insistOnCall(0, "sip:bob@10.0.0.2");
            callers.agents.hangUp(call, network.nowNs());
            network.runFor(10 * S);
        }, false);
    }

    @Test
    void shouldEndACallTheSameWhenTheCalleeHangsUpWhicheverSendIsRefused() {
        sameWhateverIsRefused(() -> {
            callees.ringStatus = 0;
            insistOnCall(0, "sip:bob@10.0.0.2");
            callees.agents.hangUp(callees.incoming, network.nowNs());
            network.runFor(10 * S);
        }, false);
    }

    @Test
    void shouldEndARejectedCallTheSameWhicheverSendIsRefused() {
        sameWhateverIsRefused(() -> {
            callees.ringStatus = 0;
            callees.rejectStatus = 486;
            insistOnCall(0, "sip:bob@10.0.0.2");
        }, false);
    }

    @Test
    void shouldEndACancelledCallTheSameWhicheverSendIsRefused() {
        sameWhateverIsRefused(() -> {
            callees.ringStatus = 0;
            callees.answers = false;
            final int call = insistOnCall(0, "sip:bob@10.0.0.2");
            callees.insist(now -> callees.agents.ring(callees.incoming, 180, now));
            network.runFor(10 * S);
            callers.agents.hangUp(call, network.nowNs());
            network.runFor(10 * S);
        }, false);
    }

    @Test
    void shouldRegisterAndCallTheSameWhicheverSendIsRefused() {
        sameWhateverIsRefused(() -> {
            callees.ringStatus = 0;
            callers.insist(now -> callers.agents.register(0, now));
            network.runFor(10 * S);
            callees.insist(now -> callees.agents.register(0, now));
            network.runFor(10 * S);
            final int call = insistOnCall(0, "sip:callee0@example.net");
            callers.agents.hangUp(call, network.nowNs());
            network.runFor(10 * S);
            callees.insist(now -> callees.agents.unregister(0, now));
            network.runFor(10 * S);
        }, true);
    }
}
