package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.LocalPoints;
import busyhour.sip.SimNetwork;
import busyhour.sip.SipTargets;
import busyhour.sip.SipTransport;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import busyhour.sip.message.HeaderLines;
import busyhour.sip.message.SipMethod;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** User agents with sockets for UDP (0) and TCP (1), in virtual time: RFC 3261 18, RFC 3263 4.3. */
class TransportsSimTest {

    private static final long S = 1_000_000_000L;
    private static final UnsafeBuffer SDP = SimParty.SDP;

    private final SimNetwork network = new SimNetwork(1);
    private final QuietParty alice = new QuietParty("10.0.0.1");
    private final QuietParty bob = new QuietParty("10.0.0.2");

    /** One address, a UDP and a TCP socket; the network's log says which by the Via. */
    private final class QuietParty extends QuietListener implements SimNetwork.Node, SipTransport {
        private final TransportAddress address;
        private final TransportAddress tcp;
        private final UserAgents agents;
        private final StringBuilder events = new StringBuilder();
        private String last = "";
        private int refusedTcp;
        private boolean takesTcp;
        private int status = 200;
        private int incoming = -1;

        QuietParty(final String host) {
            address = SimParty.address(host, 5060);
            // the simulated network knows addresses only: another port stands for the other transport
            tcp = SimParty.address(host, 6060);
            agents = new UserAgents(new UserAgentsContext().maxUserAgents(4).maxCalls(8).maxTransactions(32).seed(host.hashCode())
                    .conclude(), this, this);
            network.attach(address, 0, this);
            network.attach(tcp, 1, this);
        }

        LocalPoints points() {
            return LocalPoints.of(TransportKind.UDP, 0, address).with(TransportKind.TCP, 1, tcp);
        }

        @Override
        public boolean send(final int socket, final TransportAddress to, final DirectBuffer buffer, final int offset, final int length) {
            if (socket == 1 && to.port() == 5060 && !takesTcp) {
                refusedTcp++;
                broken.add(new TransportAddress().copyFrom(to));
                return true;
            }
            return network.transport(socket == 1 ? tcp : address).send(socket, to, buffer, offset, length);
        }

        private final List<TransportAddress> broken = new java.util.ArrayList<>();

        @Override
        public byte kind(final int socket) {
            return socket == 1 ? TransportKind.TCP : TransportKind.UDP;
        }

        @Override
        public void onDatagram(
                final int socket, final TransportAddress source, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
            last = buffer.getStringWithoutLengthAscii(offset, length);
            agents.onMessage(socket, source, buffer, offset, length, nowNs);
        }

        @Override
        public int pollTimers(final long nowNs, final int limit) {
            for (final TransportAddress peer : List.copyOf(broken)) {
                broken.remove(peer);
                agents.onTransportFailed(1, peer, nowNs);
            }
            return agents.pollTimers(nowNs, limit);
        }

        @Override
        public long nextDeadlineNs() {
            return broken.isEmpty() ? agents.nextDeadlineNs() : network.nowNs();
        }

        @Override
        public int selectUserAgent(final int socket, final busyhour.sip.message.SipMessage invite, final long nowNs) {
            return 0;
        }

        @Override
        public void onInvite(final int ua, final int call, final busyhour.sip.message.SipMessage invite, final long nowNs) {
            incoming = call;
            if (status >= 300) {
                agents.reject(call, status, nowNs);
                return;
            }
            agents.ring(call, 180, nowNs);
            agents.answer(call, SDP, 0, SDP.capacity(), nowNs);
        }

        @Override
        public void onAnswered(final int ua, final int call, final busyhour.sip.message.SipMessage response, final long nowNs) {
            events.append("answered ");
        }

        @Override
        public void onCallFailed(
                final int ua, final int call, final int status, final busyhour.sip.message.SipMessage response, final long nowNs) {
            events.append("failed ").append(status).append(' ');
        }
    }

    private static UserAgentDescriptor descriptor(final QuietParty party, final SipTargets targets) {
        return new UserAgentDescriptor("u", "example.net", null, null, null, null, party.address, 0, party.address, null, 60)
                .through(party.points(), targets);
    }

    private int call() {
        return alice.agents.invite(0, "sip:bob@example.net", SDP, 0, SDP.capacity(), network.nowNs());
    }

    @Test
    void shouldRepeatNothingOverTcpButThe2xxUntilItsAck() {
        alice.agents.add(descriptor(alice, SipTargets.of(TransportKind.TCP, bob.tcp)));
        bob.agents.add(descriptor(bob, SipTargets.of(TransportKind.TCP, alice.tcp)));
        network.delay(900_000_000L, 900_000_000L);
        final int call = call();
        network.runFor(10 * S);
        assertThat(alice.events).hasToString("answered ");
        alice.agents.hangUp(call, network.nowNs());
        network.runFor(60 * S);
        assertThat(lines("INVITE")).as("a round trip of 1.8 s: Timers A and E would have fired\n" + network.tail()).isEqualTo(1);
        assertThat(lines("BYE")).isEqualTo(1);
        assertThat(lines("200 OK")).as("INVITE's: at 0, 0.5 and 1.5 s (13.3.1.4), and BYE's").isEqualTo(4);
        assertThat(lines("ACK")).as("one for each").isEqualTo(3);
        assertThat(alice.agents.activeTransactions() + bob.agents.activeTransactions()).isZero();
    }

