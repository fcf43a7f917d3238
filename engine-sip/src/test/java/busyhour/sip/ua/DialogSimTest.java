package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dialogs against a peer played by hand: route sets, forks, re-INVITEs, sequence numbers (RFC 3261 12 to 15). */
class DialogSimTest {

    private static final long S = 1_000_000_000L;
    private static final String SDP = new String(SimParty.SDP.byteArray(), StandardCharsets.US_ASCII);

    private final SimNetwork network = new SimNetwork(1);
    private RawPeer peer;
    private RawPeer other;
    private SimParty party;
    private int call;
    private String invite;

    @BeforeEach
    void start() {
        peer = new RawPeer(network, "10.0.0.1", 5099);
        other = new RawPeer(network, "10.0.0.3", 5066);
        party = new SimParty(network, "10.0.0.2", 5060);
        party.add("alice", peer.address);
        party.selected = 0;
        party.offerStatus = 0;
    }

    private void call() {
        call = party.invite(0, "sip:bob@example.net");
        network.runFor(S / 100);
        invite = peer.last();
    }

    private void answer(final String tag, final String headers) {
        peer.send(party.address, RawPeer.response(invite, "200 OK", tag, headers + "Content-Type: application/sdp\r\n", SDP));
        network.runFor(S / 100);
    }

    private static String contact(final RawPeer at) {
        return "Contact: <sip:bob@" + at.address + ">\r\n";
    }

