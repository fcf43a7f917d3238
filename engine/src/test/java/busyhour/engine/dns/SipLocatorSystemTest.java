package busyhour.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.sip.SipTargets;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** RFC 3263 4 against a server on loopback. */
class SipLocatorSystemTest {

    private final SmallDnsServer server = new SmallDnsServer();
    private final SipLocator locator = new SipLocator(server::client);

    @AfterEach
    void close() {
        server.close();
    }

    private String locate(final String host, final int port, final byte kind, final boolean secure) throws LocateException {
        return locator.locate(new SipLocation(host, port, kind, secure)).order(new Random(1)).toString();
    }

    @Test
    void shouldAskNobodyForLiterals() throws LocateException {
        assertThat(locate("10.0.0.1", 0, SipLocation.ANY, false)).isEqualTo("UDP 10.0.0.1:5060");
        assertThat(locate("10.0.0.1", 0, SipLocation.ANY, true)).isEqualTo("TLS 10.0.0.1:5061");
        assertThat(locate("10.0.0.1", 0, TransportKind.TCP, false)).isEqualTo("TCP 10.0.0.1:5060");
        assertThat(locate("10.0.0.1", 5_080, TransportKind.TCP, true)).isEqualTo("TLS 10.0.0.1:5080");
        assertThat(locate("[2001:db8::1]", 0, TransportKind.WSS, false)).isEqualTo("WSS [2001:db8::1]:443");
        assertThat(server.asked).isEmpty();
    }

    @Test
    void shouldAskForAddressesOnlyWhenThereIsAPort() throws LocateException {
        server.add("pbx.example.test", Type.A, "127.0.0.2").add("pbx.example.test", Type.AAAA, "::1");
        assertThat(locate("pbx.example.test", 5_070, SipLocation.ANY, false)).isEqualTo("UDP 127.0.0.2:5070, UDP [::1]:5070");
        assertThat(server.asked).containsExactly("A pbx.example.test.", "AAAA pbx.example.test.");
    }

    @Test
    void shouldFollowNaptrInItsOrder() throws LocateException {
        server.add("example.test", Type.NAPTR, "20 10 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.test.")
                .add("example.test", Type.NAPTR, "10 10 \"s\" \"SIP+D2T\" \"\" _sip._tcp.example.test.")
                .add("example.test", Type.NAPTR, "5 10 \"s\" \"SIP+D2S\" \"\" _sip._sctp.example.test.")
                .add("example.test", Type.NAPTR, "30 10 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.example.test.")
                .add("_sip._tcp.example.test", Type.SRV, "20 0 5090 b.example.test.")
                .add("_sip._tcp.example.test", Type.SRV, "10 0 5080 a.example.test.")
                .add("_sip._udp.example.test", Type.SRV, "0 0 5070 a.example.test.")
                .add("_sips._tcp.example.test", Type.SRV, "0 0 5061 a.example.test.")
                .add("a.example.test", Type.A, "127.0.0.2").add("b.example.test", Type.A, "127.0.0.3");
        assertThat(locate("example.test", 0, SipLocation.ANY, false)).isEqualTo(
                "TCP 127.0.0.2:5080, TCP 127.0.0.3:5090, UDP 127.0.0.2:5070, TLS 127.0.0.2:5061");
        assertThat(locate("example.test", 0, SipLocation.ANY, true)).as("sips").isEqualTo("TLS 127.0.0.2:5061");
    }

    @Test
    void shouldTrySrvForEachTransportWithoutNaptr() throws LocateException {
        server.add("_sip._tcp.example.test", Type.SRV, "0 0 5080 a.example.test.").add("a.example.test", Type.A, "127.0.0.2");
        assertThat(locate("example.test", 0, SipLocation.ANY, false)).isEqualTo("TCP 127.0.0.2:5080");
        assertThat(server.asked).startsWith("NAPTR example.test.", "SRV _sip._udp.example.test.", "SRV _sip._tcp.example.test.");
        assertThat(locate("example.test", 0, TransportKind.TCP, false)).as("no NAPTR for a transport given").isEqualTo("TCP 127.0.0.2:5080");
    }

    @Test
    void shouldTakeTheHostItselfWithoutSrv() throws LocateException {
        server.add("example.test", Type.A, "127.0.0.4");
        assertThat(locate("example.test", 0, SipLocation.ANY, false)).isEqualTo("UDP 127.0.0.4:5060");
        assertThat(locate("example.test", 0, TransportKind.TLS, false)).isEqualTo("TLS 127.0.0.4:5061");
    }

