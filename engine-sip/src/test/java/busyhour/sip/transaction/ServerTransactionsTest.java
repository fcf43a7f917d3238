package busyhour.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 3261 17.2 and RFC 6026 8.7, with the times of table 4. */
class ServerTransactionsTest {

    private static final String BRANCH = "z9hG4bKpeer1";
    private static final String HOST = "10.0.0.2:5060";

    private final Rig rig = new Rig();
    private final String invite = rig.requestText("INVITE", BRANCH, HOST);
    private final String ack = rig.requestText("ACK", BRANCH, HOST);
    private final String bye = rig.requestText("BYE", BRANCH, HOST);

    @Test
    void shouldRepeatARefusalByTimerGUntilTimerH() {
        final int server = rig.arrives(invite, false);
        assertThat(rig.respond(server, 486)).isTrue();
        rig.runTo(40_000);
        assertThat(rig.sent).containsExactly("0 486", "500 486 again", "1500 486 again", "3500 486 again", "7500 486 again",
                "11500 486 again", "15500 486 again", "19500 486 again", "23500 486 again", "27500 486 again", "31500 486 again");
        assertThat(rig.events).containsExactly("32000 timeout INVITE", "32000 ended");
        assertThat(rig.isClean()).isTrue();
    }

    @Test
    void shouldAbsorbAcksUntilTimerI() {
        final int server = rig.arrives(invite, false);
        rig.respond(server, 486);
        rig.runTo(600);
        rig.arrives(ack, false);
        rig.arrives(ack, false);
        rig.arrives(invite, false);
        rig.runTo(10_000);
        assertThat(rig.sent).as("nothing after the ACK").containsExactly("0 486", "500 486 again");
        assertThat(rig.events).containsExactly("600 absorbed", "600 absorbed again", "600 absorbed again", "5600 ended");
    }

    @Test
    void shouldEndWithTheAckOverAReliableTransport() {
        final int server = rig.arrives(invite, true);
        rig.respond(server, 486);
        rig.runTo(2_000);
        rig.arrives(ack, true);
        rig.runTo(2_001);
        assertThat(rig.sent).as("no Timer G").containsExactly("0 486");
        assertThat(rig.events).containsExactly("2000 absorbed", "2000 ended");
    }

    @Test
    void shouldRepeatTheLastProvisionalResponseWhenTheInviteComesAgain() {
        final int server = rig.arrives(invite, false);
        rig.arrives(invite, false);
        assertThat(rig.sent).as("nothing to repeat yet").isEmpty();
        rig.respond(server, 180);
        rig.respond(server, 183);
        rig.runTo(500);
        rig.arrives(invite, false);
        assertThat(rig.sent).containsExactly("0 180", "0 183", "500 183 again");
    }

    @Test
    void shouldAbsorbInvitesUntilTimerLAfterA2xxAndPassItsAckUp() {
        final int server = rig.arrives(invite, false);
        rig.respond(server, 200);
        rig.runTo(500);
        assertThat(rig.absorbs(invite)).isTrue();
        assertThat(rig.absorbs(rig.requestText("ACK", BRANCH, HOST))).as("a 2xx's ACK of a peer that reuses the branch").isFalse();
        rig.runTo(40_000);
        assertThat(rig.sent).containsExactly("0 200");
        assertThat(rig.respond(server, 486)).isFalse();
        assertThat(rig.events).containsExactly("500 absorbed again", "32000 ended");
        assertThat(rig.isClean()).isTrue();
    }

    @Test
    void shouldRepeatTheAnswerToOtherRequestsUntilTimerJ() {
        final int server = rig.arrives(bye, false);
        rig.arrives(bye, false);
        rig.respond(server, 200);
        rig.runTo(31_999);
        rig.arrives(bye, false);
        rig.runTo(32_000);
        assertThat(rig.sent).containsExactly("0 200", "31999 200 again");
        assertThat(rig.events).containsExactly("0 absorbed again", "31999 absorbed again", "32000 ended");
        assertThat(rig.arrives(bye, false)).as("new").isNotNegative();
    }

    @Test
    void shouldTellTransactionsApartByBranchSentByAndMethod() {
        rig.arrives(bye, false);
        assertThat(rig.absorbs(bye)).isTrue();
        assertThat(rig.absorbs(rig.requestText("BYE", BRANCH + "x", HOST))).isFalse();
        assertThat(rig.absorbs(rig.requestText("BYE", BRANCH, "10.0.0.3:5060"))).isFalse();
        assertThat(rig.absorbs(rig.requestText("BYE", BRANCH, "10.0.0.2:5061"))).isFalse();
        assertThat(rig.absorbs(rig.requestText("BYE", BRANCH, "10.0.0.2"))).as("5060 by default").isTrue();
        assertThat(rig.absorbs(rig.requestText("INFO", BRANCH, HOST))).isFalse();
    }

    @Test
    void shouldMatchRfc2543BranchesByCallIdAndCSeqToo() {
        final String old = rig.requestText("BYE", "1", HOST);
        rig.arrives(old, false);
        assertThat(rig.absorbs(old)).isTrue();
        assertThat(rig.absorbs(old.replace("Call-ID: c1", "Call-ID: c2"))).isFalse();
        assertThat(rig.absorbs(old.replace("CSeq: 7", "CSeq: 8"))).isFalse();
    }

    @Test
    void shouldChangeNothingWhenAResponseIsRefused() {
        final int server = rig.arrives(invite, false);
        rig.refusals = 1;
        assertThat(rig.respond(server, 486)).isFalse();
        rig.runTo(1_000);
        assertThat(rig.sent).isEmpty();
        assertThat(rig.respond(server, 486)).isTrue();
        rig.runTo(1_500);
        assertThat(rig.sent).containsExactly("1000 486", "1500 486 again");
    }

    @Test
    void shouldTakeAnAbandonedRequestForNewWhenItComesAgain() {
        final int server = rig.arrives(bye, false);
        rig.transactions.abandon(server, rig.nowNs);
        assertThat(rig.isClean()).isTrue();
        assertThat(rig.arrives(bye, false)).isNotNegative();
    }

    @Test
    void shouldFindTheInviteThatACancelMeans() {
        final int server = rig.arrives(invite, false);
        assertThat(rig.transactions.findCancelled(rig.parse(rig.requestText("CANCEL", BRANCH, HOST)))).isEqualTo(server);
        assertThat(rig.transactions.findCancelled(rig.parse(rig.requestText("CANCEL", "z9hG4bKother", HOST)))).isNegative();
    }
}
