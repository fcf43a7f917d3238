package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipMethod;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens within calls over bad networks and transports that refuse: the end is the same, and nothing is left behind. */
class InDialogSimTest {

    private static final long MS = 1_000_000L;
    private static final long S = 1_000_000_000L;
    private static final byte[] DTMF = Ascii.bytes("application/dtmf-relay");

    private SimNetwork network;
    private SimParty alice;
    private SimParty bob;
    private SimParty carol;
    private int call;

    /** A scenario of alice, bob and carol; alice can call either, bob carol. */
    private interface Scenario {
        void play();
    }

    private void connect(final SimNetwork on, final SessionTimerPolicy timer) {
        network = on;
        alice = new SimParty(network, "10.0.0.1", 5060);
        bob = new SimParty(network, "10.0.0.2", 5060);
        carol = new SimParty(network, "10.0.0.3", 5060);
        alice.add("alice", bob.address, timer);
        alice.add("alice2", carol.address, timer);
        bob.add("bob", carol.address, timer);
        carol.add("carol", alice.address, timer);
        for (final SimParty party : parties()) {
            party.selected = 0;
            party.ringStatus = 0;
        }
    }

    private List<SimParty> parties() {
        return List.of(alice, bob, carol);
    }

    private void call() {
        final int[] handle = {-1};
        alice.insist(now -> (handle[0] = alice.invite(0, "sip:bob@10.0.0.2")) >= 0);
        network.runFor(40 * S);
        call = handle[0];
        assertThat(alice.events).as(network.tail()).contains("answered 0");
        assertThat(bob.events).as(network.tail()).contains("confirmed 0");
    }

    private void hangUp(final SimParty party) {
        for (int handle = 0; handle < 1 << 16; handle++) {
            if (party.agents.userAgentOf(handle) >= 0) {
                party.agents.hangUp(handle, network.nowNs());
                network.runFor(40 * S);
            }
        }
    }

    private void nothingIsLeft() {
        network.runFor(300 * S);
        for (final SimParty party : parties()) {
            assertThat(party.agents.activeCalls()).as("calls\n%s", network.tail()).isZero();
            assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
            assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
            assertThat(party.agents.nextDeadlineNs()).as("timers").isEqualTo(Long.MAX_VALUE);
            assertThat(party.agents.poolRefusals()).isZero();
            assertThat(party.malformed).isZero();
        }
    }

    private void insistOnOffer(final SimParty party, final int handle, final byte method) {
        party.insist(now -> method == SipMethod.INVITE ? party.reInvite(handle) : party.update(handle));
    }

    private void offers() {
        call();
        insistOnOffer(alice, call, SipMethod.INVITE);
        network.runFor(40 * S);
        insistOnOffer(bob, bob.incoming, SipMethod.INVITE);
        network.runFor(40 * S);
        alice.insist(now -> alice.agents.reInvite(call, null, 0, 0, now));
        network.runFor(40 * S);
        insistOnOffer(bob, bob.incoming, SipMethod.UPDATE);
        network.runFor(40 * S);
        insistOnOffer(alice, call, SipMethod.UPDATE);
        network.runFor(40 * S);
        bob.offerStatus = 488;
        insistOnOffer(alice, call, SipMethod.INVITE);
        network.runFor(40 * S);
        insistOnOffer(alice, call, SipMethod.UPDATE);
        network.runFor(40 * S);
        alice.insist(now -> alice.agents.request(call, SipMethod.INFO, DTMF, SimParty.SDP, 0, 20, now));
        bob.insist(now -> bob.agents.request(bob.incoming, SipMethod.MESSAGE, DTMF, SimParty.SDP, 0, 20, now));
        network.runFor(40 * S);
        hangUp(bob);
    }

    private static final List<String> ALICE_OFFERS = List.of(
            "sent 0", "answered 0", "offer answered 0 INVITE", "offer 0 INVITE", "offer 0 ACK", "offer answered 0 INVITE",
            "offer 0 UPDATE", "offer answered 0 UPDATE", "offer refused 0 INVITE 488", "offer refused 0 UPDATE 488");
    private static final List<String> BOB_OFFERS = List.of(
            "invite 0", "confirmed 0", "offer 0 INVITE", "offer answered 0 INVITE", "offer 0 INVITE without SDP", "offer answered 0 INVITE",
            "offer answered 0 UPDATE", "offer 0 UPDATE", "offer 0 INVITE", "offer 0 UPDATE");

