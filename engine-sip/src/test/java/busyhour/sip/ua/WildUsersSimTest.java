package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Users that give any command at any time, from within events too, over networks that lose, double, delay and spoil, with pools
 * that are too small: whatever they do, nobody throws, every call ends once, and nothing is left.
 */
class WildUsersSimTest {

    private static final long S = 1_000_000_000L;
    private static final long MS = 1_000_000L;
    private static final int RUNS = Integer.getInteger("busyhour.wild.runs", 60);
    private static final UnsafeBuffer SDP = SimParty.SDP;
    private static final UnsafeBuffer SDP2 = SimParty.SDP2;

    /** One user. */
    private final class Wild extends QuietListener implements SimNetwork.Node {
        private final TransportAddress address;
        private final SimNetwork network;
        private final Random random;
        private final List<Integer> handles = new ArrayList<>();
        private final List<Integer> over = new ArrayList<>();
        private int depth;
        private boolean calm;

        Wild(final SimNetwork network, final Random random, final String host, final boolean narrow) {
            this.network = network;
            this.random = random;
            address = SimParty.address(host, 5060);
            agents = new UserAgents(new UserAgentsContext().maxUserAgents(2).maxCalls(narrow ? 5 : 64).maxTransactions(narrow ? 8 : 2_048).seed(random.nextLong())
                    .conclude(), network.transport(address), this);
            network.attach(address, 0, this);
        }

        void join(final TransportAddress peer) {
            final PrackPolicy prack = PrackPolicy.values()[random.nextInt(PrackPolicy.values().length)];
            agents.add(new UserAgentDescriptor("u", "example.net", null, null, null, null, address, 0, peer, null, 3600)
                    .withPolicy(UserAgentPolicy.PLAIN.withPrack(prack))
                    .withSessionTimer(random.nextBoolean() ? null : new SessionTimerPolicy(90, 90, SessionTimerPolicy.ANY)));
        }

        private int any() {
            return handles.isEmpty() ? -1 : handles.get(random.nextInt(handles.size()));
        }

        /** Some command, for this call or another one. */
        boolean act(final int call) {
            if (calm || depth > 3) {
                return false;
            }
            depth++;
            try {
                return command(random.nextInt(8) == 0 ? any() : call, network.nowNs());
            } finally {
                depth--;
            }
        }

        private boolean command(final int call, final long nowNs) {
            final boolean described = random.nextInt(4) > 0;
            final UnsafeBuffer sdp = random.nextBoolean() ? SDP : SDP2;
            final int length = described ? sdp.capacity() : 0;
            return switch (random.nextInt(22)) {
                case 0, 1 -> agents.invite(0, "sip:bob@example.net", sdp, 0, length, nowNs) >= 0;
                case 2 -> agents.ring(call, 180, nowNs);
                case 3 -> agents.ring(call, 183, sdp, 0, sdp.capacity(), nowNs);
                case 4, 5, 6 -> agents.answer(call, sdp, 0, sdp.capacity(), nowNs);
                case 7 -> random.nextInt(4) == 0 && refused(call, agents.reject(call, 486, nowNs));
                case 8 -> random.nextInt(3) == 0 && agents.hangUp(call, nowNs);
                case 9 -> agents.reInvite(call, sdp, 0, length, nowNs);
                case 10 -> agents.update(call, sdp, 0, length, nowNs);
                case 11, 12 -> agents.answerOffer(call, sdp, 0, length, nowNs);
                case 13 -> agents.rejectOffer(call, 488, nowNs);
                case 14 -> agents.request(call, random.nextBoolean() ? SipMethod.INFO : SipMethod.OPTIONS, Ascii.bytes("text/plain"),
                        SDP, 0, 20, nowNs);
                case 15 -> agents.refer(call, "sip:carol@example.net", nowNs);
                case 16 -> agents.refer(call, any(), nowNs);
                case 17 -> agents.acceptRefer(call, nowNs);
                case 18 -> agents.followRefer(call, SDP, 0, length, nowNs) >= 0;
                case 19 -> agents.referProgress(call, 100 + 100 * random.nextInt(4), nowNs);
                case 20 -> agents.acknowledge(call, sdp, 0, sdp.capacity(), nowNs);
                default -> random.nextInt(6) == 0 && refused(call, agents.redirect(call, 302, "sip:carol@example.net", nowNs));
            };
        }

        /** A call that the user refuses is over without a word. */
        private boolean refused(final int call, final boolean done) {
            if (done) {
                ends(call);
            }
            return done;
        }

        void calmDown() {
            calm = true;
            for (final int call : List.copyOf(handles)) {
                agents.hangUp(call, network.nowNs());
            }
        }

        private void begins(final int call) {
            assertThat(handles).as("one call, begun twice").doesNotContain(call);
            handles.add(call);
        }

        private void ends(final int call) {
            assertThat(handles.remove((Integer) call)).as("call %s ended twice, or never began: %s\n%s", call, over, network.tail()).isTrue();
            over.add(call);
        }

        @Override
        public void onInvite(final int ua, final int call, final SipMessage invite, final long nowNs) {
            begins(call);
            act(call);
            act(call);
            if (calm) {
                agents.hangUp(call, nowNs);
            }
        }