    @Test
    void shouldSendLongRequestsByTcpAndByUdpWhereNobodyTakesThem() {
        final HeaderLines lines = new HeaderLines.Builder().line(SipMethod.INVITE, "X-Long", "x".repeat(1_200)).build();
        alice.agents.add(descriptor(alice, SipTargets.of(TransportKind.UDP, bob.address)).withPolicy(UserAgentPolicy.PLAIN.withHeaders(lines)));
        bob.agents.add(descriptor(bob, SipTargets.of(TransportKind.UDP, alice.address)));
        call();
        network.runFor(S);
        assertThat(alice.refusedTcp).as("TCP was tried").isEqualTo(1);
        assertThat(alice.events).hasToString("answered ");
        assertThat(alice.agents.movedRequests()).isEqualTo(1);
        call();
        network.runFor(S);
        assertThat(alice.refusedTcp).as("and is not tried again at once").isEqualTo(1);
        assertThat(alice.events).hasToString("answered answered ");
    }

    @Test
    void shouldTakeA503OverTcpForTheAnswerThatItIs() {
        final HeaderLines lines = new HeaderLines.Builder().line(SipMethod.INVITE, "X-Long", "x".repeat(1_200)).build();
        alice.agents.add(descriptor(alice, SipTargets.of(TransportKind.UDP, bob.address)).withPolicy(UserAgentPolicy.PLAIN.withHeaders(lines)));
        bob.agents.add(descriptor(bob, SipTargets.of(TransportKind.UDP, alice.address)));
        alice.takesTcp = true;
        bob.status = 503;
        call();
        network.runFor(S);
        assertThat(alice.events).hasToString("failed 503 ");
        assertThat(lines("INVITE")).as("TCP worked: nothing goes by UDP\n" + network.tail()).isEqualTo(1);
        assertThat(alice.agents.movedRequests()).isZero();
    }

    @Test
    void shouldStayWithTheTargetThatWorks() {
        final TransportAddress dead = SimParty.address("10.0.0.9", 5060);
        final SipTargets targets = new SipTargets.Builder().add(TransportKind.TCP, dead).add(TransportKind.TCP, bob.tcp).build();
        alice.agents.add(descriptor(alice, targets));
        bob.agents.add(descriptor(bob, SipTargets.of(TransportKind.TCP, alice.tcp)));
        call();
        network.runFor(S);
        assertThat(alice.events).hasToString("answered ");
        assertThat(alice.refusedTcp).isEqualTo(1);
        call();
        network.runFor(S);
        assertThat(alice.refusedTcp).as("the second target is the first now").isEqualTo(1);
        assertThat(alice.events).hasToString("answered answered ");
    }

    @Test
    void shouldFailWith503WhenNoTargetCanBeReached() {
        final TransportAddress dead = SimParty.address("10.0.0.9", 5060);
        alice.agents.add(descriptor(alice, SipTargets.of(TransportKind.TCP, dead)));
        call();
        network.runFor(S);
        assertThat(alice.events).hasToString("failed 503 ");
        assertThat(alice.agents.activeCalls() + alice.agents.activeTransactions() + alice.agents.blocksInUse()).isZero();
    }

    @Test
    void shouldNameTheTransportInViaAndContact() {
        alice.agents.add(descriptor(alice, SipTargets.of(TransportKind.TCP, bob.tcp)));
        bob.agents.add(descriptor(bob, SipTargets.of(TransportKind.UDP, alice.address)));
        network.drop(text -> text.startsWith("SIP/2.0"));
        call();
        network.runFor(S);
        assertThat(bob.last).contains("Via: SIP/2.0/TCP 10.0.0.1:6060;rport;branch=z9hG4bK")
                .contains("Contact: <sip:u@10.0.0.1:6060;transport=tcp>");
    }

    @Test
    void shouldKeepTheWayOpenWhileRegistered() {
        final RawPeer registrar = new RawPeer(network, "10.0.0.5", 5060);
        final int ua = alice.agents.add(new UserAgentDescriptor("u", "example.net", null, null, null, null, alice.address, 0,
                registrar.address, "sip:example.net", 600).withKeepAliveS(25));
        alice.agents.register(ua, network.nowNs());
        network.runFor(S);
        registrar.send(alice.address, RawPeer.response(registrar.last(), "200 OK", "t", "Expires: 600\r\n", ""));
        network.runFor(480 * S);
        assertThat(registrar.received.stream().filter(text -> text.equals("\r\n\r\n")).count()).isEqualTo(19);
        assertThat(registrar.received.stream().filter(text -> text.startsWith("REGISTER"))).as("the refresh at four fifths").hasSizeGreaterThan(1);
    }

    private long lines(final String what) {
        return network.log().stream().filter(line -> line.contains("  " + what) || line.contains("  SIP/2.0 " + what)).count();
    }
}
