package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reliable responses of several legs, in and out of order, and PRACKs that fit nothing (RFC 3262 3, 4; RFC 3261 12.1.2). */
class EarlyDialogsSimTest {

    private static final long S = 1_000_000_000L;
    private static final String SDP = SimParty.SDP.getStringWithoutLengthAscii(0, SimParty.SDP.capacity());
    private static final String TYPE = "Content-Type: application/sdp\r\n";

    private final SimNetwork network = new SimNetwork(1);
    private RawPeer peer;
    private SimParty party;

    @BeforeEach
    void start() {
        peer = new RawPeer(network, "10.0.0.2", 5099);
        party = new SimParty(network, "10.0.0.1", 5060);
        party.add("alice", peer.address);
        party.selected = 0;
    }

    private void run() {
        network.runFor(S / 100);
    }

    private String contact(final String leg) {
        return "Contact: <sip:" + leg + "@" + peer.address + ">\r\n";
    }

    private void reliable(final String invite, final String leg, final int rSeq, final String body) {
        peer.send(party.address, RawPeer.response(invite, "183 Session Progress", leg,
                contact(leg) + "Require: 100rel\r\nRSeq: " + rSeq + "\r\n" + (body.isEmpty() ? "" : TYPE), body));
        run();
    }

    private List<String> pracks() {
        return peer.received.stream().filter(text -> text.startsWith("PRACK ")).toList();
    }

    private String invite() {
        party.invite(0, "sip:bob@example.net");
        run();
        assertThat(RawPeer.header(peer.last(), "Supported")).contains("100rel");
        assertThat(RawPeer.header(peer.last(), "Allow")).contains("PRACK");
        return peer.last();
    }

    @Test
    void shouldAcknowledgeEachLegInItsOwnDialogAndOrder() {
        final String invite = invite();
        reliable(invite, "a", 7, SDP);
        reliable(invite, "b", 100, "");
        reliable(invite, "a", 9, "");
        reliable(invite, "b", 100, "");
        reliable(invite, "a", 8, "");
        reliable(invite, "a", 9, "");
        assertThat(pracks()).extracting(text -> text.substring(0, text.indexOf(' ', 6)) + " " + RawPeer.header(text, "RAck"))
                .containsExactly("PRACK sip:a@10.0.0.2:5099 7 1 INVITE", "PRACK sip:b@10.0.0.2:5099 100 1 INVITE",
                        "PRACK sip:a@10.0.0.2:5099 8 1 INVITE", "PRACK sip:a@10.0.0.2:5099 9 1 INVITE");
        assertThat(pracks()).extracting(text -> RawPeer.header(text, "To").replaceAll(".*;tag=", "")).containsExactly("a", "b", "a", "a");
        assertThat(pracks()).extracting(text -> RawPeer.header(text, "CSeq")).doesNotHaveDuplicates();
        assertThat(party.events).as("what is dropped is not reported").hasSize(5);
        assertThat(party.repeated).as("b again").isEqualTo(1);

        pracks().forEach(text -> peer.send(party.address, RawPeer.response(text, "200 OK", null, "", "")));
        peer.send(party.address, RawPeer.response(invite, "200 OK", "b", contact("b") + TYPE, SDP));
        run();
        assertThat(peer.last()).startsWith("ACK sip:b@10.0.0.2:5099 ");
        peer.send(party.address, RawPeer.response(invite, "200 OK", "a", contact("a") + TYPE, SDP));
        run();
        assertThat(peer.received.get(peer.received.size() - 2)).startsWith("ACK sip:a@");
        assertThat(peer.last()).startsWith("BYE sip:a@");
        peer.send(party.address, RawPeer.response(peer.last(), "200 OK", null, "", ""));
        peer.send(party.address, RawPeer.response(invite, "200 OK", "b", contact("b") + TYPE, SDP));
        run();
        assertThat(peer.last()).as("again").startsWith("ACK sip:b@");
        assertThat(party.events).filteredOn("answered 0"::equals).hasSize(1);
        party.hangUpAll();
        run();
        assertThat(peer.last()).startsWith("BYE sip:b@");
        peer.send(party.address, RawPeer.response(peer.last(), "200 OK", null, "", ""));
        Refusals.nothingIsLeft(network, List.of(party));
    }

    @Test
    void shouldAnswerTheOfferOfEachLegOfAnInviteWithoutOne() {
        party.delayed = true;
        final String invite = invite();
        assertThat(invite).doesNotContain("Content-Type");
        reliable(invite, "a", 1, SDP);
        assertThat(pracks().getFirst()).contains(TYPE).endsWith(SDP);
        peer.send(party.address, RawPeer.response(pracks().getFirst(), "200 OK", null, "", ""));
        peer.send(party.address, RawPeer.response(invite, "200 OK", "b", contact("b") + TYPE, SDP));
        run();
        assertThat(peer.last()).as("another leg's offer is answered in its ACK").startsWith("ACK sip:b@").endsWith(SDP);
        party.hangUpAll();
        run();
        peer.send(party.address, RawPeer.response(peer.last(), "200 OK", null, "", ""));
        Refusals.nothingIsLeft(network, List.of(party));
    }

    @Test
    void shouldRepeatAPrackUntilItIsAnsweredAndSurviveItsRefusal() {
        final String invite = invite();
        reliable(invite, "a", 1, "");
        network.runFor(2 * S);
        assertThat(pracks()).as("0 0.5 1.5 s").hasSize(3);
        peer.send(party.address, RawPeer.response(pracks().getFirst(), "481 Call/Transaction Does Not Exist", null, "", ""));
        run();
        peer.send(party.address, RawPeer.response(invite, "486 Busy Here", "a", "", ""));
        run();
        assertThat(party.events).endsWith("failed 0 486");
        Refusals.nothingIsLeft(network, List.of(party));
    }

