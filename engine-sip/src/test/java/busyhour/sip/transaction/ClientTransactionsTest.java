package busyhour.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.message.SipMethod;
import org.junit.jupiter.api.Test;

/** RFC 3261 17.1 and RFC 6026 8.4, with the times of table 4. */
class ClientTransactionsTest {

    private final Rig rig = new Rig();

    @Test
    void shouldRepeatInviteByTimerAUntilTimerB() {
        rig.request(SipMethod.INVITE, false);
        rig.runTo(40_000);
        assertThat(rig.sent).containsExactly("0 INVITE", "500 INVITE again", "1500 INVITE again", "3500 INVITE again",
                "7500 INVITE again", "15500 INVITE again", "31500 INVITE again");
        assertThat(rig.events).containsExactly("32000 timeout INVITE", "32000 ended");
        assertThat(rig.isClean()).isTrue();
    }

    @Test
    void shouldSendInviteOnceOverAReliableTransport() {
        rig.request(SipMethod.INVITE, true);
        rig.runTo(40_000);
        assertThat(rig.sent).containsExactly("0 INVITE");
        assertThat(rig.events).containsExactly("32000 timeout INVITE", "32000 ended");
    }

    @Test
    void shouldStopRepeatingAndWaitWithoutEndAfterAProvisionalResponse() {
        rig.request(SipMethod.INVITE, false);
        rig.runTo(600);
        rig.response(180, SipMethod.INVITE, "x");
        rig.runTo(300_000);
        assertThat(rig.sent).hasSize(2);
        assertThat(rig.events).containsExactly("600 response 180 x");
        rig.response(486, SipMethod.INVITE, "x");
        rig.runTo(340_000);
        assertThat(rig.events).containsExactly("600 response 180 x", "300000 response 486 x", "332000 ended");
    }

    @Test
    void shouldAcknowledgeARefusalAndEachOfItsRepetitionsUntilTimerD() {
        rig.request(SipMethod.INVITE, false);
        rig.response(486, SipMethod.INVITE, "x1");
        assertThat(rig.lastSent).startsWith("ACK sip:bob@10.0.0.2 SIP/2.0\r\n")
                .contains("branch=" + Rig.branch()).contains("Route: <sip:10.0.0.9;lr>\r\n").contains("To: <sip:bob@b>;tag=x1\r\n")
                .contains("CSeq: 7 ACK\r\n").contains("Call-ID: c1\r\n").contains("From: <sip:alice@a>;tag=f\r\n");
        rig.runTo(1_000);
        rig.response(486, SipMethod.INVITE, "x1");
        rig.runTo(40_000);
        rig.response(486, SipMethod.INVITE, "x1");
        assertThat(rig.sent).containsExactly("0 INVITE", "0 ACK", "1000 ACK again");
        assertThat(rig.events).containsExactly("0 response 486 x1", "1000 absorbed again", "32000 ended", "40000 stray 486");
        assertThat(rig.isClean()).isTrue();
    }

    @Test
    void shouldAcknowledgeARefusalAlsoWhenNoBlockIsFree() {
        rig.request(SipMethod.INVITE, false);
        while (rig.pool.take(1) >= 0) {
            assertThat(rig.pool.available()).isNotNegative();
        }
        rig.response(486, SipMethod.INVITE, "x1");
        rig.response(486, SipMethod.INVITE, "x1");
        assertThat(rig.sent).containsExactly("0 INVITE", "0 ACK", "0 ACK again");
    }

    @Test
    void shouldEndAtOnceAfterARefusalOverAReliableTransport() {
        rig.request(SipMethod.INVITE, true);
        rig.response(486, SipMethod.INVITE, "x1");
        rig.runTo(1);
        assertThat(rig.events).containsExactly("0 response 486 x1", "0 ended");
    }

    @Test
    void shouldPassEach2xxUpUntilTimerM() {
        rig.request(SipMethod.INVITE, false);
        rig.response(200, SipMethod.INVITE, "a");
        rig.runTo(500);
        rig.response(200, SipMethod.INVITE, "a");
        rig.response(200, SipMethod.INVITE, "b");
        rig.response(486, SipMethod.INVITE, "c");
        rig.runTo(33_000);
        rig.response(200, SipMethod.INVITE, "a");
        assertThat(rig.sent).as("the ACK to a 2xx is the user's").containsExactly("0 INVITE");
        assertThat(rig.events).containsExactly("0 response 200 a", "500 response 200 a", "500 response 200 b",
                "500 absorbed again", "32000 ended", "33000 stray 200");
    }

    @Test
    void shouldRepeatOtherRequestsByTimerEUntilTimerF() {
        rig.request(SipMethod.BYE, false);
        rig.runTo(40_000);
        assertThat(rig.sent).containsExactly("0 BYE", "500 BYE again", "1500 BYE again", "3500 BYE again", "7500 BYE again",
                "11500 BYE again", "15500 BYE again", "19500 BYE again", "23500 BYE again", "27500 BYE again", "31500 BYE again");
        assertThat(rig.events).containsExactly("32000 timeout BYE", "32000 ended");
        assertThat(rig.isClean()).isTrue();
    }

