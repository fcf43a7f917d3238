package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blind and attended transfers between three parties (RFC 3515, 3891, 5589), each role ours. */
class TransfersSimTest {

    private static final long S = 1_000_000_000L;

    private SimNetwork network;
    private SimParty alice;
    private SimParty bob;
    private SimParty carol;
    private int call;

    @BeforeEach
    void talk() {
        network = new SimNetwork(1);
        alice = new SimParty(network, "10.0.0.1", 5060);
        bob = new SimParty(network, "10.0.0.2", 5060);
        carol = new SimParty(network, "10.0.0.3", 5060);
        alice.add("alice", bob.address);
        // Out of a dialog each endpoint speaks to one next hop.
        alice.add("alice2", carol.address);
        bob.add("bob", carol.address);
        carol.add("carol", alice.address);
        for (final SimParty party : new SimParty[] {alice, bob, carol}) {
            party.selected = 0;
            party.ringStatus = 0;
        }
        call = alice.invite(0, "sip:bob@10.0.0.2");
        network.runFor(S);
        alice.events.clear();
        bob.events.clear();
    }

    private void nothingIsLeft() {
        network.runFor(300 * S);
        for (final SimParty party : new SimParty[] {alice, bob, carol}) {
            assertThat(party.agents.activeCalls()).as("calls\n%s", network.tail()).isZero();
            assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
            assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
            assertThat(party.agents.nextDeadlineNs()).as("timers").isEqualTo(Long.MAX_VALUE);
        }
    }

    private void hangUpAll() {
        for (final SimParty party : new SimParty[] {alice, bob, carol}) {
            for (int handle = 0; handle < 1 << 16; handle++) {
                if (party.agents.userAgentOf(handle) >= 0) {
                    party.agents.hangUp(handle, network.nowNs());
                    network.runFor(S);
                }
            }
        }
        nothingIsLeft();
    }

    @Test
    void shouldTransferBlindlyAndTellHowItWent() {
        carol.ringStatus = 180;
        assertThat(alice.agents.refer(call, "sip:carol@10.0.0.3", network.nowNs())).isTrue();
        assertThat(alice.agents.refer(call, "sip:carol@10.0.0.3", network.nowNs())).as("one at a time").isFalse();
        network.runFor(3 * S);
        assertThat(bob.events).as(network.tail()).startsWith("refer 0", "sent 0").contains("answered 0");
        assertThat(alice.events).as(network.tail()).contains("request answered 0 REFER 202", "refer progress 0 100");
        assertThat(alice.events).endsWith("refer progress 0 200 last");
        assertThat(carol.events).containsExactly("invite 0", "confirmed 0");
        assertThat(network.log()).anyMatch(line -> line.contains("10.0.0.2:5060 -> 10.0.0.3:5060  INVITE sip:carol@10.0.0.3 "));
        hangUpAll();
    }

    @Test
    void shouldTellThatTheTargetRefused() {
        carol.rejectStatus = 486;
        alice.agents.refer(call, "sip:carol@10.0.0.3", network.nowNs());
        network.runFor(3 * S);
        assertThat(alice.events).endsWith("refer progress 0 486 last");
        assertThat(alice.agents.refer(call, "sip:carol@10.0.0.3", network.nowNs())).as("again").isTrue();
        network.runFor(3 * S);
        assertThat(alice.events.stream().filter("refer progress 0 486 last"::equals).count()).isEqualTo(2);
        hangUpAll();
    }

    @Test
    void shouldDeclineWhatTheUserDoesNotWant() {
        bob.referStatus = 0;
        alice.agents.refer(call, "sip:carol@10.0.0.3", network.nowNs());
        network.runFor(S);
        assertThat(alice.events).containsExactly("request answered 0 REFER 603");
        bob.referStatus = 403;
        alice.agents.refer(call, "sip:carol@10.0.0.3", network.nowNs());
        network.runFor(S);
        assertThat(alice.events).endsWith("request answered 0 REFER 403");
        hangUpAll();
    }

    @Test
    void shouldTransferWithConsultation() {
        final int consultation = alice.invite(1, "sip:carol@10.0.0.3");
        network.runFor(S);
        alice.events.clear();
        carol.events.clear();
        assertThat(alice.agents.refer(call, consultation, network.nowNs())).isTrue();
        network.runFor(3 * S);
        assertThat(carol.events).as(network.tail()).startsWith("replacing 0", "invite 0", "replaced 0").contains("confirmed 0", "hung up 0 200");
        assertThat(bob.events).contains("answered 0");
        assertThat(alice.events).contains("remote hang-up 1", "refer progress 0 200 last");
        assertThat(carol.agents.activeCalls()).isEqualTo(1);
        assertThat(bob.agents.activeCalls()).isEqualTo(2);
        hangUpAll();
    }

    @Test
    void shouldKeepTheOldCallWhenTheReplacementIsRejected() {
        final int consultation = alice.invite(1, "sip:carol@10.0.0.3");
        network.runFor(S);
        carol.rejectStatus = 486;
        alice.agents.refer(call, consultation, network.nowNs());
        network.runFor(3 * S);
        assertThat(alice.events).endsWith("refer progress 0 486 last");
        assertThat(carol.events).doesNotContain("replaced 0");
        assertThat(carol.agents.activeCalls()).isEqualTo(1);
        hangUpAll();
    }

    @Test
    void shouldNotAskForTargetsThatAreNone() {
        for (final String target : new String[] {"", "sip:a b", "sip:x>", "\r\nX: y"}) {
            assertThat(alice.agents.refer(call, target, network.nowNs())).as(target).isFalse();
        }
        assertThat(alice.agents.refer(call, call, network.nowNs())).isFalse();
        hangUpAll();
    }

    @Test
    void shouldEndASubscriptionThatNobodyServes() {
        network.drop(text -> text.startsWith("NOTIFY"));
        alice.agents.refer(call, "sip:carol@10.0.0.3", network.nowNs());
        network.runFor(40 * S);
        assertThat(alice.events).containsExactly("request answered 0 REFER 202", "refer progress 0 0 last");
        hangUpAll();
    }
}
