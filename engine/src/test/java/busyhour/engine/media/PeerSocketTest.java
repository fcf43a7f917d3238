package busyhour.engine.media;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.SimDatagramIo;
import busyhour.engine.io.SimNetwork;
import busyhour.engine.io.TargetPolicy;
import busyhour.sip.TransportAddress;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerSocketTest {

    private static final TransportAddress NAMED = new TransportAddress().setIpv4(0x7F000001, 9_000);
    private static final TransportAddress OTHER = new TransportAddress().setIpv4(0x7F000002, 9_100);
    private static final TransportAddress PUBLIC = new TransportAddress().setIpv4(0xC6336407, 9_200); // 198.51.100.7

    private final SimDatagramIo io = new SimNetwork().host();
    private final PeerSocket socket = new PeerSocket(io, new TargetPolicy(false, List.of()), new ConnectedSockets(1), 0);
    private int number;

    @BeforeEach
    void open() {
        number = io.open(new TransportAddress().setIpv4(0x7F000001, 8_000), DatagramOptions.media(), 0);
        socket.open(number);
    }

    @Test
    void shouldTakeAnySourceBeforeTheAnswerAndConnectToNone() {
        assertThat(socket.hasPeer()).isFalse();
        assertThat(socket.onSource(OTHER, 1)).isTrue();
        assertThat(io.isConnected(number)).isFalse();
    }

    @Test
    void shouldConnectToTheNamedPeerOnceItIsHeard() {
        socket.peer(NAMED);
        assertThat(io.isConnected(number)).as("not heard yet").isFalse();
        assertThat(socket.onSource(NAMED, 1)).isTrue();
        assertThat(io.isConnected(number)).isTrue();
    }

    @Test
    void shouldFollowASourceThatNobodyNamedAfterFiveDatagramsInARow() {
        socket.peer(NAMED);
        for (int i = 0; i < PeerSocket.LATCH_AFTER; i++) {
            assertThat(socket.peer()).isEqualTo(NAMED);
            assertThat(socket.onSource(OTHER, i)).isFalse();
        }
        assertThat(socket.peer()).isEqualTo(OTHER);
        assertThat(socket.onSource(OTHER, 10)).isTrue();
        assertThat(io.isConnected(number)).isTrue();
    }

    @Test
    void shouldNotFollowAStrangerBetweenWhoseDatagramsThePeerIsHeard() {
        socket.peer(NAMED);
        for (int i = 0; i < 3 * PeerSocket.LATCH_AFTER; i++) {
            socket.onSource(i % 2 == 0 ? OTHER : PUBLIC, i);
        }
        assertThat(socket.peer()).as("no source five times in a row").isEqualTo(NAMED);
    }

    @Test
    void shouldNeverFollowASourceThatThePlanDoesNotPermit() {
        socket.peer(NAMED);
        for (int i = 0; i < 100; i++) {
            assertThat(socket.onSource(PUBLIC, i)).isFalse();
        }
        assertThat(socket.peer()).isEqualTo(NAMED);
    }

    @Test
    void shouldLetGoOfAPeerThatFellSilentAndFollowItsNewSource() {
        socket.peer(NAMED);
        socket.onSource(NAMED, 1);
        socket.onTick(PeerSocket.SILENCE_NS, Long.MIN_VALUE);
        assertThat(io.isConnected(number)).isTrue();
        socket.onTick(PeerSocket.SILENCE_NS + 2, Long.MIN_VALUE);
        assertThat(io.isConnected(number)).isFalse();
        for (int i = 0; i <= PeerSocket.LATCH_AFTER; i++) {
            socket.onSource(OTHER, PeerSocket.SILENCE_NS + 3 + i);
        }
        assertThat(socket.peer()).isEqualTo(OTHER);
        assertThat(io.isConnected(number)).isTrue();
    }

    @Test
    void shouldBeginANewCallWithoutThePeerOfTheLast() {
        socket.peer(NAMED);
        socket.onSource(NAMED, 1);
        socket.close();
        socket.close(); // harmless
        assertThat(socket.isOpen()).isFalse();
        assertThat(io.openSockets()).isZero();
        open();
        assertThat(socket.hasPeer()).isFalse();
        assertThat(socket.onSource(OTHER, 2)).isTrue();
        assertThat(io.isConnected(number)).isFalse();
    }

    @Test
    void shouldHaveNoPeerWhereTheAnswerHeldTheCall() {
        socket.peer(new TransportAddress().setIpv4(0, 9_000));
        assertThat(socket.hasPeer()).isFalse();
        socket.peer(new TransportAddress().setIpv4(0x7F000001, 0));
        assertThat(socket.hasPeer()).isFalse();
    }
}
