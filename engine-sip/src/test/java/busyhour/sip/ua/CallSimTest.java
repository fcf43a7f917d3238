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

    @Test
    void shouldReportARefusedCall() {
        connect(2);
        callee.rejectStatus = 486;
        final int call = caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "provisional 0 180", "failed 0 486");
        assertThat(caller.agents.hangUp(call, network.nowNs())).as("dead handle").isFalse();
        assertThat(caller.agents.userAgentOf(call)).isEqualTo(-1);
        assertThat(callee.events).containsExactly("invite 0");
        nothingIsLeft();
    }

    @Test
    void shouldGiveUpByTimerBWhenNobodyIsThere() {
        connect(3);
        network.drop(text -> true);
        caller.invite(0, "sip:bob@example.net");
        network.runFor(31 * S);
        assertThat(caller.events).containsExactly("sent 0");
        network.runFor(2 * S);
        assertThat(caller.events).containsExactly("sent 0", "failed 0 408");
        assertThat(caller.sent).as("0.5 1.5 3.5 7.5 15.5 31.5 s").isEqualTo(7);
        nothingIsLeft();
    }

    @Test
    void shouldCancelARingingCall() {
        connect(4);
        callee.answers = false;
        final int call = caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        assertThat(caller.agents.hangUp(call, network.nowNs())).isTrue();
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "provisional 0 180", "failed 0 487");
        assertThat(callee.events).containsExactly("invite 0", "failed 0 487");
        assertThat(network.log()).as("INVITE 180 CANCEL 200 487 ACK").hasSize(6);
        nothingIsLeft();
    }

    @Test
    void shouldWaitForAProvisionalResponseBeforeTheCancel() {
        connect(5);
        callee.answers = false;
        callee.ringStatus = 0;
        final int call = caller.invite(0, "sip:bob@example.net");
        caller.agents.hangUp(call, network.nowNs());
        network.runFor(150 * MS);
        assertThat(network.log()).as("nothing but the INVITE before the 100").hasSize(1);
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "provisional 0 100", "failed 0 487");
        assertThat(callee.events).containsExactly("invite 0", "failed 0 487");
        nothingIsLeft();
    }

    @Test
    void shouldAcknowledgeAndHangUpWhenThe200CrossesTheCancel() {
        connect(6);
        callee.answers = false;
        final int call = caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        callee.agents.answer(callee.incoming, SimParty.SDP, 0, SimParty.SDP.capacity(), network.nowNs());
        caller.agents.hangUp(call, network.nowNs());
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "provisional 0 180", "hung up 0 200");
        assertThat(callee.events).containsExactly("invite 0", "confirmed 0", "remote hang-up 0");
        nothingIsLeft();
    }

    @Test
    void shouldHangUpWhenThe200ComesBeforeAnyProvisionalResponse() {
        connect(7);
        callee.ringStatus = 0;
        final int call = caller.invite(0, "sip:bob@example.net");
        caller.agents.hangUp(call, network.nowNs());
        network.runFor(S);
        assertThat(caller.events).containsExactly("sent 0", "hung up 0 200");
        assertThat(callee.events).containsExactly("invite 0", "confirmed 0", "remote hang-up 0");
        nothingIsLeft();
    }

    @Test
    void shouldGiveUpACancelledCallThatNobodyEnds() {
        connect(8);
        callee.answers = false;
        final int call = caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        network.drop(text -> text.startsWith("SIP/2.0 487"));
        caller.agents.hangUp(call, network.nowNs());
        network.runFor(33 * S);
        assertThat(caller.events).endsWith("failed 0 487");
        nothingIsLeft();
    }

    @Test
    void shouldRepeatThe2xxUntilItsAckComes() {
        connect(9);
        final int[] acks = {0};
        network.drop(text -> text.startsWith("ACK") && ++acks[0] <= 3);
        caller.invite(0, "sip:bob@example.net");
        network.runFor(10 * S);
        assertThat(callee.events).containsExactly("invite 0", "confirmed 0");
        assertThat(network.log().stream().filter(line -> line.contains(" 200 ")).map(line -> line.substring(0, 10).trim()))
                .containsExactly("1001.000", "1501.000", "2501.000", "4501.000");
        caller.agents.hangUp(handleOf(caller), network.nowNs());
        nothingIsLeft();
    }

    private static int handleOf(final SimParty party) {
        for (int handle = 0; handle < 1 << 20; handle++) {
            if (party.agents.userAgentOf(handle) >= 0) {
                return handle;
            }
        }
        return -1;
    }

    @Test
    void shouldFailAndHangUpWhenTheAckNeverComes() {
        connect(10);
        network.drop(text -> text.startsWith("ACK"));
        caller.invite(0, "sip:bob@example.net");
        network.runFor(31 * S);
        assertThat(callee.events).containsExactly("invite 0");
        network.runFor(3 * S);
        assertThat(callee.events).containsExactly("invite 0", "failed 0 408");
        assertThat(caller.events).endsWith("answered 0", "remote hang-up 0");
        nothingIsLeft();
    }

    @Test
    void shouldKeepTheCalleesByeBackUntilTheAck() {
        connect(11);
        final int[] acks = {0};
        network.drop(text -> text.startsWith("ACK") && ++acks[0] <= 2);
        caller.invite(0, "sip:bob@example.net");
        network.runFor(100 * MS);
        assertThat(callee.agents.hangUp(callee.incoming, network.nowNs())).isTrue();
        assertThat(callee.agents.hangUp(callee.incoming, network.nowNs())).as("twice").isFalse();
        network.runFor(S);
        assertThat(network.log()).noneMatch(line -> line.contains("BYE"));
        network.runFor(S);
        assertThat(callee.events).containsExactly("invite 0", "hung up 0 200");
        assertThat(caller.events).endsWith("remote hang-up 0");
        nothingIsLeft();
    }

    @Test
    void shouldRejectARingingCallByHangUp() {
        connect(12);
        callee.answers = false;
        caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        callee.agents.hangUp(callee.incoming, network.nowNs());
        network.runFor(S);
        assertThat(callee.events).containsExactly("invite 0", "failed 0 480");
        assertThat(caller.events).endsWith("failed 0 480");
        nothingIsLeft();
    }

    @Test
    void shouldReportAByeThatNobodyAnswers() {
        connect(13);
        final int call = caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        network.drop(text -> true);
        caller.agents.hangUp(call, network.nowNs());
        network.runFor(33 * S);
        assertThat(caller.events).endsWith("hung up 0 0");
        network.drop(text -> false);
        callee.agents.hangUp(callee.incoming, network.nowNs());
        network.runFor(S);
        assertThat(callee.events).endsWith("hung up 0 481");
        nothingIsLeft();
    }

    @Test
    void shouldRefuseTargetsThatAreNoSipUri() {
        connect(14);
        for (final String target : new String[] {"bob", "tel:+1", "sip:", "sip:bob@b c", "sip:b\u00f6b@c", "sip:bob@c?Subject=x", ""}) {
            assertThat(caller.invite(0, target)).as(target).isEqualTo(UserAgents.REFUSED_TARGET);
        }
        assertThat(caller.events).isEmpty();
        nothingIsLeft();
    }

    @Test
    void shouldRefuseMoreCallsThanItsPoolHolds() {
        connect(15);
        callee.answers = false;
        int calls = 0;
        while (caller.invite(0, "sip:bob@example.net") >= 0) {
            calls++;
            network.runFor(MS);
        }
        assertThat(calls).isEqualTo(64);
        assertThat(caller.invite(0, "sip:bob@example.net")).isEqualTo(UserAgents.REFUSED_POOL);
        assertThat(caller.agents.poolRefusals()).isEqualTo(2);
        for (int handle = 0; handle < 1 << 20; handle++) {
            if (caller.agents.userAgentOf(handle) >= 0) {
                caller.agents.hangUp(handle, network.nowNs());
            }
        }
        nothingIsLeft();
    }

    @Test
    void shouldSurviveAStallOf5Seconds() {
        connect(16);
        network.drop(text -> text.startsWith("SIP/2.0 200"));
        caller.invite(0, "sip:bob@example.net");
        network.runFor(S);
        final long laterNs = network.nowNs() + 5 * S;
        caller.agents.pollTimers(laterNs, 1_000);
        callee.agents.pollTimers(laterNs, 1_000);
        network.drop(text -> false);
        network.runUntil(laterNs + S);
        network.runFor(5 * S);
        assertThat(caller.events).contains("answered 0");
        caller.agents.hangUp(handleOf(caller), network.nowNs());
        nothingIsLeft();
    }
}