    /** A request of the peer within the call that the party has made. */
    private String inDialog(final String method, final String branch, final long cSeq, final String headers, final String body) {
        return method + " sip:alice@10.0.0.2:5060 SIP/2.0\r\nVia: SIP/2.0/UDP " + peer.address + ";branch=z9hG4bK" + branch
                + "\r\nMax-Forwards: 70\r\nFrom: " + RawPeer.header(invite, "To") + ";tag=t1\r\nTo: " + RawPeer.header(invite, "From")
                + "\r\nCall-ID: " + RawPeer.header(invite, "Call-ID") + "\r\nCSeq: " + cSeq + " " + method + "\r\n" + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void send(final String text) {
        peer.send(party.address, text);
        network.runFor(S / 100);
    }

    private void nothingIsLeft() {
        network.runFor(140 * S);
        assertThat(party.agents.activeCalls()).as("calls\n%s", network.tail()).isZero();
        assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
        assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
    }

    @Test
    void shouldSendTheAckToTheContactStraight() {
        call();
        answer("t1", contact(other));
        assertThat(other.lastLine()).isEqualTo("ACK sip:bob@10.0.0.3:5066 SIP/2.0");
        assertThat(RawPeer.header(other.last(), "CSeq")).isEqualTo("1 ACK");
        assertThat(RawPeer.header(other.last(), "To")).isEqualTo("<sip:bob@example.net>;tag=t1");
        assertThat(RawPeer.header(other.last(), "Via")).isNotEqualTo(RawPeer.header(invite, "Via"));
        party.agents.hangUp(call, network.nowNs());
        network.runFor(S / 100);
        assertThat(RawPeer.header(other.last(), "CSeq")).isEqualTo("2 BYE");
        other.send(party.address, RawPeer.response(other.last(), "200 OK", null, "", ""));
        nothingIsLeft();
        assertThat(party.events).endsWith("answered 0", "hung up 0 200");
    }

    @Test
    void shouldFollowLooseRoutesInReverse() {
        call();
        answer("t1", contact(peer) + "Record-Route: <sip:10.0.0.7;lr>, <sip:p2@10.0.0.8;lr>\r\nRecord-Route: <sip:10.0.0.3:5066;lr>\r\n");
        assertThat(other.lastLine()).as("to the first route").isEqualTo("ACK sip:bob@10.0.0.1:5099 SIP/2.0");
        assertThat(RawPeer.header(other.last(), "Route")).isEqualTo("<sip:10.0.0.3:5066;lr>,<sip:p2@10.0.0.8;lr>,<sip:10.0.0.7;lr>");
    }

    @Test
    void shouldFollowStrictRoutes() {
        call();
        answer("t1", contact(peer) + "Record-Route: <sip:10.0.0.7;lr>\r\nRecord-Route: <sip:strict@10.0.0.3:5066>\r\n");
        assertThat(other.lastLine()).isEqualTo("ACK sip:strict@10.0.0.3:5066 SIP/2.0");
        assertThat(RawPeer.header(other.last(), "Route")).isEqualTo("<sip:10.0.0.7;lr>,<sip:bob@10.0.0.1:5099>");
    }

    @Test
    void shouldFollowTheCalleesRoutesInOrder() {
        party.ringStatus = 0;
        send(peer.request("INVITE", "sip:alice@10.0.0.2:5060", "i1", 5,
                "Record-Route: <sip:10.0.0.3:5066;lr>\r\nRecord-Route: <sip:10.0.0.8;lr>\r\n", ""));
        final String ok = peer.last();
        assertThat(ok).startsWith("SIP/2.0 200 OK").contains("Record-Route: <sip:10.0.0.3:5066;lr>\r\nRecord-Route: <sip:10.0.0.8;lr>\r\n");
        send(peer.request("ACK", "sip:alice@10.0.0.2:5060", "i2", 5, "", "").replace("To: <sip:alice@10.0.0.2:5060>", "To: " + RawPeer.header(ok, "To")));
        assertThat(party.events).containsExactly("invite 0", "confirmed 0");
        party.agents.hangUp(party.incoming, network.nowNs());
        network.runFor(S / 100);
        assertThat(other.lastLine()).isEqualTo("BYE sip:raw@10.0.0.1:5099 SIP/2.0");
        assertThat(RawPeer.header(other.last(), "Route")).isEqualTo("<sip:10.0.0.3:5066;lr>,<sip:10.0.0.8;lr>");
        assertThat(RawPeer.header(other.last(), "From")).isEqualTo(RawPeer.header(ok, "To"));
        assertThat(RawPeer.header(other.last(), "To")).isEqualTo("<sip:raw@raw>;tag=rawtag");
    }

    @Test
    void shouldAcknowledgeEachRepetitionOfThe2xxWithTheSameAck() {
        call();
        answer("t1", contact(peer));
        final String ack = peer.last();
        answer("t1", contact(peer));
        answer("t1", contact(peer));
        assertThat(peer.received.stream().filter(ack::equals).count()).isEqualTo(3);
        assertThat(party.events).containsExactly("sent 0", "answered 0");
        assertThat(party.repeated).as("two 2xx and two ACKs").isEqualTo(4);
    }

    @Test
    void shouldEndOtherLegsOfAFork() {
        call();
        answer("t1", contact(peer));
        answer("t2", contact(other));
        answer("t2", contact(other));
        assertThat(other.received).hasSize(3);
        assertThat(other.received.get(0)).startsWith("ACK sip:bob@10.0.0.3:5066").contains(";tag=t2\r\n").contains("CSeq: 1 ACK");
        assertThat(other.received.get(1)).startsWith("BYE sip:bob@10.0.0.3:5066").contains(";tag=t2\r\n").contains("CSeq: 2 BYE");
        assertThat(other.received.get(2)).startsWith("ACK ");
        other.send(party.address, RawPeer.response(other.received.get(1), "200 OK", null, "", ""));
        assertThat(party.events).containsExactly("sent 0", "answered 0");
        party.agents.hangUp(call, network.nowNs());
        network.runFor(S / 100);
        send(RawPeer.response(peer.last(), "200 OK", null, "", ""));
        assertThat(party.events).endsWith("hung up 0 200");
        nothingIsLeft();
    }

    @Test
    void shouldEndALateLegOfAForkWhoseCallIsOver() {
        call();
        answer("t1", contact(peer));
        party.agents.hangUp(call, network.nowNs());
        network.runFor(S / 100);
        send(RawPeer.response(peer.last(), "200 OK", null, "", ""));
        answer("t2", contact(other));
        assertThat(other.received).hasSize(2);
        assertThat(other.last()).startsWith("BYE ");
        final int before = peer.received.size();
        answer("t1", contact(peer));
        assertThat(peer.received).as("acknowledged, no second BYE").hasSize(before + 1);
        assertThat(peer.last()).startsWith("ACK ");
    }

    @Test
    void shouldAnswerAReInviteWithThePresentDescriptionAndTakeTheNewTarget() {
        call();
        answer("t1", contact(peer));
        send(inDialog("INVITE", "r1", 1, contact(other) + "Content-Type: application/sdp\r\n", SDP));
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
        assertThat(peer.last()).endsWith(SDP);
        network.runFor(S / 2);
        assertThat(peer.received.stream().filter(text -> text.startsWith("SIP/2.0 200")).count()).as("until the ACK").isEqualTo(2);
        send(inDialog("INVITE", "r2", 2, contact(peer), ""));
        assertThat(peer.lastLine()).as("the first is not through").startsWith("SIP/2.0 491 ");
        send(inDialog("ACK", "r3", 1, "", ""));
        final int before = peer.received.size();
        network.runFor(40 * S);
        assertThat(peer.received.stream().skip(before).filter(text -> text.startsWith("SIP/2.0 200"))).isEmpty();
        party.agents.hangUp(call, network.nowNs());
        network.runFor(S / 100);
        assertThat(other.lastLine()).isEqualTo("BYE sip:bob@10.0.0.3:5066 SIP/2.0");
        assertThat(party.events).containsExactly("sent 0", "answered 0");
    }

    @Test
    void shouldRefuseAReInviteWithOtherMediaAndKeepTheCall() {
        call();
        answer("t1", contact(peer));
        send(inDialog("INVITE", "r1", 1, contact(other) + "Content-Type: application/sdp\r\n", SDP + "m=video 4002 RTP/AVP 96\r\n"));
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 488 Not Acceptable Here");
        send(inDialog("ACK", "r1", 1, "", ""));
        send(inDialog("BYE", "r2", 2, "", ""));
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
        assertThat(party.events).endsWith("remote hang-up 0");
        nothingIsLeft();
    }

    @Test
    void shouldHangUpWhenAReInviteIsNeverAcknowledged() {
        call();
        answer("t1", contact(peer));
        send(inDialog("INVITE", "r1", 1, contact(peer), ""));
        network.runFor(33 * S);
        assertThat(peer.received.stream().anyMatch(text -> text.startsWith("BYE "))).isTrue();
        network.runFor(40 * S);
        assertThat(party.events).endsWith("hung up 0 0");
        nothingIsLeft();
    }

    @Test
    void shouldAnswerRequestsInTheDialogAndKeepTheirOrder() {
        call();
        answer("t1", contact(peer));
        send(inDialog("INFO", "a1", 10, "", ""));
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
        send(inDialog("OPTIONS", "a2", 11, "", ""));
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
        send(inDialog("PUBLISH", "a3", 12, "", ""));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 405 ");
        send(inDialog("WINK", "a4", 13, "", ""));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 501 ");
        send(inDialog("BYE", "a5", 9, "", ""));
        assertThat(peer.lastLine()).as("out of order").startsWith("SIP/2.0 500 ");
        send(inDialog("BYE", "a6", 14, "", "").replace("tag=t1", "tag=t9"));
        assertThat(peer.lastLine()).as("another dialog").startsWith("SIP/2.0 481 ");
        send(inDialog("BYE", "a7", 14, "", ""));
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
        assertThat(party.events).endsWith("remote hang-up 0");
        nothingIsLeft();
    }

    @Test
    void shouldCrossByes() {
        call();
        answer("t1", contact(peer));
        party.agents.hangUp(call, network.nowNs());
        network.runFor(S / 100);
        final String bye = peer.last();
        send(inDialog("BYE", "x", 1, "", ""));
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
        send(RawPeer.response(bye, "481 Call/Transaction Does Not Exist", null, "", ""));
        assertThat(party.events).endsWith("answered 0", "hung up 0 481");
        nothingIsLeft();
    }

    @Test
    void shouldEndACallWhose2xxHasNoContact() {
        call();
        answer("t1", "");
        assertThat(party.events).endsWith("failed 0 500");
        assertThat(peer.received.stream().filter(text -> text.startsWith("ACK") || text.startsWith("BYE")).count()).isEqualTo(2);
        nothingIsLeft();
    }

    @Test
    void shouldAnswerAChallengeToTheByeOnce() {
        final int ua = party.add("carol", "pw", peer.address, 60);
        call = party.invite(ua, "sip:bob@example.net");
        network.runFor(S / 100);
        invite = peer.last();
        answer("t1", contact(peer));
        party.agents.hangUp(call, network.nowNs());
        network.runFor(S / 100);
        final String challenge = "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5\r\n";
        send(RawPeer.response(peer.last(), "407 Proxy Authentication Required", null, challenge, ""));
        assertThat(RawPeer.header(peer.last(), "Proxy-Authorization")).contains("nonce=\"n\"").contains("nc=00000001");
        assertThat(RawPeer.header(peer.last(), "CSeq")).isEqualTo("3 BYE");
        send(RawPeer.response(peer.last(), "407 Proxy Authentication Required", null, challenge, ""));
        assertThat(party.events).endsWith("challenged 1 407", "challenged 1 407", "hung up 1 407");
        nothingIsLeft();
    }
}
