package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import busyhour.sip.message.SipMethod;
import org.junit.jupiter.api.Test;

/** Two parties change their session: re-INVITE and UPDATE in both directions, with and without offer, glare, refusals. */
class OffersSimTest {

    private static final long MS = 1_000_000L;
    private static final long S = 1_000_000_000L;

    private SimNetwork network;
    private SimParty caller;
    private SimParty callee;
    private int call;

    private void talk() {
        network = new SimNetwork(1);
        caller = new SimParty(network, "10.0.0.1", 5060);
        callee = new SimParty(network, "10.0.0.2", 5060);
        caller.add("alice", callee.address);
        callee.add("bob", caller.address);
        callee.selected = 0;
        callee.ringStatus = 0;
        call = caller.invite(0, "sip:bob@10.0.0.2");
        network.runFor(S);
        caller.events.clear();
        callee.events.clear();
    }

    private boolean reInvite(final SimParty party) {
        return party.reInvite(handle(party));
    }

    private boolean update(final SimParty party) {
        return party.update(handle(party));
    }

    private int handle(final SimParty party) {
        return party == caller ? call : callee.incoming;
    }

    private void end() {
        caller.agents.hangUp(call, network.nowNs());
        network.runFor(S);
        assertThat(caller.events).as(network.tail()).endsWith("hung up 0 200");
        assertThat(callee.events).endsWith("remote hang-up 0");
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

    private void exchange(final SimParty from, final SimParty to, final String method) {
        network.runFor(S);
        assertThat(to.events).as(network.tail()).containsExactly("offer 0 " + method);
        assertThat(from.events).as(network.tail()).containsExactly("offer answered 0 " + method);
        from.events.clear();
        to.events.clear();
    }

    @Test
    void shouldChangeTheSessionByReInviteAndUpdateInBothDirections() {
        talk();
        for (int i = 0; i < 3; i++) {
            assertThat(reInvite(caller)).isTrue();
            exchange(caller, callee, "INVITE");
            assertThat(reInvite(callee)).isTrue();
            exchange(callee, caller, "INVITE");
            assertThat(update(caller)).isTrue();
            exchange(caller, callee, "UPDATE");
            assertThat(update(callee)).isTrue();
            exchange(callee, caller, "UPDATE");
        }
        assertThat(caller.repeated + callee.repeated).isZero();
        end();
    }

    @Test
    void shouldAskForAnOfferByAReInviteWithout() {
        talk();
        for (final SimParty from : new SimParty[] {caller, callee}) {
            final SimParty to = from == caller ? callee : caller;
            assertThat(from.agents.reInvite(handle(from), null, 0, 0, network.nowNs())).isTrue();
            network.runFor(S);
            assertThat(to.events).as(network.tail()).containsExactly("offer 0 INVITE without SDP", "offer answered 0 INVITE");
            assertThat(from.events).containsExactly("offer 0 ACK", "offer answered 0 INVITE");
            from.events.clear();
            to.events.clear();
        }
        end();
    }

    @Test
    void shouldRefreshByUpdateWithoutOffer() {
        talk();
        assertThat(caller.agents.update(call, null, 0, 0, network.nowNs())).isTrue();
        network.runFor(S);
        assertThat(caller.events).containsExactly("offer answered 0 UPDATE without SDP");
        assertThat(callee.events).isEmpty();
        end();
    }

    @Test
    void shouldLeaveTheSessionAsItWasWhenAnOfferIsRefused() {
        talk();
        callee.offerStatus = 488;
        reInvite(caller);
        network.runFor(S);
        assertThat(caller.events).containsExactly("offer refused 0 INVITE 488");
        update(caller);
        network.runFor(S);
        assertThat(caller.events).endsWith("offer refused 0 UPDATE 488");
        callee.offerStatus = 200;
        caller.events.clear();
        callee.events.clear();
        reInvite(caller);
        exchange(caller, callee, "INVITE");
        end();
    }

    @Test
    void shouldAnswerLaterAndSay100Meanwhile() {
        talk();
        callee.answersLater = true;
        reInvite(caller);
        network.runFor(3 * S);
        assertThat(network.log()).as(network.tail()).anyMatch(line -> line.endsWith("SIP/2.0 100 Trying"));
        assertThat(caller.events).isEmpty();
        assertThat(reInvite(caller)).as("one at a time").isFalse();
        assertThat(reInvite(callee)).as("the peer's is open").isFalse();
        callee.answerOffer(callee.incoming);
        exchange(caller, callee, "INVITE");
        end();
    }

    @Test
    void shouldTellTheCoreWhatToDoWhenTheUserDoesNotCare() {
        talk();
        callee.offerStatus = 0;
        reInvite(caller);
        exchange(caller, callee, "INVITE");
        end();
    }

    @Test
    void shouldResolveGlare() {
        talk();
        assertThat(reInvite(caller)).isTrue();
        assertThat(reInvite(callee)).isTrue();
        network.runFor(10 * S);
        assertThat(network.log().stream().filter(line -> line.endsWith("SIP/2.0 491 Request Pending")).count()).isEqualTo(2);
        assertThat(caller.events).containsExactlyInAnyOrder("offer 0 INVITE", "offer answered 0 INVITE");
        assertThat(callee.events).containsExactlyInAnyOrder("offer 0 INVITE", "offer answered 0 INVITE");
        assertThat(callee.events).as("0 to 2 s come before 2.1 to 4 s").startsWith("offer answered 0 INVITE");
        end();
    }

    @Test
    void shouldResolveGlareOfUpdates() {
        talk();
        assertThat(update(caller)).isTrue();
        assertThat(update(callee)).isTrue();
        network.runFor(10 * S);
        assertThat(caller.events).containsExactlyInAnyOrder("offer 0 UPDATE", "offer answered 0 UPDATE");
        assertThat(callee.events).containsExactlyInAnyOrder("offer 0 UPDATE", "offer answered 0 UPDATE");
        end();
    }

    @Test
    void shouldHangUpWhileAReInviteIsOpen() {
        for (final boolean byCaller : new boolean[] {true, false}) {
            for (final boolean asked : new boolean[] {true, false}) {
                talk();
                callee.answersLater = true;
                caller.answersLater = true;
                reInvite(asked ? caller : callee);
                network.runFor(S);
                final SimParty from = byCaller ? caller : callee;
                from.agents.hangUp(handle(from), network.nowNs());
                network.runFor(S);
                assertThat(from.events).as(network.tail()).endsWith("hung up 0 200");
                assertThat((byCaller ? callee : caller).events).endsWith("remote hang-up 0");
                assertThat(network.log()).anyMatch(line -> line.endsWith("SIP/2.0 487 Request Terminated"));
                nothingIsLeft();
            }
        }
    }

    @Test
    void shouldHangUpWhenNobodyAnswersARequestInTheCall() {
        talk();
        network.drop(text -> text.contains("CSeq: 2 INVITE"));
        reInvite(caller);
        network.runFor(40 * S);
        assertThat(caller.events).containsExactly("offer refused 0 INVITE 0", "hung up 0 200");
        assertThat(callee.events).containsExactly("remote hang-up 0");
        nothingIsLeft();
    }

    @Test
    void shouldSendRequestsInTheCallOneOfAKindAtATime() {
        talk();
        for (final byte method : new byte[] {SipMethod.INFO, SipMethod.MESSAGE, SipMethod.OPTIONS}) {
            final byte[] type = busyhour.sip.message.Ascii.bytes("text/plain");
            assertThat(caller.agents.request(call, method, type, SimParty.SDP, 0, 10, network.nowNs())).isTrue();
            assertThat(caller.agents.request(call, method, type, SimParty.SDP, 0, 10, network.nowNs())).isFalse();
        }
        assertThat(caller.agents.request(call, SipMethod.BYE, null, null, 0, 0, network.nowNs())).isFalse();
        network.runFor(10 * MS);
        assertThat(callee.events).containsExactly("request 0 INFO", "request 0 MESSAGE", "request 0 OPTIONS");
        assertThat(caller.events).containsExactly(
                "request answered 0 INFO 200", "request answered 0 MESSAGE 200", "request answered 0 OPTIONS 200");
        end();
    }
}
