package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import busyhour.sip.SipTransport;
import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subscriptions and requests outside of calls over bad networks and a transport that refuses. */
class SubscriptionsSimTest {

    private static final long MS = 1_000_000L;
    private static final long S = 1_000_000_000L;

    /** Answers each request with 200, and each new SUBSCRIBE with a NOTIFY that it sends twice. */
    private static final class Notifier implements SimNetwork.Node {
        private final TransportAddress address = SimParty.address("10.0.0.9", 5060);
        private final SipTransport transport;
        private final Set<String> seen = new HashSet<>();
        private int branch;

        Notifier(final SimNetwork network) {
            transport = network.transport(address);
            network.attach(address, 0, this);
        }

        private void send(final TransportAddress to, final String text) {
            final UnsafeBuffer buffer = new UnsafeBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
            transport.send(0, to, buffer, 0, buffer.capacity());
        }

        @Override
        public void onDatagram(
                final int socket, final TransportAddress source, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
            final String text = buffer.getStringWithoutLengthAscii(offset, length);
            if (text.startsWith("SIP/2.0")) {
                return;
            }
            final String expires = RawPeer.header(text, "Expires");
            final boolean ends = "0".equals(expires);
            send(source, RawPeer.response(text, "200 OK", "n1",
                    "Contact: <sip:vm@" + address + ">\r\nExpires: " + (ends ? 0 : 100) + "\r\n", ""));
            if (text.startsWith("SUBSCRIBE") && seen.add(RawPeer.header(text, "CSeq"))) {
                final String from = RawPeer.header(text, "To");
                final String notify = "NOTIFY sip:bob@10.0.0.2:5060 SIP/2.0\r\nVia: SIP/2.0/UDP " + address + ";branch=z9hG4bKn" + ++branch
                        + "\r\nMax-Forwards: 70\r\nFrom: " + from + (from.contains(";tag=") ? "" : ";tag=n1") + "\r\nTo: "
                        + RawPeer.header(text, "From") + "\r\nCall-ID: " + RawPeer.header(text, "Call-ID") + "\r\nCSeq: " + branch
                        + " NOTIFY\r\nContact: <sip:vm@" + address + ">\r\nEvent: message-summary\r\nSubscription-State: "
                        + (ends ? "terminated;reason=timeout" : "active;expires=100") + "\r\nContent-Length: 0\r\n\r\n";
                send(source, notify);
                send(source, notify);
            }
        }

        @Override
        public int pollTimers(final long nowNs, final int limit) {
            return 0;
        }

        @Override
        public long nextDeadlineNs() {
            return Long.MAX_VALUE;
        }
    }

    private SimNetwork network;
    private SimParty party;

    private List<String> play(final SimNetwork on) {
        network = on;
        final Notifier notifier = new Notifier(network);
        party = new SimParty(network, "10.0.0.2", 5060);
        party.add("bob", notifier.address);
        party.insist(now -> party.agents.subscribe(0, EventPackage.MESSAGE_SUMMARY, now));
        final UnsafeBuffer text = new UnsafeBuffer(Ascii.bytes("hello"));
        party.insist(now -> party.agents.message(0, "sip:x@example.org", Ascii.bytes("text/plain"), text, 0, 5, now));
        party.insist(now -> party.agents.options(0, "sip:x@example.org", now));
        // Two refreshes, at four fifths of 100 s.
        network.runFor(200 * S);
        party.insist(now -> party.agents.unsubscribe(0, EventPackage.MESSAGE_SUMMARY, now));
        network.runFor(140 * S);
        assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
        assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
        assertThat(party.agents.nextDeadlineNs()).as("timers").isEqualTo(Long.MAX_VALUE);
        return party.events.stream().filter(event -> !event.startsWith("notify")).sorted().toList();
    }

    private static final List<String> EXPECTED = List.of("request answered 0 MESSAGE 200", "request answered 0 OPTIONS 200",
            "subscribed 0 100", "subscribed 0 100", "subscribed 0 100", "subscription ended 0 200");

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0.1, 0, 0", "0, 0.3, 0", "0, 0, 0.5", "0.1, 0.1, 0.3"})
    void shouldSubscribeOverABadNetwork(final double loss, final double duplicate, final double reorder) {
        for (long seed = 1; seed <= 15; seed++) {
            assertThat(play(new SimNetwork(seed).delay(5 * MS, 30 * MS).faults(loss, duplicate, reorder)))
                    .as("seed %d %s %s", seed, party.events, network.tail()).isEqualTo(EXPECTED);
            if (loss == 0 && reorder == 0) {
                assertThat(party.events.stream().filter("notify 0 0"::equals).count()).isEqualTo(4);
            }
        }
    }

    @Test
    void shouldSubscribeTheSameWhicheverSendIsRefused() {
        play(new SimNetwork(7));
        final long sends = network.sends();
        assertThat(sends).isGreaterThan(10);
        for (long number = 0; number < sends; number++) {
            for (final int many : new int[] {1, 3}) {
                assertThat(play(new SimNetwork(7).refuse(number, number + many)))
                        .as("send %d refused %d times\n%s", number, many, network.tail()).isEqualTo(EXPECTED);
            }
        }
    }
}
