package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Session timers (RFC 4028): who asks, who refreshes and how, 422, and BYE when nobody does. */
class SessionTimersSimTest {

    private static final long S = 1_000_000_000L;
    private static final String SDP = new String(SimParty.SDP.byteArray(), StandardCharsets.US_ASCII);

    private final SimNetwork network = new SimNetwork(1);
    private SimParty caller;
    private SimParty callee;
    private int call;

    private void talk(final SessionTimerPolicy ofCaller, final SessionTimerPolicy ofCallee) {
        caller = new SimParty(network, "10.0.0.1", 5060);
        callee = new SimParty(network, "10.0.0.2", 5060);
        caller.add("alice", callee.address, ofCaller);
        callee.add("bob", caller.address, ofCallee);
        callee.selected = 0;
        callee.ringStatus = 0;
        call = caller.invite(0, "sip:bob@10.0.0.2");
        network.runFor(S);
        assertThat(caller.events).as(network.tail()).endsWith("answered 0");
        assertThat(callee.events).endsWith("confirmed 0");
        caller.events.clear();
        callee.events.clear();
    }

    private static SessionTimerPolicy policy(final int expiresS, final String refresher) {
        return expiresS == 0 ? null : new SessionTimerPolicy(expiresS, 90, switch (refresher) {
            case "uac" -> SessionTimerPolicy.UAC;
            case "uas" -> SessionTimerPolicy.UAS;
            default -> SessionTimerPolicy.ANY;
        });
    }

    @ParameterizedTest
    @CsvSource({"120, any, 0, any, true", "120, uac, 0, any, true", "120, uas, 0, any, false", "0, any, 120, any, true",
        "0, any, 120, uas, false", "1800, any, 120, uas, false", "120, any, 1800, any, true"})
    void shouldRefreshAtHalfTheIntervalByUpdate(
            final int callerS, final String callerWants, final int calleeS, final String calleeWants, final boolean byCaller) {
        talk(policy(callerS, callerWants), policy(calleeS, calleeWants));
        network.runFor(181 * S);
        final SimParty refresher = byCaller ? caller : callee;
        final SimParty other = byCaller ? callee : caller;
        assertThat(refresher.events).as(network.tail()).hasSize(3).containsOnly("refreshed 0 by us");
        assertThat(other.events).hasSize(3).containsOnly("refreshed 0 by the peer");
        assertThat(network.log()).anyMatch(line -> line.contains("  UPDATE "));
        caller.agents.hangUp(call, network.nowNs());
        nothingIsLeft();
    }

