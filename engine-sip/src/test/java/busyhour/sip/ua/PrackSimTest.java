package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import org.junit.jupiter.api.Test;

/** Reliable provisional responses between two parties of ours (RFC 3262), and offers that come late. */
class PrackSimTest {

    private static final long MS = 1_000_000L;
    private static final long S = 1_000_000_000L;

    private SimNetwork network;
    private SimParty caller;
    private SimParty callee;

    private void connect(final PrackPolicy atCaller, final PrackPolicy atCallee) {
        network = new SimNetwork(1);
        caller = new SimParty(network, "10.0.0.1", 5060);
        callee = new SimParty(network, "10.0.0.2", 5070);
        caller.add("alice", callee.address, UserAgentPolicy.PLAIN.withPrack(atCaller));
        callee.add("bob", caller.address, UserAgentPolicy.PLAIN.withPrack(atCallee));
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

    private long count(final String start) {
        return network.log().stream().filter(line -> line.substring(line.indexOf("  ", line.indexOf("->")) + 2).startsWith(start)).count();
    }

    @Test
    void shouldAcknowledgeEachRingingWhenTheCallerRequiresIt() {
        connect(PrackPolicy.REQUIRED, PrackPolicy.SUPPORTED);
        final int call = caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "provisional 0 180", "answered 0");
        assertThat(callee.events).containsExactly("invite 0", "confirmed 0");
        assertThat(network.log()).as("INVITE 180 200 ACK, PRACK 200").hasSize(6);
        caller.agents.hangUp(call, network.nowNs());
        nothingIsLeft();
    }

    @Test
    void shouldRingUnreliablyWhenNobodyNeedsMore() {
        connect(PrackPolicy.SUPPORTED, PrackPolicy.SUPPORTED);
        final int call = caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        assertThat(count("PRACK")).isZero();
        caller.agents.hangUp(call, network.nowNs());
        nothingIsLeft();
    }

