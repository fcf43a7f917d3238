package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import busyhour.sip.message.Ascii;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MESSAGE, OPTIONS, SUBSCRIBE and NOTIFY outside of calls (RFC 3428, 6665, 3842), against a peer played by hand. */
class OutOfDialogSimTest {

    private static final long S = 1_000_000_000L;
    private static final String BOB = "sip:bob@10.0.0.2:5060";
    private static final byte[] TEXT = Ascii.bytes("text/plain");
    private static final String SUMMARY = "Messages-Waiting: yes\r\n";

    private final SimNetwork network = new SimNetwork(1);
    private RawPeer peer;
    private SimParty party;
    private int branch;

    @BeforeEach
    void start() {
        peer = new RawPeer(network, "10.0.0.1", 5099);
        party = new SimParty(network, "10.0.0.2", 5060);
        party.add("bob", "pw", peer.address, 60);
    }

    private void nothingIsLeft() {
        network.runFor(140 * S);
        assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
        assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
        assertThat(party.agents.nextDeadlineNs()).as("timers").isEqualTo(Long.MAX_VALUE);
    }

    private void answer(final String status, final String headers) {
        peer.send(party.address, RawPeer.response(peer.last(), status, "n1", headers, ""));
        network.runFor(S / 100);
    }

    private void notify(final String request, final long cSeq, final String headers, final String body) {
        peer.send(party.address, "NOTIFY " + BOB + " SIP/2.0\r\nVia: SIP/2.0/UDP " + peer.address + ";branch=z9hG4bKn" + ++branch
                + "\r\nMax-Forwards: 70\r\nFrom: " + RawPeer.header(request, "To") + ";tag=n1\r\nTo: " + RawPeer.header(request, "From")
                + "\r\nCall-ID: " + RawPeer.header(request, "Call-ID") + "\r\nCSeq: " + cSeq + " NOTIFY\r\nContact: <sip:vm@"
                + peer.address + ">\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        network.runFor(S / 100);
    }

    @Test
    void shouldSendMessageAndOptionsWithCredentials() {
        final UnsafeBuffer text = new UnsafeBuffer(Ascii.bytes("hello"));
        assertThat(party.agents.message(0, "sip:carol@example.org", TEXT, text, 0, 5, network.nowNs())).isTrue();
        assertThat(party.agents.message(0, "sip:carol@example.org", TEXT, text, 0, 5, network.nowNs())).as("one at a time").isFalse();
        network.runFor(S / 100);
        assertThat(peer.lastLine()).isEqualTo("MESSAGE sip:carol@example.org SIP/2.0");
        assertThat(peer.last()).endsWith("\r\n\r\nhello").contains("Content-Type: text/plain\r\n").doesNotContain("Contact:");
        answer("401 Unauthorized", "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5\r\n");
        assertThat(RawPeer.header(peer.last(), "CSeq")).isEqualTo("2 MESSAGE");
        assertThat(RawPeer.header(peer.last(), "Authorization")).contains("nonce=\"n\"");
        answer("202 Accepted", "");
        assertThat(party.events).containsExactly("challenged 0 401", "request answered 0 MESSAGE 202");
        assertThat(party.agents.options(0, "sip:carol@example.org", network.nowNs())).isTrue();
        network.runFor(33 * S);
        assertThat(party.events).endsWith("request answered 0 OPTIONS 0");
        assertThat(party.agents.options(0, "tel:+1", network.nowNs())).isFalse();
        nothingIsLeft();
    }

    @Test
    void shouldSubscribeRefreshAndEnd() {
        assertThat(party.agents.subscribe(0, EventPackage.REFER, network.nowNs())).isFalse();
        assertThat(party.agents.subscribe(0, EventPackage.MESSAGE_SUMMARY, network.nowNs())).isTrue();
        assertThat(party.agents.subscribe(0, EventPackage.MESSAGE_SUMMARY, network.nowNs())).isFalse();
        network.runFor(S / 100);
        final String subscribe = peer.last();
        assertThat(peer.lastLine()).isEqualTo("SUBSCRIBE sip:bob@example.net SIP/2.0");
        assertThat(RawPeer.header(subscribe, "Event")).isEqualTo("message-summary");
        assertThat(RawPeer.header(subscribe, "Expires")).isEqualTo("3600");
        notify(subscribe, 1, "Event: message-summary\r\nSubscription-State: active;expires=100\r\n", SUMMARY);
        assertThat(peer.lastLine()).as("before the 2xx").isEqualTo("SIP/2.0 200 OK");
        peer.send(party.address, RawPeer.response(subscribe, "200 OK", "n1", "Contact: <sip:vm@" + peer.address + ">\r\nExpires: 100\r\n", ""));
        network.runFor(S / 100);
        assertThat(party.events).containsExactly("notify 0 " + SUMMARY.length(), "subscribed 0 100");
        notify(subscribe, 1, "Event: message-summary\r\nSubscription-State: active\r\n", SUMMARY);
        assertThat(peer.lastLine()).as("an old number").startsWith("SIP/2.0 500 ");
        notify(subscribe, 2, "Event: presence\r\nSubscription-State: active\r\n", SUMMARY);
        assertThat(peer.lastLine()).startsWith("SIP/2.0 489 ");
        network.runFor(81 * S);
        assertThat(peer.lastLine()).isEqualTo("SUBSCRIBE sip:vm@10.0.0.1:5099 SIP/2.0");
        assertThat(RawPeer.header(peer.last(), "To")).endsWith(";tag=n1");
        answer("200 OK", "Contact: <sip:vm@" + peer.address + ">\r\nExpires: 100\r\n");
        assertThat(party.events).endsWith("subscribed 0 100");
        assertThat(party.agents.unsubscribe(0, EventPackage.MESSAGE_SUMMARY, network.nowNs())).isTrue();
        network.runFor(S / 100);
        assertThat(RawPeer.header(peer.last(), "Expires")).isEqualTo("0");
        answer("200 OK", "Contact: <sip:vm@" + peer.address + ">\r\nExpires: 0\r\n");
        notify(subscribe, 3, "Event: message-summary\r\nSubscription-State: terminated;reason=timeout\r\n", SUMMARY);
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
        assertThat(party.events).endsWith("subscribed 0 100", "notify 0 " + SUMMARY.length(), "subscription ended 0 200");
        notify(subscribe, 4, "Event: message-summary\r\nSubscription-State: active\r\n", SUMMARY);
        assertThat(peer.lastLine()).as("it is over").startsWith("SIP/2.0 481 ");
        nothingIsLeft();
    }

    @Test
    void shouldAskForLongerAndHearOfTheEnd() {
        party.agents.subscribe(0, EventPackage.MESSAGE_SUMMARY, network.nowNs());
        network.runFor(S / 100);
        answer("423 Interval Too Brief", "Min-Expires: 7200\r\n");
        assertThat(RawPeer.header(peer.last(), "Expires")).isEqualTo("7200");
        answer("200 OK", "Contact: <sip:vm@" + peer.address + ">\r\nExpires: 7200\r\n");
        final String subscribe = peer.received.getFirst();
        notify(subscribe, 1, "Event: message-summary\r\nSubscription-State: terminated;reason=noresource\r\n", "");
        assertThat(party.events).containsExactly("subscribed 0 7200", "notify 0 0", "subscription ended 0 200");
        party.agents.subscribe(0, EventPackage.MESSAGE_SUMMARY, network.nowNs());
        network.runFor(S / 100);
        answer("403 Forbidden", "");
        assertThat(party.events).endsWith("subscription ended 0 403");
        party.agents.subscribe(0, EventPackage.MESSAGE_SUMMARY, network.nowNs());
        network.runFor(33 * S);
        assertThat(party.events).endsWith("subscription ended 0 0");
        nothingIsLeft();
    }

    private String answerTo(final String method, final String headers, final String body) {
        peer.send(party.address, peer.request(method, BOB, "b" + ++branch, 1, headers, body));
        network.runFor(S / 100);
        return peer.lastLine();
    }

    @Test
    void shouldAnswerWhatComesOutOfADialog() {
        assertThat(answerTo("MESSAGE", "Content-Type: text/plain\r\n", "hi")).isEqualTo("SIP/2.0 200 OK");
        assertThat(answerTo("NOTIFY", "Event: message-summary\r\nSubscription-State: active\r\n", SUMMARY)).isEqualTo("SIP/2.0 200 OK");
        assertThat(answerTo("OPTIONS", "", "")).isEqualTo("SIP/2.0 200 OK");
        assertThat(RawPeer.header(peer.last(), "Allow")).contains("REFER");
        assertThat(peer.last()).as("no description").contains("Content-Length: 0\r\n");
        assertThat(party.events).containsExactly("request -1 MESSAGE out of a call", "notify -1 " + SUMMARY.length(), "request -1 OPTIONS out of a call");
        assertThat(answerTo("NOTIFY", "Event: presence\r\nSubscription-State: active\r\n", "")).startsWith("SIP/2.0 489 ");
        assertThat(RawPeer.header(peer.last(), "Allow-Events")).isEqualTo("refer, message-summary");
        assertThat(answerTo("NOTIFY", "", "")).startsWith("SIP/2.0 489 ");
        assertThat(answerTo("SUBSCRIBE", "Event: presence\r\n", "")).startsWith("SIP/2.0 489 ");
        assertThat(answerTo("REFER", "Refer-To: <sip:x@y>\r\n", "")).startsWith("SIP/2.0 603 ");
        for (final String method : new String[] {"INFO", "UPDATE", "PRACK", "BYE"}) {
            assertThat(answerTo(method, "", "")).as(method).startsWith("SIP/2.0 481 ");
        }
        nothingIsLeft();
    }
}
