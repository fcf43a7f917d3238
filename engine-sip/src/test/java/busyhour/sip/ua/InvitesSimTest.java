package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PRACK, late offers and redirections over bad networks and transports that refuse. */
class InvitesSimTest {

    private static final long MS = 1_000_000L;
    private static final long S = 1_000_000_000L;
    private static final int CALLS = 10;

    /** How the call is set up. */
    enum Kind { RELIABLE_RINGING, EARLY_ANSWER, EARLY_OFFER, LATE_OFFER, REDIRECTED }

    private static List<SimParty> connect(final SimNetwork network, final Kind kind) {
        final SimParty caller = new SimParty(network, "10.0.0.1", 5060);
        final SimParty callee = new SimParty(network, "10.0.0.2", 5060);
        final SimParty other = new SimParty(network, "10.0.0.3", 5060);
        final PrackPolicy prack = kind == Kind.RELIABLE_RINGING ? PrackPolicy.REQUIRED : PrackPolicy.SUPPORTED;
        caller.add("alice", callee.address, UserAgentPolicy.PLAIN.withPrack(prack));
        callee.add("bob", caller.address, UserAgentPolicy.PLAIN);
        other.add("carol", caller.address, UserAgentPolicy.PLAIN);
        callee.selected = 0;
        other.selected = 0;
        other.ringStatus = 0;
        caller.delayed = kind == Kind.EARLY_OFFER || kind == Kind.LATE_OFFER;
        callee.earlyMedia = kind == Kind.EARLY_ANSWER || kind == Kind.EARLY_OFFER;
        callee.ringStatus = kind == Kind.LATE_OFFER || kind == Kind.REDIRECTED ? 0 : 183;
        if (kind == Kind.REDIRECTED) {
            callee.redirectTo = "sip:carol@10.0.0.3:5060";
        }
        return List.of(caller, callee, other);
    }

    private static int insistOnCall(final SimParty caller) {
        final int[] call = {-1};
        caller.insist(now -> (call[0] = caller.invite(0, "sip:bob@10.0.0.2")) >= 0);
        caller.network.runFor(10 * S);
        return call[0];
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldEndTheSameWhicheverSendIsRefused(final Kind kind) {
        Refusals.sameWhicheverSendIsRefused(network -> connect(network, kind), parties -> {
            final SimParty caller = parties.getFirst();
            // What is rung with nothing to repeat it is put to the transport again by its user.
            parties.get(1).insistsOnRinging = true;
            final int call = insistOnCall(caller);
            assertThat(caller.agents.userAgentOf(call)).as("stands\n%s", caller.network.tail()).isZero();
            caller.agents.hangUp(call, caller.network.nowNs());
            caller.network.runFor(10 * S);
        });
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldCallAndHangUpOverABadNetwork(final Kind kind) {
        for (long seed = 1; seed <= 12; seed++) {
            final SimNetwork network = new SimNetwork(seed).delay(5 * MS, 30 * MS)
                    .faults(seed % 3 == 0 ? 0 : 0.1, seed % 3 == 1 ? 0 : 0.2, seed % 2 == 0 ? 0.3 : 0);
            final List<SimParty> parties = connect(network, kind);
            final SimParty caller = parties.getFirst();
            final SimParty answers = kind == Kind.REDIRECTED ? parties.get(2) : parties.get(1);
            caller.hangsUp = true;
            for (int i = 0; i < CALLS; i++) {
                assertThat(caller.invite(0, "sip:bob@10.0.0.2")).isNotNegative();
                network.runFor(100 * MS);
            }
            network.runFor(40 * S);
            final String what = kind + " " + network.tail();
            assertThat(count(caller, "answered 0")).as(what).isEqualTo(CALLS);
            assertThat(count(answers, "invite 0")).as(what).isEqualTo(CALLS);
            assertThat(endings(caller)).as(what).isEqualTo(CALLS);
            assertThat(endings(answers)).as(what).isEqualTo(CALLS);
            Refusals.nothingIsLeft(network, parties);
        }
    }

    @Test
    void shouldEndACallOnceWhenMostMessagesAreLost() {
        int failed = 0;
        for (final Kind kind : Kind.values()) {
            for (long seed = 1; seed <= 4; seed++) {
                final SimNetwork network = new SimNetwork(seed).delay(5 * MS, 30 * MS).faults(0.6, 0.1, 0.1);
                final List<SimParty> parties = connect(network, kind);
                parties.getFirst().hangsUp = true;
                for (int i = 0; i < CALLS; i++) {
                    assertThat(parties.getFirst().invite(0, "sip:bob@10.0.0.2")).isNotNegative();
                    network.runFor(100 * MS);
                }
                network.runFor(100 * S);
                for (int round = 0; round < 2; round++) {
                    parties.forEach(SimParty::hangUpAll);
                    network.runFor(70 * S);
                }
                Refusals.nothingIsLeft(network, parties);
                for (final SimParty party : parties) {
                    final long begun = count(party, "sent 0") + count(party, "invite 0");
                    final long redirected = party.redirectTo == null ? 0 : count(party, "invite 0");
                    assertThat(endings(party)).as("%s seed %d %s", kind, seed, party.events).isEqualTo(begun - redirected);
                }
                failed += (int) parties.getFirst().events.stream().filter(event -> event.startsWith("failed")).count();
            }
        }
        assertThat(failed).as("some calls are lost, or this network is not bad").isBetween(1, 18 * CALLS);
    }

    private static long count(final SimParty party, final String event) {
        return party.events.stream().filter(event::equals).count();
    }

    private static long endings(final SimParty party) {
        return party.events.stream().filter(event -> event.equals("remote hang-up 0") || event.startsWith("hung up 0 ")
                || event.startsWith("failed 0 ")).count();
    }
}