    @Test
    void shouldShareAmongOnePriorityByWeight() throws LocateException {
        server.add("_sip._udp.example.test", Type.SRV, "0 90 5060 a.example.test.")
                .add("_sip._udp.example.test", Type.SRV, "0 10 5060 b.example.test.")
                .add("a.example.test", Type.A, "127.0.0.2").add("b.example.test", Type.A, "127.0.0.3");
        final LocatedTargets found = locator.locate(new SipLocation("example.test", 0, TransportKind.UDP, false));
        final Random random = new Random(7);
        final Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            final SipTargets order = found.order(random);
            assertThat(order.size()).isEqualTo(2);
            first.merge(order.address(0).toString(), 1, Integer::sum);
        }
        assertThat(first.get("127.0.0.2:5060")).isBetween(850, 950);
        assertThat(first.get("127.0.0.3:5060")).isBetween(50, 150);
    }

    @Test
    void shouldKeepWhatDnsSaidForItsTime() throws LocateException {
        server.add("pbx.example.test", Type.A, "127.0.0.2").add("pbx.example.test", Type.AAAA, "::1");
        locate("pbx.example.test", 5_070, SipLocation.ANY, false);
        final int before = server.asked.size();
        server.silence();
        assertThat(locate("pbx.example.test", 5_070, SipLocation.ANY, false)).startsWith("UDP 127.0.0.2:5070");
        assertThat(server.asked).hasSize(before);
    }

    @Test
    void shouldKnowLocalhostWithoutTheServer() throws LocateException {
        assertThat(locate("localhost", 5_070, SipLocation.ANY, false)).startsWith("UDP 127.0.0.1:5070");
    }

    @Test
    void shouldSayWhatLeadsNowhere() {
        assertThatThrownBy(() -> locate("gone.example.test", 0, SipLocation.ANY, false))
                .isInstanceOf(LocateException.class).hasMessageContaining("gone.example.test has no address");
        server.add("_sip._udp.shut.example.test", Type.SRV, "0 0 0 .");
        assertThatThrownBy(() -> locate("shut.example.test", 0, TransportKind.UDP, false))
                .isInstanceOf(LocateException.class).hasMessageContaining("not available");
    }

    @Test
    void shouldTryOtherTransportsWhenOneIsSaidToBeMissing() throws LocateException {
        server.add("_sip._udp.example.test", Type.SRV, "0 0 0 .").add("_sips._tcp.example.test", Type.SRV, "0 0 5061 a.example.test.")
                .add("a.example.test", Type.A, "127.0.0.2").add("example.test", Type.A, "127.0.0.9");
        assertThat(locate("example.test", 0, SipLocation.ANY, false)).isEqualTo("TLS 127.0.0.2:5061");
        server.add("_sip._udp.shut.example.test", Type.SRV, "0 0 0 .").add("shut.example.test", Type.A, "127.0.0.9");
        assertThatThrownBy(() -> locate("shut.example.test", 0, SipLocation.ANY, false))
                .isInstanceOf(LocateException.class).hasMessageContaining("not available");
    }

    @Test
    void shouldTellAShardLaterWhatItAskedFor() throws InterruptedException {
        server.add("_sip._tcp.example.test", Type.SRV, "0 0 5080 a.example.test.").add("a.example.test", Type.A, "127.0.0.2");
        try (HostNameLookups lookups = new HostNameLookups(locator)) {
            final ShardHostNames names = new ShardHostNames(lookups, 1);
            final TransportAddress into = new TransportAddress();
            final UnsafeBuffer name = new UnsafeBuffer("Example.TEST".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(names.lookup(name, 0, name.capacity(), TransportKind.TCP, 0, into)).as("not yet").isFalse();
            boolean known = false;
            for (int i = 0; i < 500 && !known; i++) {
                Thread.sleep(10);
                known = names.lookup(name, 0, name.capacity(), TransportKind.TCP, 0, into);
            }
            assertThat(known).isTrue();
            assertThat(into).hasToString("127.0.0.2:5080");
            final UnsafeBuffer invalid = new UnsafeBuffer("x1.invalid".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(names.lookup(invalid, 0, invalid.capacity(), TransportKind.TCP, 0, into)).isFalse();
            assertThat(server.asked).noneMatch(question -> question.contains("invalid"));
        }
    }
}