        @Override
        public void onReplacing(final int ua, final int oldCall, final int newCall, final SipMessage invite, final long nowNs) {
            onInvite(ua, newCall, invite, nowNs);
        }

        @Override
        public void onInviteSent(final int ua, final int call, final long nowNs) {
            begins(call);
            act(call);
        }

        @Override
        public void onProvisional(final int ua, final int call, final SipMessage response, final long nowNs) {
            act(call);
        }

        @Override
        public void onAnswered(final int ua, final int call, final SipMessage response, final long nowNs) {
            agents.acknowledge(call, SDP, 0, SDP.capacity(), nowNs);
            act(call);
        }

        @Override
        public void onConfirmed(final int ua, final int call, final SipMessage ack, final long nowNs) {
            act(call);
        }

        @Override
        public void onCallFailed(final int ua, final int call, final int status, final SipMessage response, final long nowNs) {
            ends(call);
            act(any());
        }

        @Override
        public void onRemoteHangUp(final int ua, final int call, final long nowNs) {
            ends(call);
            act(any());
        }

        @Override
        public void onHungUp(final int ua, final int call, final int status, final long nowNs) {
            ends(call);
            act(any());
        }

        @Override
        public boolean onOffer(final int ua, final int call, final byte method, final SipMessage message, final long nowNs) {
            return act(call) | random.nextBoolean();
        }

        @Override
        public void onOfferAnswered(final int ua, final int call, final byte method, final SipMessage message, final long nowNs) {
            act(call);
        }

        @Override
        public void onOfferRefused(final int ua, final int call, final byte method, final int status, final long nowNs) {
            act(call);
        }

        @Override
        public void onRequest(final int ua, final int call, final SipMessage request, final long nowNs) {
            act(call);
        }

        @Override
        public void onRequestAnswered(
                final int ua, final int call, final byte method, final int status, final SipMessage response, final long nowNs) {
            act(call);
        }

        @Override
        public boolean onRefer(final int ua, final int call, final SipMessage refer, final long nowNs) {
            return agents.acceptRefer(call, nowNs) | act(call);
        }

        @Override
        public void onReferProgress(final int ua, final int call, final int status, final boolean last, final long nowNs) {
            act(call);
        }

        @Override
        public void onReplaced(final int ua, final int oldCall, final int newCall, final long nowNs) {
            act(oldCall);
        }

        @Override
        public void onSessionRefreshed(final int ua, final int call, final boolean byUs, final long nowNs) {
            act(call);
        }

        @Override
        public void onSessionExpired(final int ua, final int call, final long nowNs) {
            act(call);
        }

        @Override
        public void onDatagram(
                final int socket, final TransportAddress source, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
            agents.onMessage(socket, source, buffer, offset, length, nowNs);
        }

        @Override
        public int pollTimers(final long nowNs, final int limit) {
            return agents.pollTimers(nowNs, limit);
        }

        @Override
        public long nextDeadlineNs() {
            return agents.nextDeadlineNs();
        }
    }

    @Test
    void shouldEndEveryCallOnceAndLeaveNothing() {
        for (int seed = 1; seed <= RUNS; seed++) {
            play(seed);
        }
    }

    private void play(final int seed) {
        final Random random = new Random(seed);
        final SimNetwork network = new SimNetwork(seed).delay(MS, 40 * MS);
        if (seed % 3 > 0) {
            network.faults(0.1, 0.1, 0.2);
        }
        if (seed % 7 == 0) {
            network.corrupt(0.03);
        }
        final Wild alice = new Wild(network, random, "10.0.0.1", seed % 5 == 0);
        final Wild bob = new Wild(network, random, "10.0.0.2", seed % 5 == 0);
        alice.join(bob.address);
        bob.join(alice.address);
        try {
            for (int step = 0; step < 250; step++) {
                network.runFor(random.nextLong(200 * MS) + (random.nextInt(20) == 0 ? 20 * S : 0));
                final Wild one = random.nextBoolean() ? alice : bob;
                if (seed % 2 == 0 && random.nextInt(5) == 0) {
                    network.refuse(network.sends(), network.sends() + 1 + random.nextInt(3));
                }
                one.act(one.any());
            }
            alice.calmDown();
            bob.calmDown();
            network.runFor(120 * S);
            alice.calmDown();
            bob.calmDown();
            network.runFor(500 * S);
        } catch (final RuntimeException e) {
            throw new AssertionError("seed " + seed + "\n" + network.tail(), e);
        }
        for (final Wild one : List.of(alice, bob)) {
            assertThat(one.handles).as("seed %s: calls not told to be over\n%s", seed, network.tail()).isEmpty();
            assertThat(one.agents.activeCalls()).as("seed %s: calls", seed).isZero();
            assertThat(one.agents.activeTransactions()).as("seed %s: transactions\n%s", seed, network.tail()).isZero();
            assertThat(one.agents.blocksInUse()).as("seed %s: blocks", seed).isZero();
            assertThat(seed % 7 == 0 ? 0 : one.agents.malformedMessages()).as("seed %s: malformed", seed).isZero();
        }
    }
}