    private void nothingIsLeft() {
        network.runFor(200 * S);
        for (final SimParty party : new SimParty[] {caller, callee}) {
            assertThat(party.agents.activeCalls()).as("calls\n%s", network.tail()).isZero();
            assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
            assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
            assertThat(party.agents.nextDeadlineNs()).as("timers").isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void shouldHaveNoTimerWhenNobodyAsks() {
        talk(null, null);
        network.runFor(4_000 * S);
        assertThat(caller.events).isEmpty();
        assertThat(network.log()).hasSize(3);
    }

    @Test
    void shouldAskForLongerAfter422() {
        talk(new SessionTimerPolicy(100, 90, SessionTimerPolicy.ANY), new SessionTimerPolicy(600, 300, SessionTimerPolicy.ANY));
        assertThat(network.log()).anyMatch(line -> line.endsWith("SIP/2.0 422 Session Interval Too Small"));
        network.runFor(151 * S);
        assertThat(caller.events).containsExactly("refreshed 0 by us");
        caller.agents.hangUp(call, network.nowNs());
        nothingIsLeft();
    }

    @Test
    void shouldHangUpWhenTheRefresherIsSilent() {
        talk(policy(120, "uas"), null);
        network.drop(text -> text.startsWith("UPDATE"));
        network.runFor(86 * S);
        assertThat(caller.events).isEmpty();
        assertThat(callee.events).isEmpty();
        network.runFor(2 * S);
        // The callee's time began a moment before the caller's.
        assertThat(callee.events).as("120 s less 32 s").containsExactly("expired 0", "hung up 0 200");
        assertThat(caller.events).containsExactly("remote hang-up 0");
        nothingIsLeft();
    }

    /** A peer without UPDATE, played by hand. */
    private RawPeer peer;
    private SimParty party;
    private String invite;

    private void raw(final SessionTimerPolicy timer, final String answer) {
        peer = new RawPeer(network, "10.0.0.1", 5099);
        party = new SimParty(network, "10.0.0.2", 5060);
        party.add("alice", peer.address, timer);
        call = party.invite(0, "sip:bob@example.net");
        network.runFor(S / 100);
        invite = peer.last();
        peer.send(party.address, RawPeer.response(invite, "200 OK", "t1",
                "Contact: <sip:bob@" + peer.address + ">\r\n" + answer + "Content-Type: application/sdp\r\n", SDP));
        network.runFor(S / 100);
    }

    @Test
    void shouldRefreshByReInviteWhenThePeerHasNoUpdate() {
        raw(policy(120, "any"), "Session-Expires: 120;refresher=uac\r\nRequire: timer\r\n");
        assertThat(RawPeer.header(invite, "Session-Expires")).isEqualTo("120");
        assertThat(RawPeer.header(invite, "Min-SE")).isEqualTo("90");
        assertThat(RawPeer.header(invite, "Supported")).contains("timer");
        network.runFor(61 * S);
        assertThat(peer.lastLine()).startsWith("INVITE ");
        assertThat(peer.last()).as("the present description").endsWith(SDP);
        assertThat(RawPeer.header(peer.last(), "Session-Expires")).isEqualTo("120;refresher=uac");
        peer.send(party.address, RawPeer.response(peer.last(), "200 OK", null, "Contact: <sip:bob@" + peer.address + ">\r\n"
                + "Session-Expires: 120;refresher=uac\r\nContent-Type: application/sdp\r\n", SDP));
        network.runFor(S / 10);
        assertThat(peer.lastLine()).startsWith("ACK ");
        assertThat(party.events).endsWith("refreshed 0 by us");
        network.runFor(30 * S);
        assertThat(party.events).endsWith("refreshed 0 by us");
    }

    @Test
    void shouldTakeATimerThatOnlyTheAnswerAsksFor() {
        raw(null, "Session-Expires: 90;refresher=uas\r\n");
        assertThat(RawPeer.header(invite, "Session-Expires")).isNull();
        network.runFor(59 * S);
        assertThat(party.events).doesNotContain("expired 0");
        network.runFor(2 * S);
        assertThat(party.events).as("a third of 90 s before").contains("expired 0");
        assertThat(peer.lastLine()).startsWith("BYE ");
    }

    @Test
    void shouldGoOnTryingAfterARefusedRefreshUntilItExpires() {
        raw(policy(120, "any"), "Allow: INVITE, UPDATE\r\nSession-Expires: 120;refresher=uac\r\n");
        network.runFor(60 * S);
        assertThat(peer.lastLine()).startsWith("UPDATE ");
        peer.send(party.address, RawPeer.response(peer.last(), "501 Not Implemented", null, "", ""));
        network.runFor(3 * S);
        assertThat(peer.lastLine()).as("then by re-INVITE").startsWith("INVITE ");
        peer.send(party.address, RawPeer.response(peer.last(), "500 Server Internal Error", null, "", ""));
        network.runFor(26 * S);
        assertThat(party.events).contains("expired 0");
    }

    private void incoming(final SessionTimerPolicy timer, final String headers) {
        peer = new RawPeer(network, "10.0.0.1", 5099);
        party = new SimParty(network, "10.0.0.2", 5060);
        party.add("alice", peer.address, timer);
        party.selected = 0;
        party.ringStatus = 0;
        peer.send(party.address, peer.request("INVITE", "sip:alice@10.0.0.2:5060", "i1", 1,
                headers + "Content-Type: application/sdp\r\n", SDP));
        network.runFor(S / 100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "600|            |Session-Expires: 300                           |300;refresher=uas|",
        "600|Supported: timer|Session-Expires: 300                       |300;refresher=uac|timer",
        "600|Supported: timer|Session-Expires: 300;refresher=uas         |300;refresher=uas|",
        "600|Supported: timer|Session-Expires: 900;refresher=uac         |600;refresher=uac|timer",
        "100|Supported: timer|Session-Expires: 900~Min-SE: 200           |200;refresher=uac|timer",
        "0  |Supported: timer|Session-Expires: 900                       |900;refresher=uac|timer",
        "0  |                |Session-Expires: 900                       |900;refresher=uas|",
        "600|                |Subject: nothing                           |600;refresher=uas|",
        "0  |Supported: timer|Subject: nothing                           ||"})
    void shouldDecideAsCallee(
            final int expiresS, final String supported, final String asked, final String granted, final String required) {
        incoming(expiresS == 0 ? null : new SessionTimerPolicy(expiresS, 90, SessionTimerPolicy.ANY),
                (supported == null ? "" : supported + "\r\n") + asked.replace("~", "\r\n") + "\r\n");
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
        assertThat(RawPeer.header(peer.last(), "Session-Expires")).isEqualTo(granted);
        assertThat(RawPeer.header(peer.last(), "Require")).isEqualTo(required);
    }

    @Test
    void shouldRefuseIntervalsThatAreTooShortOnlyWhenThePeerKnowsWhy() {
        incoming(null, "Supported: timer\r\nSession-Expires: 60\r\n");
        assertThat(peer.lastLine()).startsWith("SIP/2.0 422 ");
        assertThat(RawPeer.header(peer.last(), "Min-SE")).isEqualTo("90");
        assertThat(party.events).isEmpty();
        peer.send(party.address, peer.request("INVITE", "sip:alice@10.0.0.2:5060", "i2", 2,
                "Session-Expires: 60\r\nContent-Type: application/sdp\r\n", SDP).replace("raw-call", "raw-call2"));
        network.runFor(S / 100);
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
    }
}
