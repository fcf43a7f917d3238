package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import busyhour.sip.message.HeaderLines;
import busyhour.sip.message.SipMethod;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Header lines of the user's own in requests of an endpoint. */
class HeadersSimTest {

    private static final long S = 1_000_000_000L;

    @Test
    void shouldCarryTheUsersLinesInEachMethod() {
        final SimNetwork network = new SimNetwork(1);
        final RawPeer peer = new RawPeer(network, "10.0.0.2", 5060);
        final SimParty party = new SimParty(network, "10.0.0.1", 5060);
        final HeaderLines.Builder lines = new HeaderLines.Builder();
        for (final byte method : new byte[] {SipMethod.REGISTER, SipMethod.INVITE, SipMethod.ACK, SipMethod.PRACK, SipMethod.BYE}) {
            lines.line(method, "User-Agent", "Lab/" + SipMethod.name(method)).line(method, "P-Charge-Info", "<sip:1@x>");
        }
        lines.line(SipMethod.INVITE, "From", "\"Nobody\" <sip:anonymous@anonymous.invalid>").line(SipMethod.INVITE, "Privacy", "id")
                .line(SipMethod.INVITE, "Supported", null).line(SipMethod.INVITE, "Max-Forwards", "3");
        final int ua = party.agents.add(new UserAgentDescriptor(
                "alice", "example.net", null, null, null, null, party.address, 0, peer.address, "sip:example.net", 60)
                .withPolicy(UserAgentPolicy.PLAIN.withHeaders(lines.build())));
        party.agents.register(ua, network.nowNs());
        network.runFor(S / 100);
        assertThat(peer.last()).startsWith("REGISTER ").containsOnlyOnce("User-Agent: Lab/REGISTER\r\n").containsOnlyOnce("User-Agent");
        assertThat(RawPeer.header(peer.last(), "From")).startsWith("<sip:alice@example.net>;tag=");
        peer.send(party.address, RawPeer.response(peer.last(), "200 OK", "t", "", ""));

        party.invite(ua, "sip:bob@example.net");
        network.runFor(S / 100);
        final String invite = peer.last();
        assertThat(invite).containsOnlyOnce("User-Agent: Lab/INVITE\r\n").containsOnlyOnce("P-Charge-Info: <sip:1@x>\r\n")
                .contains("Privacy: id\r\n").doesNotContain("Supported").containsOnlyOnce("Max-Forwards: 3\r\n").contains("v=0");
        assertThat(RawPeer.header(invite, "From")).matches("\"Nobody\" <sip:anonymous@anonymous.invalid>;tag=[0-9a-f]{16}");
        peer.send(party.address, RawPeer.response(invite, "180 Ringing", "t", "Contact: <sip:bob@10.0.0.2>\r\nRequire: 100rel\r\nRSeq: 1\r\n", ""));
        network.runFor(S / 100);
        assertThat(peer.last()).startsWith("PRACK ").contains("User-Agent: Lab/PRACK\r\n");
        peer.send(party.address, RawPeer.response(peer.last(), "200 OK", null, "", ""));
        peer.send(party.address, RawPeer.response(invite, "200 OK", "t",
                "Contact: <sip:bob@10.0.0.2>\r\nContent-Type: application/sdp\r\n", invite.substring(invite.indexOf("\r\n\r\n") + 4)));
        network.runFor(S / 100);
        assertThat(peer.last()).startsWith("ACK ").contains("User-Agent: Lab/ACK\r\n", "P-Charge-Info: <sip:1@x>\r\n");
        party.hangUpAll();
        network.runFor(S / 100);
        assertThat(peer.last()).startsWith("BYE ").contains("User-Agent: Lab/BYE\r\n", "P-Charge-Info: <sip:1@x>\r\n");
        assertThat(RawPeer.header(peer.last(), "From")).as("the dialog's").isEqualTo(RawPeer.header(invite, "From"));
        peer.send(party.address, RawPeer.response(peer.last(), "200 OK", null, "", ""));
        party.agents.unregister(ua, network.nowNs());
        network.runFor(S / 100);
        peer.send(party.address, RawPeer.response(peer.last(), "200 OK", "t", "", ""));
        Refusals.nothingIsLeft(network, List.of(party));
    }
}