    @Test
    void shouldRepeatEachT2AfterAProvisionalResponse() {
        rig.request(SipMethod.BYE, false);
        rig.runTo(100);
        rig.response(100, SipMethod.BYE, "z");
        rig.runTo(10_000);
        assertThat(rig.sent).containsExactly("0 BYE", "500 BYE again", "4500 BYE again", "8500 BYE again");
        rig.response(200, SipMethod.BYE, "t");
        rig.runTo(12_000);
        rig.response(200, SipMethod.BYE, "t");
        rig.runTo(20_000);
        assertThat(rig.sent).hasSize(4);
        assertThat(rig.events).containsExactly("100 response 100 z", "10000 response 200 t", "12000 absorbed again", "15000 ended");
    }

    @Test
    void shouldEndByTimerKZeroOverAReliableTransport() {
        rig.request(SipMethod.BYE, true);
        rig.runTo(5_000);
        rig.response(200, SipMethod.BYE, "t");
        rig.runTo(5_001);
        assertThat(rig.sent).containsExactly("0 BYE");
        assertThat(rig.events).containsExactly("5000 response 200 t", "5000 ended");
    }

    @Test
    void shouldMatchByBranchAndMethod() {
        rig.request(SipMethod.INVITE, false);
        rig.response(180, SipMethod.INVITE, "x");
        final int cancel = rig.transactions.cancel(0, rig.nowNs);
        assertThat(cancel).isNotNegative();
        assertThat(rig.lastSent).startsWith("CANCEL sip:bob@10.0.0.2 SIP/2.0\r\n").contains("branch=" + Rig.branch())
                .contains("CSeq: 7 CANCEL\r\n").contains("Route: <sip:10.0.0.9;lr>\r\n").contains("To: <sip:bob@b>\r\n");
        rig.response(200, SipMethod.CANCEL, "y");
        rig.response(487, SipMethod.INVITE, "x");
        assertThat(rig.events).containsExactly("0 response 180 x", "0 response 200 y", "0 response 487 x");
    }

    @Test
    void shouldGiveUpACancelledInviteThatNobodyAnswers() {
        rig.request(SipMethod.INVITE, false);
        rig.response(180, SipMethod.INVITE, "x");
        rig.runTo(10_000);
        rig.transactions.cancel(0, rig.nowNs);
        rig.runTo(60_000);
        assertThat(rig.events).contains("42000 timeout INVITE", "42000 timeout CANCEL");
        assertThat(rig.isClean()).isTrue();
    }

    @Test
    void shouldChangeNothingWhenTheFirstSendIsRefused() {
        rig.refusals = 1;
        assertThat(rig.request(SipMethod.INVITE, false)).isEqualTo(Transactions.REFUSED_TRANSPORT);
        assertThat(rig.isClean()).isTrue();
        assertThat(rig.request(SipMethod.INVITE, false)).isNotNegative();
    }

    @Test
    void shouldOfferARefusedRequestAgainWhenItInsists() {
        rig.refusals = 3;
        assertThat(rig.request(SipMethod.BYE, false, true)).isNotNegative();
        rig.runTo(1_000);
        assertThat(rig.sent).as("not as a repetition, and T1 from there").containsExactly("0 BYE", "500 BYE again");
    }

    @Test
    void shouldOfferARefusedRepetitionAgain() {
        rig.request(SipMethod.INVITE, false);
        rig.refusals = 2;
        rig.runTo(1_499);
        assertThat(rig.sent).containsExactly("0 INVITE", "500 INVITE again");
    }

    @Test
    void shouldRefuseWhenThePoolIsEmpty() {
        for (int i = 0; i < 8; i++) {
            final int number = rig.transactions.request(SipMethod.BYE, 100 + i, 0, new busyhour.sip.SipHop(),
                    new org.agrona.concurrent.UnsafeBuffer("BYE x y\r\n".getBytes()), 0, 9, 0, 0, false, rig.nowNs);
            assertThat(number).isNotNegative();
        }
        assertThat(rig.request(SipMethod.BYE, false)).isEqualTo(Transactions.REFUSED_POOL);
        assertThat(rig.transactions.refused()).isEqualTo(1);
        rig.runTo(33_000);
        assertThat(rig.isClean()).isTrue();
    }

    @Test
    void shouldMakeRoomByTheOneThatHasWaitedLongestForRepetitions() {
        for (int i = 0; i < 8; i++) {
            final int server = rig.arrives(rig.requestText("BYE", "z9hG4bK" + i, "10.0.0.2"), false);
            if (i == 3 || i == 5) {
                rig.respond(server, 200);
            }
        }
        assertThat(rig.arrives(rig.requestText("BYE", "z9hG4bKnew", "10.0.0.2"), false)).isNotNegative();
        assertThat(rig.absorbs(rig.requestText("BYE", "z9hG4bK3", "10.0.0.2"))).as("made room").isFalse();
        assertThat(rig.absorbs(rig.requestText("BYE", "z9hG4bK5", "10.0.0.2"))).isTrue();
        assertThat(rig.transactions.evicted()).isEqualTo(1);
        assertThat(rig.arrives(rig.requestText("BYE", "z9hG4bKnew2", "10.0.0.2"), false)).isNotNegative();
        assertThat(rig.arrives(rig.requestText("BYE", "z9hG4bKnew3", "10.0.0.2"), false)).isEqualTo(Transactions.REFUSED_POOL);
    }
}
