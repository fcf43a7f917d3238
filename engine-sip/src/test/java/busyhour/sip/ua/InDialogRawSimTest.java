package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import busyhour.sip.message.SipMethod;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens within calls against a peer played by hand, which does what no good peer does. */
class InDialogRawSimTest {

    private static final long S = 1_000_000_000L;
    private static final String SDP = new String(SimParty.SDP.byteArray(), StandardCharsets.US_ASCII);
    private static final String OTHER = new String(SimParty.SDP2.byteArray(), StandardCharsets.US_ASCII);
    private static final String TYPE = "Content-Type: application/sdp\r\n";

    private final SimNetwork network = new SimNetwork(1);
    private RawPeer peer;
    private RawPeer other;
    private SimParty party;
    private int call;
    private String invite;
    private String contact;

    @BeforeEach
    void talk() {
        peer = new RawPeer(network, "10.0.0.1", 5099);
        other = new RawPeer(network, "10.0.0.3", 5066);
        party = new SimParty(network, "10.0.0.2", 5060);
        party.add("alice", "pw", peer.address, 60);
        party.selected = 0;
        contact = "Contact: <sip:bob@" + peer.address + ">\r\n";
        call = party.invite(0, "sip:bob@example.net");
        network.runFor(S / 100);
        invite = peer.last();
        peer.send(party.address, RawPeer.response(invite, "200 OK", "t1", contact + TYPE, SDP));
        network.runFor(S / 100);
        party.events.clear();
    }

    private void send(final String text) {
        peer.send(party.address, text);
        network.runFor(S / 100);
    }

    private void answer(final String status, final String headers, final String body) {
        send(RawPeer.response(peer.last(), status, null, headers, body));
    }

