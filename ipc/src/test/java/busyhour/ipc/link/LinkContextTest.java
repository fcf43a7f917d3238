package busyhour.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LinkContextTest {
    @Test
    void shouldNameEveryFaultAtOnce() {
        assertThatThrownBy(() -> new LinkContext().dataPort(70_000).controlPort(-1).termBytes(300_000).mtuBytes(1401)
                .lostAfterNs(1).conclude())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("dataPort is 70000", "controlPort is -1", "termBytes is 300000", "mtuBytes is 1401",
                        "lostAfterNs is 1");
    }

    @Test
    void shouldTakeLargeDatagramsOverLoopbackOnly() {
        assertThat(new LinkContext().conclude().mtuBytes()).isEqualTo(8192);
        assertThat(new LinkContext().host("::1").conclude().mtuBytes()).isEqualTo(8192);
        assertThat(new LinkContext().host("192.0.2.1").conclude().mtuBytes()).isEqualTo(1408);
    }

    @Test
    void shouldWriteChannelsForBothFamilies() {
        final LinkContext four = new LinkContext().host("192.0.2.1").dataPort(1000).controlPort(2000).conclude();
        assertThat(Channels.workerData(four)).contains("endpoint=192.0.2.1:1000");
        assertThat(Channels.workerControl(four)).contains("endpoint=0.0.0.0:0", "control=192.0.2.1:2000", "control-mode=dynamic");
        final LinkContext six = new LinkContext().host("2001:db8::1").dataPort(1000).controlPort(2000).conclude();
        assertThat(Channels.platformData(six)).contains("endpoint=[2001:db8::1]:1000");
        assertThat(Channels.workerControl(six)).contains("endpoint=[::]:0", "control=[2001:db8::1]:2000");
    }
}