    private void expectOffers() {
        assertThat(alice.events).as(network.tail()).startsWith(ALICE_OFFERS.toArray(String[]::new))
                .contains("request answered 0 INFO 200", "request 0 MESSAGE").endsWith("remote hang-up 0").hasSize(13);
        assertThat(bob.events).as(network.tail()).startsWith(BOB_OFFERS.toArray(String[]::new))
                .contains("request answered 0 MESSAGE 200", "request 0 INFO").endsWith("hung up 0 200").hasSize(13);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0, 0", "0, 0.3, 0", "0, 0, 0.5", "0.1, 0.1, 0.3"})
    void shouldChangeSessionsOverABadNetwork(final double loss, final double duplicate, final double reorder) {
        for (long seed = 1; seed <= 15; seed++) {
            connect(new SimNetwork(seed).delay(5 * MS, 30 * MS).faults(loss, duplicate, reorder), null);
            offers();
            expectOffers();
            nothingIsLeft();
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0, 0", "0, 0.3, 0", "0, 0, 0.5", "0.1, 0.1, 0.3"})
    void shouldResolveGlareOverABadNetwork(final double loss, final double duplicate, final double reorder) {
        for (long seed = 1; seed <= 15; seed++) {
            connect(new SimNetwork(seed).delay(5 * MS, 30 * MS).faults(loss, duplicate, reorder), null);
            call();
            final byte method = seed % 2 == 0 ? SipMethod.INVITE : SipMethod.UPDATE;
            insistOnOffer(alice, call, method);
            insistOnOffer(bob, bob.incoming, method);
            network.runFor(80 * S);
            for (final SimParty party : List.of(alice, bob)) {
                assertThat(party.events).as("seed %d %s", seed, network.tail())
                        .containsOnlyOnce("offer 0 " + SipMethod.name(method), "offer answered 0 " + SipMethod.name(method));
            }
            hangUp(alice);
            nothingIsLeft();
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0, 0", "0, 0.3, 0", "0, 0, 0.5", "0.1, 0.1, 0.3"})
    void shouldRefreshSessionsOverABadNetwork(final double loss, final double duplicate, final double reorder) {
        for (long seed = 1; seed <= 12; seed++) {
            final byte refresher = seed % 2 == 0 ? SessionTimerPolicy.UAC : SessionTimerPolicy.UAS;
            connect(new SimNetwork(seed).delay(5 * MS, 30 * MS).faults(loss, duplicate, reorder),
                    new SessionTimerPolicy(120, 90, refresher));
            call();
            network.runFor(600 * S);
            assertThat(alice.events).as(network.tail()).doesNotContain("expired 0");
            assertThat(alice.events.stream().filter(event -> event.startsWith("refreshed")).count()).isBetween(8L, 11L);
            assertThat(bob.events.stream().filter(event -> event.startsWith("refreshed")).count()).isBetween(8L, 11L);
            hangUp(alice);
            assertThat(bob.events).endsWith("remote hang-up 0");
            nothingIsLeft();
        }
    }

    private void transfer() {
        call();
        final int[] consultation = {-1};
        alice.insist(now -> (consultation[0] = alice.invite(1, "sip:carol@10.0.0.3")) >= 0);
        network.runFor(40 * S);
        alice.insist(now -> alice.agents.refer(call, consultation[0], now));
        network.runFor(60 * S);
        hangUp(alice);
        hangUp(bob);
    }

    private void blind() {
        call();
        alice.insist(now -> alice.agents.refer(call, "sip:carol@10.0.0.3", now));
        network.runFor(60 * S);
        hangUp(alice);
        hangUp(bob);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0, 0", "0, 0.3, 0", "0, 0, 0.5", "0.1, 0.1, 0.3"})
    void shouldTransferOverABadNetwork(final double loss, final double duplicate, final double reorder) {
        for (long seed = 1; seed <= 15; seed++) {
            connect(new SimNetwork(seed).delay(5 * MS, 30 * MS).faults(loss, duplicate, reorder), null);
            transfer();
            assertThat(alice.events).as(network.tail()).containsOnlyOnce("request answered 0 REFER 202", "remote hang-up 1")
                    .containsOnlyOnce("refer progress 0 200 last").endsWith("hung up 0 200");
            assertThat(bob.events).as(network.tail()).containsOnlyOnce("refer 0", "answered 0", "remote hang-up 0");
            assertThat(carol.events).as(network.tail()).containsOnlyOnce("replaced 0", "hung up 0 200", "remote hang-up 0");
            nothingIsLeft();
        }
    }

    private void earlyUpdates() {
        bob.ringStatus = 183;
        bob.earlyMedia = true;
        bob.answers = false;
        final int[] handle = {-1};
        alice.insist(now -> (handle[0] = alice.invite(0, "sip:bob@10.0.0.2")) >= 0);
        network.runFor(20 * S);
        call = handle[0];
        insistOnOffer(alice, call, SipMethod.UPDATE);
        network.runFor(40 * S);
        insistOnOffer(bob, bob.incoming, SipMethod.UPDATE);
        network.runFor(40 * S);
        bob.insist(now -> bob.agents.answer(bob.incoming, SimParty.SDP, 0, SimParty.SDP.capacity(), now));
        network.runFor(40 * S);
        insistOnOffer(alice, call, SipMethod.INVITE);
        network.runFor(40 * S);
        hangUp(bob);
    }

    private static final List<String> BOB_EARLY = List.of("invite 0", "offer 0 UPDATE", "offer answered 0 UPDATE", "confirmed 0",
            "offer 0 INVITE", "hung up 0 200");

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0.1, 0, 0", "0, 0.3, 0", "0, 0, 0.5", "0.1, 0.1, 0.3"})
    void shouldChangeSessionsBeforeTheAnswerOverABadNetwork(final double loss, final double duplicate, final double reorder) {
        for (long seed = 1; seed <= 15; seed++) {
            connect(new SimNetwork(seed).delay(5 * MS, 30 * MS).faults(loss, duplicate, reorder),
                    new SessionTimerPolicy(1_800, 90, SessionTimerPolicy.ANY));
            earlyUpdates();
            assertThat(alice.events).as("seed %d %s", seed, network.tail()).containsExactly("sent 0", "provisional 0 183",
                    "offer answered 0 UPDATE", "offer 0 UPDATE", "answered 0", "offer answered 0 INVITE", "remote hang-up 0");
            assertThat(bob.events.stream().filter(event -> !event.startsWith("refreshed")).toList())
                    .as("seed %d %s", seed, network.tail()).isEqualTo(BOB_EARLY);
            nothingIsLeft();
        }
    }

    @Test
    void shouldChangeSessionsBeforeTheAnswerTheSameWhicheverSendIsRefused() {
        sameWhateverIsRefused(this::earlyUpdates, null);
        assertThat(bob.events).isEqualTo(BOB_EARLY);
    }

    private void sameWhateverIsRefused(final Scenario scenario, final SessionTimerPolicy timer) {
        final List<List<String>> expected = new ArrayList<>();
        long sends = 1;
        for (long number = -1; number < sends; number++) {
            for (final int many : new int[] {1, 3}) {
                final SimNetwork fresh = new SimNetwork(7);
                if (number >= 0) {
                    fresh.refuse(number, number + many);
                }
                connect(fresh, timer);
                scenario.play();
                nothingIsLeft();
                if (number < 0) {
                    expected.clear();
                    parties().forEach(party -> expected.add(List.copyOf(party.events)));
                    sends = network.sends();
                } else {
                    assertThat(network.refused()).isPositive();
                    for (int i = 0; i < expected.size(); i++) {
                        assertThat(parties().get(i).events).as("party %d, send %d refused %d times\n%s", i, number, many, network.tail())
                                .containsExactlyInAnyOrderElementsOf(expected.get(i));
                    }
                }
            }
        }
        assertThat(sends).as("sends of the scenario").isGreaterThan(5);
    }

    @Test
    void shouldChangeSessionsTheSameWhicheverSendIsRefused() {
        sameWhateverIsRefused(this::offers, null);
        assertThat(alice.events).containsAll(ALICE_OFFERS);
    }

    @Test
    void shouldTransferTheSameWhicheverSendIsRefused() {
        sameWhateverIsRefused(this::transfer, null);
        sameWhateverIsRefused(this::blind, null);
        assertThat(alice.events).contains("refer progress 0 200 last");
    }

    @Test
    void shouldRefreshTheSameWhicheverSendIsRefused() {
        sameWhateverIsRefused(() -> {
            call();
            network.runFor(150 * S);
            hangUp(bob);
        }, new SessionTimerPolicy(100, 90, SessionTimerPolicy.UAS));
        assertThat(bob.events).contains("refreshed 0 by us");
    }

    @Test
    void shouldHangUpWithAnOpenOfferTheSameWhicheverSendIsRefused() {
        sameWhateverIsRefused(() -> {
            call();
            bob.answersLater = true;
            insistOnOffer(alice, call, SipMethod.INVITE);
            network.runFor(2 * S);
            hangUp(bob);
            // The BYE may overtake the 487.
            alice.events.remove("offer refused 0 INVITE 487");
        }, null);
    }

    @Test
    void shouldAnswerOffersItselfTheSameWhicheverSendIsRefused() {
        sameWhateverIsRefused(() -> {
            call();
            bob.offerStatus = 0;
            insistOnOffer(alice, call, SipMethod.INVITE);
            network.runFor(40 * S);
            insistOnOffer(alice, call, SipMethod.UPDATE);
            network.runFor(40 * S);
            bob.referStatus = 0;
            alice.insist(now -> alice.agents.refer(call, "sip:carol@10.0.0.3", now));
            network.runFor(40 * S);
            hangUp(alice);
        }, null);
        assertThat(alice.events).contains("request answered 0 REFER 603");
    }
}
