package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.engine.dns.SipLocator;
import busyhour.engine.dns.SystemDns;
import busyhour.engine.endpoint.Group;
import busyhour.engine.io.TargetPolicy;
import busyhour.engine.media.TrackStore;
import busyhour.ipc.plan.Assignment;
import busyhour.sip.TransportAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostAddressesTest {

    private static TransportAddress address(final String text, final int port) {
        final TransportAddress address = new TransportAddress();
        assertThat(address.parse(text)).isTrue();
        return address.port(port);
    }

    @Test
    void shouldTakeTheNamedAddressOfItsFamilyButNeverForLoopback() {
        final HostAddresses named = HostAddresses.of("10.0.0.21", null);
        assertThat(named.bindInPlaceOf(address("192.168.1.4", 0))).isEqualTo(address("10.0.0.21", 0));
        assertThat(named.bindInPlaceOf(address("127.0.0.1", 0))).isNull();
        assertThat(named.bindInPlaceOf(address("2001:db8::1", 0))).isNull();
        assertThat(HostAddresses.ANY.bindInPlaceOf(address("192.168.1.4", 0))).isNull();
        assertThatThrownBy(() -> HostAddresses.of(null, "0.0.0.0")).hasMessageContaining("WORKER_PUBLIC: found 0.0.0.0");
        assertThatThrownBy(() -> HostAddresses.of("999.1.1.1", null)).hasMessageContaining("WORKER_BIND");
    }

    @Test
    void shouldUseOneAddressAndShowAnother() throws Exception {
        final Group group = group("sip:echo@10.0.0.9", HostAddresses.of("10.0.0.21", "203.0.113.5"));
        assertThat(group.localAddress(0)).isEqualTo(address("10.0.0.21", 0));
        assertThat(group.shown(address("10.0.0.21", 5_062))).as("in Via and Contact").isEqualTo(address("203.0.113.5", 5_062));
        final TransportAddress described = new TransportAddress();
        group.describeAddress(0, described);
        assertThat(described).as("in SDP").isEqualTo(address("203.0.113.5", 0));
    }

    @Test
    void shouldLeaveLoopbackAsItIs() throws Exception {
        final Group group = group("sip:echo@127.0.0.9", HostAddresses.of("10.0.0.21", "203.0.113.5"));
        assertThat(group.localAddress(0).isLoopback()).isTrue();
        assertThat(group.shown(address("127.0.0.1", 5_062))).isEqualTo(address("127.0.0.1", 5_062));
    }

    private static Group group(final String uri, final HostAddresses addresses) throws RunFaultException {
        final Assignment assignment = Assignments.assignment(List.of(), Assignments.callersOf(uri, 1, 1_000));
        final GroupPaths paths = new GroupPaths(new SipLocator(SystemDns::ofHost), new TargetPolicy(false, List.of()), 1, addresses);
        return new GroupResolver(assignment, paths, new MediaResolver(new TrackStore((name, rateHz, channels) -> new short[16_000]), null), null)
                .groups().getFirst();
    }
}
