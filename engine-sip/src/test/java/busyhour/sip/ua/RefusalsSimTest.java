package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user agent answers to requests that it does not want (RFC 3261 8.2, 12.2.2). */
class RefusalsSimTest {

    private static final long S = 1_000_000_000L;
    private static final String BOB = "sip:bob@10.0.0.2:5060";

    private final SimNetwork network = new SimNetwork(1);
    private RawPeer peer;
    private SimParty party;
    private int branch;

    @BeforeEach
    void start() {
        peer = new RawPeer(network, "10.0.0.1", 5099);
        party = new SimParty(network, "10.0.0.2", 5060);
        party.add("bob", peer.address);
        party.selected = 0;
        party.ringStatus = 0;
    }

    /** Sends the text and answers the start line that comes back. */
    private String answerTo(final String text) {
        final int before = peer.received.size();
        peer.send(party.address, text);
        network.runFor(S / 10);
        return peer.received.size() == before ? null : peer.lastLine();
    }

    private String request(final String method, final String headers, final String body) {
        return peer.request(method, BOB, "b" + ++branch, 1, headers, body);
    }

    @Test
    void shouldAnswerOptionsWithWhatItCan() {
        assertThat(answerTo(request("OPTIONS", "", ""))).isEqualTo("SIP/2.0 200 OK");
        assertThat(RawPeer.header(peer.last(), "Allow")).contains("INVITE", "BYE", "CANCEL", "ACK", "OPTIONS", "INFO", "UPDATE", "REFER", "NOTIFY", "MESSAGE");
        assertThat(RawPeer.header(peer.last(), "Accept")).startsWith("application/sdp");
        assertThat(RawPeer.header(peer.last(), "Supported")).contains("timer", "replaces");
        assertThat(RawPeer.header(peer.last(), "Via")).contains("rport=5099").contains("received=10.0.0.1");
        assertThat(RawPeer.header(peer.last(), "To")).contains(";tag=");
    }

    @Test
    void shouldRefuseMethodsThatItDoesNotDo() {
        assertThat(answerTo(request("PUBLISH", "Event: presence\r\n", ""))).startsWith("SIP/2.0 405 ");
        assertThat(RawPeer.header(peer.last(), "Allow")).contains("INVITE");
        assertThat(answerTo(request("REGISTER", "", ""))).startsWith("SIP/2.0 405 ");
        assertThat(answerTo(request("FROBNICATE", "", ""))).startsWith("SIP/2.0 501 ");
    }

    @Test
    void shouldRefuseExtensionsThatItDoesNotKnow() {
        assertThat(answerTo(request("INVITE", "Require: 100rel, x-unknown\r\n", ""))).startsWith("SIP/2.0 420 ");
        assertThat(RawPeer.header(peer.last(), "Unsupported")).isEqualTo("x-unknown");
    }

    @Test
    void shouldRefuseBodiesSchemesAndVersionsThatItDoesNotKnow() {
        assertThat(answerTo(request("INVITE", "Content-Type: text/plain\r\n", "hello"))).startsWith("SIP/2.0 415 ");
        assertThat(RawPeer.header(peer.last(), "Accept")).isEqualTo("application/sdp");
        assertThat(answerTo(peer.request("INVITE", "tel:+123", "b90", 1, "", ""))).startsWith("SIP/2.0 416 ");
        assertThat(answerTo(request("OPTIONS", "", "").replace(" SIP/2.0\r\nVia", " SIP/7.0\r\nVia"))).startsWith("SIP/2.0 505 ");
        assertThat(answerTo(request("OPTIONS", "", "").replace("CSeq: 1 OPTIONS", "CSeq: one OPTIONS"))).startsWith("SIP/2.0 400 ");
        assertThat(party.malformed).isEqualTo(2);
    }

    @Test
    void shouldSayWhatIsWrongAndCountIt() {
        assertThat(answerTo(request("OPTIONS", "", "").replace("CSeq: 1 OPTIONS", "CSeq: one OPTIONS"))).isEqualTo("SIP/2.0 400 Bad CSeq");
        assertThat(answerTo(request("OPTIONS", "", "").replace("Call-ID: raw-call\r\n", ""))).isEqualTo("SIP/2.0 400 Missing Call-ID");
        assertThat(answerTo(request("OPTIONS", "", "").replace("CSeq: 1 OPTIONS", "CSeq: 1 INFO"))).isEqualTo("SIP/2.0 400 CSeq method mismatch");
        assertThat(party.agents.malformedMessages(busyhour.sip.message.SipFault.BAD_CSEQ)).isEqualTo(1);
        assertThat(party.agents.malformedMessages()).isEqualTo(3);
        assertThat(party.agents.answeredWith(400)).isEqualTo(3);
        assertThat(answerTo(request("INVITE", "Require: x\r\n", ""))).startsWith("SIP/2.0 420 ");
        assertThat(party.agents.answeredWith(420)).isEqualTo(1);
        assertThat(party.agents.answeredWith(481)).isZero();
    }

