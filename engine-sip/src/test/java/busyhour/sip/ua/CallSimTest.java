package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import org.junit.jupiter.api.Test;

/** Two parties, one network, virtual time: calls from end to end. */
class CallSimTest {

    private static final long MS = 1_000_000L;
    private static final long S = 1_000_000_000L;

    private SimNetwork network;
    private SimParty caller;
    private SimParty callee;

    private void connect(final long seed) {
        network = new SimNetwork(seed);
        caller = new SimParty(network, "10.0.0.1", 5060);
        callee = new SimParty(network, "10.0.0.2", 5070);
        caller.add("alice", callee.address);
        callee.add("bob", caller.address);
        callee.selected = 0;
    }

    private void nothingIsLeft() {
        network.runFor(140 * S);
        for (final SimParty party : new SimParty[] {caller, callee}) {
            assertThat(party.agents.activeCalls()).as("calls\n%s", network.tail()).isZero();
            assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
            assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
            assertThat(party.agents.nextDeadlineNs()).as("timers").isEqualTo(Long.MAX_VALUE);
            assertThat(party.malformed).isZero();
        }
    }

    @Test
    void shouldCallAnswerAndHangUp() {
        connect(1);
        final int call = caller.invite(0, "sip:bob@example.net");
        assertThat(call).isNotNegative();
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "provisional 0 180", "answered 0");
        assertThat(callee.events).containsExactly("invite 0", "confirmed 0");
        assertThat(caller.agents.hangUp(call, network.nowNs())).isTrue();
        assertThat(caller.agents.hangUp(call, network.nowNs())).as("twice").isFalse();
        network.runFor(S);
        assertThat(caller.events).endsWith("hung up 0 200");
        assertThat(callee.events).endsWith("remote hang-up 0");
        assertThat(network.log()).as("INVITE 180 200 ACK BYE 200").hasSize(6);
        nothingIsLeft();
        assertThat(network.log()).hasSize(6);
        assertThat(caller.repeated + callee.repeated).isZero();
    }

    @Test
    void shouldLetTheCalleeHangUp() {
        connect(1);
        caller.invite(0, "sip:bob@10.0.0.2:5070");
        network.runFor(S);
        assertThat(callee.agents.hangUp(callee.incoming, network.nowNs())).isTrue();
        network.runFor(S);
        assertThat(caller.events).endsWith("remote hang-up 0");
        assertThat(callee.events).endsWith("hung up 0 200");
        nothingIsLeft();
    }
}