    @Test
    void shouldHoldThe2xxBackUntilItsEarlyAnswerIsAcknowledged() {
        connect(PrackPolicy.SUPPORTED, PrackPolicy.SUPPORTED);
        callee.earlyMedia = true;
        final int[] pracks = {0};
        network.drop(text -> text.startsWith("PRACK") && ++pracks[0] == 1);
        final int call = caller.invite(0, "sip:bob@example.net");
        network.runFor(400 * MS);
        assertThat(caller.events).as("the 200 waits").containsExactly("sent 0", "provisional 0 180");
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "provisional 0 180", "answered 0");
        assertThat(callee.events).containsExactly("invite 0", "confirmed 0");
        caller.agents.hangUp(call, network.nowNs());
        nothingIsLeft();
    }

    @Test
    void shouldRepeatAReliableResponseAndGiveUpAfter64T1() {
        connect(PrackPolicy.REQUIRED, PrackPolicy.SUPPORTED);
        callee.answers = false;
        network.drop(text -> text.startsWith("PRACK"));
        caller.invite(0, "sip:bob@example.net");
        network.runFor(31 * S);
        assertThat(count("SIP/2.0 180")).as("0 0.5 1.5 3.5 7.5 15.5 s").isEqualTo(6);
        assertThat(callee.events).containsExactly("invite 0");
        network.runFor(2 * S);
        assertThat(callee.events).containsExactly("invite 0", "failed 0 504");
        assertThat(caller.events).containsExactly("sent 0", "provisional 0 180", "failed 0 504");
        nothingIsLeft();
    }

    @Test
    void shouldSendOneReliableResponseAfterTheOther() {
        connect(PrackPolicy.REQUIRED, PrackPolicy.SUPPORTED);
        callee.answers = false;
        caller.invite(0, "sip:bob@example.net");
        network.runFor(MS);
        assertThat(callee.agents.ring(callee.incoming, 183, SimParty.SDP, 0, SimParty.SDP.capacity(), network.nowNs())).isTrue();
        assertThat(callee.agents.ring(callee.incoming, 182, network.nowNs())).as("takes its place").isTrue();
        network.runFor(MS);
        assertThat(count("SIP/2.0 18")).isEqualTo(1);
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "provisional 0 180", "provisional 0 182");
        assertThat(count("PRACK")).isEqualTo(2);
        assertThat(callee.agents.answer(callee.incoming, SimParty.SDP, 0, SimParty.SDP.capacity(), network.nowNs())).isTrue();
        network.runFor(S);
        assertThat(callee.events).containsExactly("invite 0", "confirmed 0");
        callee.agents.hangUp(callee.incoming, network.nowNs());
        nothingIsLeft();
    }

    @Test
    void shouldRefuseWhatItsPolicyRulesOut() {
        connect(PrackPolicy.REQUIRED, PrackPolicy.OFF);
        caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "failed 0 420");
        connect(PrackPolicy.OFF, PrackPolicy.REQUIRED);
        caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "failed 0 421");
        assertThat(callee.events).isEmpty();
        nothingIsLeft();
    }

    @Test
    void shouldAnswerInTheAckWhatWasOfferedInThe2xx() {
        connect(PrackPolicy.OFF, PrackPolicy.SUPPORTED);
        caller.delayed = true;
        final int call = caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "provisional 0 180", "answered 0");
        assertThat(callee.events).containsExactly("invite 0", "confirmed 0 with answer");
        assertThat(caller.agents.acknowledge(call, SimParty.SDP, 0, SimParty.SDP.capacity(), network.nowNs())).as("late").isFalse();
        caller.agents.hangUp(call, network.nowNs());
        nothingIsLeft();
    }

    @Test
    void shouldAcknowledgeWithoutAnswerWhenTheUserHasNone() {
        connect(PrackPolicy.OFF, PrackPolicy.SUPPORTED);
        final int call = caller.agents.invite(0, "sip:bob@example.net", SimParty.SDP, 0, 0, network.nowNs());
        network.runFor(S);
        assertThat(callee.events).containsExactly("invite 0", "confirmed 0");
        caller.agents.hangUp(call, network.nowNs());
        nothingIsLeft();
    }

    @Test
    void shouldSendTheByeAfterTheAckWhenTheUserHangsUpInsteadOfAnswering() {
        connect(PrackPolicy.OFF, PrackPolicy.SUPPORTED);
        caller.hangsUp = true;
        caller.agents.invite(0, "sip:bob@example.net", SimParty.SDP, 0, 0, network.nowNs());
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "provisional 0 180", "answered 0", "hung up 0 200");
        assertThat(callee.events).containsExactly("invite 0", "confirmed 0", "remote hang-up 0");
        nothingIsLeft();
    }

    @Test
    void shouldAnswerInThePrackWhatWasOfferedInAReliable183() {
        connect(PrackPolicy.SUPPORTED, PrackPolicy.SUPPORTED);
        caller.delayed = true;
        callee.earlyMedia = true;
        callee.ringStatus = 183;
        final int call = caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "offer 0 PRACK", "provisional 0 183", "answered 0");
        assertThat(callee.events).containsExactly("invite 0", "offer answered 0 PRACK", "confirmed 0");
        caller.agents.hangUp(call, network.nowNs());
        nothingIsLeft();
    }

    @Test
    void shouldCancelWhenAnEarlyOfferHasNoAnswer() {
        connect(PrackPolicy.SUPPORTED, PrackPolicy.SUPPORTED);
        caller.delayed = true;
        caller.answersOffers = false;
        callee.earlyMedia = true;
        callee.answers = false;
        caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "offer 0 PRACK", "provisional 0 180", "failed 0 487");
        assertThat(callee.events).containsExactly("invite 0", "offer answered 0 PRACK without SDP", "failed 0 487");
        nothingIsLeft();
    }

    @Test
    void shouldEndACallWhoseReliableResponseWaitsWhenTheCallerCancels() {
        connect(PrackPolicy.REQUIRED, PrackPolicy.SUPPORTED);
        callee.earlyMedia = true;
        network.drop(text -> text.startsWith("PRACK"));
        final int call = caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        caller.agents.hangUp(call, network.nowNs());
        network.runFor(S);
        assertThat(caller.events).endsWith("failed 0 487");
        assertThat(callee.events).containsExactly("invite 0", "failed 0 487");
        nothingIsLeft();
    }
}
