package busyhour.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelPacketsTest {

    private static final List<String> LINES = List.of("Ip: Forwarding OutDatagrams", "Ip: 2 17", "Udp: InDatagrams NoPorts OutDatagrams",
            "Udp: 5 6 9876543210", "UdpLite: InDatagrams", "UdpLite: 0");

    @Test
    void shouldReadTheColumnOfUdp() throws Exception {
        assertThat(KernelPackets.field(LINES, "OutDatagrams")).isEqualTo(9_876_543_210L);
        assertThat(KernelPackets.field(LINES, "NoPorts")).isEqualTo(6);
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThatThrownBy(() -> KernelPackets.field(LINES, "Nothing")).isInstanceOf(IOException.class).hasMessageContaining("Nothing");
        assertThatThrownBy(() -> KernelPackets.field(List.of(), "NoPorts")).isInstanceOf(IOException.class);
    }

    @Test
    void shouldCountWhatIsSent() throws Exception {
        final long before = KernelPackets.sent();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 10; i++) {
                socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getLoopbackAddress(), socket.getLocalPort()));
            }
        }
        assertThat(KernelPackets.sent() - before).isGreaterThanOrEqualTo(10);
    }
}