    @Test
    void shouldPassOverBodiesThatItNeedNotUnderstand() {
        party.answers = false;
        party.ringStatus = 180;
        assertThat(answerTo(request("INVITE", "Content-Type: application/isup\r\nContent-Disposition: signal;handling=optional\r\n", "x")))
                .startsWith("SIP/2.0 180 ");
        assertThat(answerTo(request("INVITE", "Content-Type: application/isup\r\nContent-Disposition: signal ;handling = required\r\n", "x")))
                .startsWith("SIP/2.0 415 ");
        assertThat(answerTo(request("INVITE", "Content-Type: application/sdp\r\nContent-Encoding: gzip\r\n", "x"))).startsWith("SIP/2.0 415 ");
        assertThat(RawPeer.header(peer.last(), "Accept-Encoding")).isEqualTo("identity");
    }

    @Test
    void shouldAnswerNothingToAnAckOrToWhatIsNoMessage() {
        assertThat(answerTo(request("ACK", "", ""))).isNull();
        assertThat(answerTo(request("ACK", "", "").replace("CSeq: 1", "CSeq: one"))).isNull();
        assertThat(answerTo("hello\r\n\r\n")).isNull();
        assertThat(answerTo("\r\n\r\n")).isNull();
        assertThat(party.agents.keepAlives()).isEqualTo(1);
        assertThat(party.agents.malformedMessages()).isEqualTo(2);
    }

    @Test
    void shouldNotKnowDialogsAndInvitesThatAreNotThere() {
        assertThat(answerTo(request("BYE", "", ""))).startsWith("SIP/2.0 481 ");
        assertThat(answerTo(request("BYE", "", "").replace("To: <" + BOB + ">", "To: <" + BOB + ">;tag=0123456789abcdef"))).startsWith("SIP/2.0 481 ");
        assertThat(answerTo(request("INVITE", "", "").replace("To: <" + BOB + ">", "To: <" + BOB + ">;tag=x"))).startsWith("SIP/2.0 481 ");
        assertThat(answerTo(request("CANCEL", "", ""))).startsWith("SIP/2.0 481 ");
        assertThat(party.events).isEmpty();
    }

    @Test
    void shouldRefuseWithTheStatusThatTheListenerChose() {
        party.selected = -486;
        assertThat(answerTo(request("INVITE", "", ""))).startsWith("SIP/2.0 486 ");
        party.selected = -1;
        assertThat(answerTo(request("INVITE", "", ""))).startsWith("SIP/2.0 404 ");
        assertThat(party.events).isEmpty();
    }

    @Test
    void shouldFindTheSecondCopyOfAForkedInvite() {
        party.answers = false;
        party.ringStatus = 180;
        assertThat(answerTo(request("INVITE", "", ""))).startsWith("SIP/2.0 180 ");
        assertThat(answerTo(request("INVITE", "", ""))).startsWith("SIP/2.0 482 ");
        assertThat(party.events).containsExactly("invite 0");
    }

    @Test
    void shouldSendTryingWhenTheUserTakesLongerThan200Ms() {
        party.answers = false;
        assertThat(answerTo(request("INVITE", "", ""))).isNull();
        network.runFor(S / 10 + S / 100);
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 100 Trying");
        party.agents.reject(party.incoming, 603, network.nowNs());
        network.runFor(S / 10);
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 603 Decline");
    }

    @Test
    void shouldRefuseCallsBeyondItsPools() {
        party.answers = false;
        party.ringStatus = 180;
        for (int i = 0; i < 64; i++) {
            peer.send(party.address, request("INVITE", "", "").replace("raw-call", "raw-call" + i));
        }
        network.runFor(S / 10);
        assertThat(answerTo(request("INVITE", "", "").replace("raw-call", "raw-call-last"))).startsWith("SIP/2.0 503 ");
        assertThat(RawPeer.header(peer.last(), "Retry-After")).isNotNull();
        assertThat(party.agents.poolRefusals()).isEqualTo(1);
        assertThat(party.agents.activeCalls()).isEqualTo(64);
    }

    @Test
    void shouldLeaveNothingBehind() {
        shouldRefuseMethodsThatItDoesNotDo();
        shouldNotKnowDialogsAndInvitesThatAreNotThere();
        shouldRefuseWithTheStatusThatTheListenerChose();
        network.runFor(70 * S);
        assertThat(party.agents.activeTransactions()).isZero();
        assertThat(party.agents.blocksInUse()).isZero();
    }
}