    @Test
    void shouldNotAcknowledgeMoreLegsThanItHolds() {
        final String invite = invite();
        for (int leg = 0; leg < 12; leg++) {
            reliable(invite, "leg" + leg, 1, "");
        }
        assertThat(pracks()).extracting(text -> RawPeer.header(text, "To")).doesNotHaveDuplicates().hasSize(8);
        peer.send(party.address, RawPeer.response(invite, "603 Decline", "leg0", "", ""));
        Refusals.nothingIsLeft(network, List.of(party));
    }

    private String prack(final String ringing, final String rAck, final long cSeq, final String body) {
        return peer.request("PRACK", "sip:alice@" + party.address, "prack" + cSeq, cSeq,
                "RAck: " + rAck + "\r\n" + (body.isEmpty() ? "" : TYPE), body)
                .replace("To: <sip:alice@" + party.address + ">", "To: " + RawPeer.header(ringing, "To"));
    }

    private String ringing(final String extension, final String body) {
        party.answers = false;
        peer.send(party.address, peer.request("INVITE", "sip:alice@" + party.address, "invite", 1,
                extension + (body.isEmpty() ? "" : TYPE), body));
        run();
        return peer.last();
    }

    @Test
    void shouldRefusePracksThatAcknowledgeNothing() {
        final String ringing = ringing("Require: 100rel\r\n", SDP);
        assertThat(RawPeer.header(ringing, "Require")).isEqualTo("100rel");
        final long rSeq = Long.parseLong(RawPeer.header(ringing, "RSeq"));
        assertThat(rSeq).isBetween(1L, (1L << 31) - 1);
        long cSeq = 2;
        for (final String rAck : new String[] {rSeq + 1 + " 1 INVITE", rSeq + " 2 INVITE", rSeq + " 1 BYE", "x", rSeq + "", ""}) {
            peer.send(party.address, prack(ringing, rAck, cSeq++, ""));
            run();
            assertThat(peer.last()).as(rAck).startsWith("SIP/2.0 481 ").contains("PRACK");
        }
        peer.send(party.address, prack(ringing, rSeq + " 1 INVITE", cSeq++, ""));
        run();
        assertThat(peer.last()).startsWith("SIP/2.0 200 ").contains("PRACK");
        peer.send(party.address, prack(ringing, rSeq + " 1 INVITE", cSeq++, ""));
        run();
        assertThat(peer.last()).as("acknowledged already").startsWith("SIP/2.0 481 ");
        peer.send(party.address, peer.request("CANCEL", "sip:alice@" + party.address, "invite", 1, "", ""));
        run();
        peer.send(party.address, peer.request("ACK", "sip:alice@" + party.address, "invite", 1, "", ""));
        Refusals.nothingIsLeft(network, List.of(party));
    }

    @Test
    void shouldAnswerASecondOfferInThePrack() {
        party.earlyMedia = true;
        final String ringing = ringing("Supported: timer, 100rel\r\n", SDP);
        assertThat(ringing).endsWith(SDP);
        peer.send(party.address, prack(ringing, RawPeer.header(ringing, "RSeq") + " 1 INVITE", 2, SDP.replace("sendrecv", "sendonly")));
        run();
        assertThat(peer.last()).startsWith("SIP/2.0 200 ").contains("PRACK").endsWith(SDP);
        assertThat(party.events).containsExactly("invite 0", "offer 0 PRACK");
        party.agents.answer(party.incoming, SimParty.SDP, 0, SimParty.SDP.capacity(), network.nowNs());
        run();
        assertThat(peer.last()).startsWith("SIP/2.0 200 ").contains("1 INVITE").as("agreed already").doesNotContain("Content-Type");
        network.runFor(40 * S);
        assertThat(party.events).endsWith("failed 0 408");
        peer.send(party.address, RawPeer.response(peer.last(), "200 OK", null, "", ""));
        Refusals.nothingIsLeft(network, List.of(party));
    }

    @Test
    void shouldRefuseASecondOfferWithOtherMediaThatNobodyAnswers() {
        party.earlyMedia = true;
        party.answersOffers = false;
        final String ringing = ringing("Supported: 100rel\r\n", SDP);
        peer.send(party.address, prack(ringing, RawPeer.header(ringing, "RSeq") + " 1 INVITE", 2, SDP + "m=video 1 RTP/AVP 96\r\n"));
        run();
        assertThat(peer.last()).startsWith("SIP/2.0 488 ").contains("PRACK");
        party.hangUpAll();
        network.runFor(40 * S);
        Refusals.nothingIsLeft(network, List.of(party));
    }

    @Test
    void shouldReadRackAcrossFoldsAndSpaces() {
        final String ringing = ringing("Require: 100rel\r\n", "");
        final byte[] text = prack(ringing, RawPeer.header(ringing, "RSeq") + " \r\n  1\t INVITE", 2, "").getBytes(StandardCharsets.US_ASCII);
        peer.send(party.address, new String(text, StandardCharsets.US_ASCII));
        run();
        assertThat(peer.last()).startsWith("SIP/2.0 200 ");
        party.hangUpAll();
        network.runFor(40 * S);
        Refusals.nothingIsLeft(network, List.of(party));
    }
}