    private String inDialog(final String method, final String branch, final long cSeq, final String headers, final String body) {
        return method + " sip:alice@10.0.0.2:5060 SIP/2.0\r\nVia: SIP/2.0/UDP " + peer.address + ";branch=z9hG4bK" + branch
                + "\r\nMax-Forwards: 70\r\nFrom: " + RawPeer.header(invite, "To") + ";tag=t1\r\nTo: " + RawPeer.header(invite, "From")
                + "\r\nCall-ID: " + RawPeer.header(invite, "Call-ID") + "\r\nCSeq: " + cSeq + " " + method + "\r\n" + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void nothingIsLeft() {
        network.runFor(300 * S);
        assertThat(party.agents.activeCalls()).as("calls\n%s", network.tail()).isZero();
        assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
        assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
    }

    @Test
    void shouldAnswerAChallengeToAReInviteAndAcknowledgeWithTheSameCredentials() {
        assertThat(party.reInvite(call)).isTrue();
        network.runFor(S / 100);
        answer("407 Proxy Authentication Required", "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5\r\n", "");
        assertThat(RawPeer.header(peer.last(), "CSeq")).isEqualTo("3 INVITE");
        final String credentials = RawPeer.header(peer.last(), "Proxy-Authorization");
        assertThat(credentials).contains("nonce=\"n\"");
        answer("200 OK", contact + TYPE, OTHER);
        assertThat(peer.lastLine()).startsWith("ACK ");
        assertThat(RawPeer.header(peer.last(), "CSeq")).isEqualTo("3 ACK");
        assertThat(RawPeer.header(peer.last(), "Proxy-Authorization")).isEqualTo(credentials);
        assertThat(party.events).containsExactly("challenged 0 407", "offer answered 0 INVITE");
    }

    @Test
    void shouldAcknowledgeARepeated2xxAlsoAfterTheNextReInvite() {
        party.reInvite(call);
        network.runFor(S / 100);
        final String first = RawPeer.response(peer.last(), "200 OK", null, contact + TYPE, OTHER);
        send(first);
        party.reInvite(call);
        network.runFor(S / 100);
        assertThat(RawPeer.header(peer.last(), "CSeq")).isEqualTo("3 INVITE");
        send(first);
        assertThat(RawPeer.header(peer.last(), "CSeq")).isEqualTo("2 ACK");
        assertThat(party.events).containsExactly("offer answered 0 INVITE");
    }

    @Test
    void shouldTakeANewTargetFromBothSidesOfAChange() {
        party.reInvite(call);
        network.runFor(S / 100);
        answer("200 OK", "Contact: <sip:bob@" + other.address + ">\r\n" + TYPE, OTHER);
        assertThat(other.lastLine()).isEqualTo("ACK sip:bob@10.0.0.3:5066 SIP/2.0");
        send(inDialog("UPDATE", "u1", 1, contact, ""));
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
        party.agents.hangUp(call, network.nowNs());
        network.runFor(S / 100);
        assertThat(peer.lastLine()).isEqualTo("BYE sip:bob@10.0.0.1:5099 SIP/2.0");
    }

    @Test
    void shouldKeepTheTargetWhenTheReInviteIsRefused() {
        party.offerStatus = 488;
        send(inDialog("INVITE", "r1", 1, "Contact: <sip:bob@" + other.address + ">\r\n" + TYPE, OTHER));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 488 ");
        send(inDialog("ACK", "r1", 1, "", ""));
        party.agents.hangUp(call, network.nowNs());
        network.runFor(S / 100);
        assertThat(peer.lastLine()).isEqualTo("BYE sip:bob@10.0.0.1:5099 SIP/2.0");
        answer("200 OK", "", "");
        nothingIsLeft();
    }

    @Test
    void shouldAnswerASecondOfferBeforeTheFirstIsAnsweredWith500() {
        party.answersLater = true;
        send(inDialog("INVITE", "r1", 1, contact + TYPE, OTHER));
        send(inDialog("INVITE", "r2", 2, contact + TYPE, OTHER));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 500 ");
        assertThat(Integer.parseInt(RawPeer.header(peer.last(), "Retry-After"))).isBetween(0, 10);
        send(inDialog("UPDATE", "u1", 3, contact + TYPE, OTHER));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 500 ");
        send(inDialog("UPDATE", "u2", 4, contact, ""));
        assertThat(peer.lastLine()).as("without offer").isEqualTo("SIP/2.0 200 OK");
        party.answerOffer(call);
        network.runFor(S / 100);
        assertThat(RawPeer.header(peer.last(), "CSeq")).isEqualTo("1 INVITE");
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
    }

    @Test
    void shouldAnswerAnOfferWhileOursIsOpenWith491() {
        party.update(call);
        network.runFor(S / 100);
        send(inDialog("UPDATE", "u1", 1, contact + TYPE, OTHER));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 491 ");
        send(inDialog("INVITE", "r1", 2, contact + TYPE, OTHER));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 491 ");
        assertThat(party.events).isEmpty();
    }

    @Test
    void shouldTryAgainAfter491And500InTheTimeOfTheRfc() {
        for (final String status : new String[] {"491 Request Pending", "500 Server Internal Error"}) {
            party.reInvite(call);
            network.runFor(S / 100);
            final int before = peer.received.size();
            answer(status, "Retry-After: 3\r\n", "");
            assertThat(peer.lastLine()).startsWith("ACK ");
            network.runFor(2 * S);
            assertThat(peer.received).as("2.1 to 4 s").hasSize(before + 1);
            network.runFor(2 * S);
            assertThat(peer.lastLine()).startsWith("INVITE ");
            answer("200 OK", contact + TYPE, OTHER);
            assertThat(party.events).endsWith("offer answered 0 INVITE");
        }
    }

    @Test
    void shouldGiveUpAfterTooManyGlares() {
        party.update(call);
        for (int i = 0; i < 11; i++) {
            network.runFor(5 * S);
            answer("491 Request Pending", "", "");
        }
        assertThat(party.events).containsExactly("offer refused 0 UPDATE 491");
    }

    @Test
    void shouldNotOfferAgainInACallThatEnds() {
        party.reInvite(call);
        network.runFor(S / 100);
        answer("491 Request Pending", "", "");
        party.agents.hangUp(call, network.nowNs());
        network.runFor(S / 100);
        assertThat(peer.lastLine()).startsWith("BYE ");
        final int before = peer.received.size();
        network.runFor(20 * S);
        assertThat(peer.received.subList(before, peer.received.size())).isNotEmpty().allMatch(text -> text.startsWith("BYE "));
        nothingIsLeft();
        assertThat(party.events).containsExactly("hung up 0 0");
    }

    @Test
    void shouldReportNothingOfAnOfferThatTheEndOvertakes() {
        party.reInvite(call);
        network.runFor(S / 100);
        final String offer = peer.last();
        party.agents.hangUp(call, network.nowNs());
        network.runFor(S / 100);
        final String bye = peer.last();
        send(RawPeer.response(offer, "487 Request Terminated", null, "", ""));
        send(RawPeer.response(bye, "200 OK", null, "", ""));
        assertThat(party.events).containsExactly("hung up 0 200");
    }

    @Test
    void shouldWaitWithItsOfferUntilThePeersIsThrough() {
        party.answersLater = true;
        party.reInvite(call);
        network.runFor(S / 100);
        answer("491 Request Pending", "", "");
        network.runFor(S);
        send(inDialog("INVITE", "r1", 1, contact + TYPE, OTHER));
        network.runFor(6 * S);
        final int offers = (int) peer.received.stream().filter(text -> text.startsWith("INVITE ")).count();
        assertThat(offers).as("while the peer's is open").isEqualTo(2);
        party.answerOffer(call);
        network.runFor(S / 100);
        send(inDialog("ACK", "r1a", 1, "", ""));
        network.runFor(5 * S);
        assertThat(peer.lastLine()).startsWith("INVITE ");
        answer("200 OK", contact + TYPE, OTHER);
        assertThat(party.events).endsWith("offer answered 0 INVITE");
    }

    @Test
    void shouldEndTheCallAfter481() {
        for (final byte method : new byte[] {SipMethod.INVITE, SipMethod.UPDATE, SipMethod.INFO, SipMethod.OPTIONS}) {
            final boolean sent = switch (method) {
                case SipMethod.INVITE -> party.reInvite(call);
                case SipMethod.UPDATE -> party.update(call);
                default -> party.agents.request(call, method, null, null, 0, 0, network.nowNs());
            };
            assertThat(sent).isTrue();
            network.runFor(S / 100);
            answer("481 Call/Transaction Does Not Exist", "", "");
            assertThat(peer.lastLine()).as(SipMethod.name(method)).startsWith("BYE ");
            answer("481 Call/Transaction Does Not Exist", "", "");
            assertThat(party.events).endsWith("hung up 0 481");
            talk(party);
        }
    }

    private void talk(final SimParty same) {
        call = same.invite(0, "sip:bob@example.net");
        network.runFor(S / 100);
        invite = peer.last();
        send(RawPeer.response(invite, "200 OK", "t1", contact + TYPE, SDP));
    }

    @Test
    void shouldCancelAReInviteThatStaysWithoutAFinalResponse() {
        party.reInvite(call);
        network.runFor(S / 100);
        answer("180 Ringing", contact, "");
        network.runFor(179 * S);
        assertThat(peer.received).noneMatch(text -> text.startsWith("CANCEL"));
        network.runFor(2 * S);
        assertThat(peer.lastLine()).startsWith("CANCEL ");
        network.runFor(40 * S);
        assertThat(party.events).containsExactly("offer refused 0 INVITE 0");
        nothingIsLeft();
        assertThat(party.events).as("nobody answers the BYE either").endsWith("hung up 0 0");
    }

    @Test
    void shouldRefuseACancelledReInviteAndGoOn() {
        party.answersLater = true;
        send(inDialog("INVITE", "r1", 1, contact + TYPE, OTHER));
        send(inDialog("CANCEL", "r1", 1, "", ""));
        assertThat(peer.received).anyMatch(text -> text.startsWith("SIP/2.0 200 OK") && text.contains("1 CANCEL"));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 487 ");
        assertThat(party.agents.answerOffer(call, SimParty.SDP2, 0, SimParty.SDP2.capacity(), network.nowNs())).isFalse();
        send(inDialog("ACK", "r1", 1, "", ""));
        party.answersLater = false;
        send(inDialog("INVITE", "r2", 2, contact + TYPE, OTHER));
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
    }

    @Test
    void shouldRefuseWhenTheUserSaysNothingFor64T1() {
        party.answersLater = true;
        send(inDialog("INVITE", "r1", 1, contact + TYPE, OTHER));
        network.runFor(33 * S);
        assertThat(peer.received).anyMatch(text -> text.startsWith("SIP/2.0 500 "));
        assertThat(party.agents.activeCalls()).isEqualTo(1);
    }

    @Test
    void shouldSayWhenTheAckHasNoAnswerToOurOffer() {
        send(inDialog("INVITE", "r1", 1, contact, ""));
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
        send(inDialog("ACK", "r1a", 1, "", ""));
        assertThat(party.events).containsExactly("offer 0 INVITE without SDP", "offer refused 0 INVITE 0");
    }

    @Test
    void shouldAnswerAnUnchangedDescriptionItself() {
        send(inDialog("INVITE", "r1", 1, contact + TYPE, SDP));
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
        assertThat(peer.last()).endsWith(SDP);
        assertThat(party.events).isEmpty();
    }

    @Test
    void shouldRefuseInfoPackagesAndUnknownEvents() {
        send(inDialog("INFO", "i1", 1, "Info-Package: foo\r\n", ""));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 469 ");
        send(inDialog("NOTIFY", "n1", 2, "Event: refer\r\nSubscription-State: active\r\n", ""));
        assertThat(peer.lastLine()).as("nothing was referred").startsWith("SIP/2.0 481 ");
        send(inDialog("NOTIFY", "n2", 3, "Event: dialog\r\nSubscription-State: active\r\n", ""));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 489 ");
        send(inDialog("SUBSCRIBE", "n3", 4, "Event: refer\r\n", ""));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 481 ");
        send(inDialog("UPDATE", "u1", 5, contact + "Content-Type: text/plain\r\n", "x"));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 415 ");
        send(inDialog("UPDATE", "u2", 6, contact + "Require: x-unknown\r\n", ""));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 420 ");
        assertThat(party.events).isEmpty();
    }

    @Test
    void shouldTakeReferWithReplacesAndCopyReferredBy() {
        party.referStatus = 202;
        send(inDialog("REFER", "f1", 1, contact + "Referred-By: <sip:bob@example.net>;x=1\r\nRefer-To: "
                + "<sip:carol@10.0.0.3:5066?Replaces=12%40x%3Bto-tag%3Da%3Bfrom-tag%3Db&Require=replaces>\r\n", ""));
        final String next = peer.received.stream().filter(text -> text.startsWith("INVITE sip:carol@10.0.0.3:5066 ")).findFirst().orElseThrow();
        assertThat(RawPeer.header(next, "Replaces")).isEqualTo("12@x;to-tag=a;from-tag=b");
        assertThat(RawPeer.header(next, "Referred-By")).isEqualTo("<sip:bob@example.net>;x=1");
        assertThat(peer.received).anyMatch(text -> text.startsWith("SIP/2.0 202 Accepted"));
        final String notify = peer.received.stream().filter(text -> text.startsWith("NOTIFY")).findFirst().orElseThrow();
        assertThat(notify).endsWith("SIP/2.0 100 Trying\r\n").contains("Content-Type: message/sipfrag;version=2.0\r\n");
        assertThat(RawPeer.header(notify, "Event")).isEqualTo("refer");
        assertThat(RawPeer.header(notify, "Subscription-State")).startsWith("active;expires=");
        send(RawPeer.response(notify, "200 OK", null, "", ""));
        send(RawPeer.response(next, "603 Decline", "t9", "", ""));
        final String last = peer.received.stream().filter(text -> text.startsWith("NOTIFY")).reduce((a, b) -> b).orElseThrow();
        assertThat(last).endsWith("SIP/2.0 603 Decline\r\n");
        assertThat(RawPeer.header(last, "Subscription-State")).isEqualTo("terminated;reason=noresource");
    }

    @Test
    void shouldSendNoNotifyWhenThePeerWantsNone() {
        send(inDialog("REFER", "f1", 1, contact + "Refer-Sub: false\r\nRefer-To: <sip:carol@10.0.0.3:5066>\r\n", ""));
        final String accepted = peer.received.stream().filter(text -> text.startsWith("SIP/2.0 202")).findFirst().orElseThrow();
        assertThat(RawPeer.header(accepted, "Refer-Sub")).isEqualTo("false");
        assertThat(peer.received).noneMatch(text -> text.startsWith("NOTIFY"));
        assertThat(peer.received).anyMatch(text -> text.startsWith("INVITE sip:carol@"));
    }

    @Test
    void shouldRefuseRefersThatNameNobody() {
        send(inDialog("REFER", "f1", 1, contact, ""));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 400 ");
        send(inDialog("REFER", "f2", 2, contact + "Refer-To: <sip:a@b>\r\nRefer-To: <sip:c@d>\r\n", ""));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 400 ");
        send(inDialog("REFER", "f3", 3, contact + "Refer-To: <mailto:a@b>\r\n", ""));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 416 ");
        assertThat(party.events).isEmpty();
    }

    @Test
    void shouldHearNotifyBeforeThe2xxOfItsRefer() {
        assertThat(party.agents.refer(call, "sip:carol@example.net", network.nowNs())).isTrue();
        network.runFor(S / 100);
        final String refer = peer.last();
        assertThat(RawPeer.header(refer, "Refer-To")).isEqualTo("<sip:carol@example.net>");
        assertThat(RawPeer.header(refer, "Referred-By")).contains("<sip:alice@example.net>");
        send(inDialog("NOTIFY", "n1", 1, contact + "Event: refer\r\nSubscription-State: active;expires=60\r\n"
                + "Content-Type: message/sipfrag\r\n", "SIP/2.0 180 Ringing\r\n"));
        assertThat(peer.lastLine()).isEqualTo("SIP/2.0 200 OK");
        send(inDialog("NOTIFY", "n2", 2, contact + "Event: refer;id=2\r\nSubscription-State: terminated;reason=noresource\r\n"
                + "Content-Type: message/sipfrag\r\n", "SIP/2.0 200 OK\r\n"));
        send(RawPeer.response(refer, "202 Accepted", null, contact, ""));
        assertThat(party.events).containsExactly("refer progress 0 180", "refer progress 0 200 last", "request answered 0 REFER 202");
        send(inDialog("NOTIFY", "n3", 3, contact + "Event: refer\r\nSubscription-State: active\r\n", ""));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 481 ");
    }

    @Test
    void shouldExpectNoNotifyAfterReferSubFalse() {
        party.agents.refer(call, "sip:carol@example.net", network.nowNs());
        network.runFor(S / 100);
        answer("200 OK", contact + "Refer-Sub: false\r\n", "");
        assertThat(party.events).containsExactly("request answered 0 REFER 200", "refer progress 0 200 last");
        assertThat(party.agents.refer(call, "sip:carol@example.net", network.nowNs())).isTrue();
    }

    private String replacing(final String callId, final String toTag, final String fromTag, final String more) {
        return peer.request("INVITE", "sip:alice@10.0.0.2:5060", "x" + network.sends(), 1, "Replaces: " + callId + ";to-tag=" + toTag
                + ";from-tag=" + fromTag + more + "\r\n" + TYPE, SDP).replace("raw-call", "raw" + network.sends());
    }

    private static String tag(final String value) {
        return value.substring(value.indexOf(";tag=") + 5);
    }

    @Test
    void shouldJudgeReplacesAsTheRfcSays() {
        final String callId = RawPeer.header(invite, "Call-ID");
        final String ours = tag(RawPeer.header(invite, "From"));
        send(replacing("nonsense", ours, "t1", ""));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 481 ");
        send(replacing(callId, ours, "t2", ""));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 481 ");
        send(replacing(callId, ours, "t1", ";early-only"));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 486 ");
        send(replacing(callId, ours, "t1", "\r\nReplaces: a;to-tag=b;from-tag=c"));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 400 ");
        send(replacing(callId, ours, "t1", "").replace(";to-tag=" + ours, ""));
        assertThat(peer.lastLine()).startsWith("SIP/2.0 400 ");
        assertThat(party.events).isEmpty();
        party.ringStatus = 0;
        send(replacing(callId, ours, "t1", ""));
        assertThat(party.events).containsExactly("replacing 0", "invite 0", "replaced 0");
        assertThat(peer.received).anyMatch(text -> text.startsWith("BYE ") && text.contains(callId));
        send(replacing(callId, ours, "t1", ""));
        assertThat(peer.received).as("it is ending").anyMatch(text -> text.startsWith("SIP/2.0 603 "));
    }
}
