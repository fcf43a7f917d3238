package busyhour.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The independent sink against streams whose gaps and losses are known. */
class TapSystemTest {

    private static final int PTIME_MS = 30;
    private static final int PACKETS = 40;
    private static final int STREAMS = 3;
    private static final int PORT = 32_700;
    private static final double WATCHED_S = 2.5;

    private int sent;
    private long beforePauseNs;
    private long pauseNs;

    @Test
    @Timeout(60)
    void shouldCountStreamsGapsAndWhatNeverCame() throws Exception {
        final Tap tap = new Tap(new Place(Path.of(System.getProperty("busyhour.root", ".."))).programs(), -1);
        final String missing = tap.missing();
        assumeThat(missing).as("the C compiler: %s", missing).isNull();
        final Tap.Watch watch = tap.watch(WATCHED_S, PTIME_MS);
        TimeUnit.MILLISECONDS.sleep(600);
        send();
        final Gaps gaps;
        try {
            gaps = watch.gaps();
        } catch (IOException e) {
            assumeThat(e.getMessage()).as("the right to watch packets").doesNotContain("CAP_NET_RAW");
            throw e;
        }
        assertThat(gaps.streams()).isEqualTo(STREAMS);
        assertThat(gaps.packets()).isEqualTo(sent);
        assertThat(gaps.lost()).as("three of the first stream, nothing of the others").isEqualTo(3);
        assertThat(gaps.missed()).isZero();
        assertThat(gaps.within1ms()).isBetween(0.0, 1.0);
        // The pause of the first stream: four packet times, more or less what the machine was late before and behind it.
        assertThat(gaps.maxUs()).isGreaterThanOrEqualTo(pauseNs / 1_000 - 1_000);
        assertThat(gaps.p99Us()).isLessThanOrEqualTo(gaps.p999Us());
        assertThat(gaps.p999Us()).isLessThanOrEqualTo(gaps.maxUs());
        assertThat(gaps.packetsPerSecond()).isCloseTo(sent / (gaps.watchedNs() / 1e9), within(1e-6));
    }

    /** Sequence numbers go over the edge; the first stream leaves three out, and something of another length is no stream. */
    private void send() throws IOException {
        final long startNs = System.nanoTime();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < PACKETS; i++) {
                LockSupport.parkNanos(startNs + i * PTIME_MS * 1_000_000L - System.nanoTime());
                for (int stream = 0; stream < STREAMS; stream++) {
                    if (stream == 0 && i >= 20 && i < 23) {
                        continue;
                    }
                    if (stream == 0 && i == 23) {
                        pauseNs = System.nanoTime() - beforePauseNs;
                    }
                    final byte[] packet = new byte[12 + 8 * PTIME_MS];
                    ByteBuffer.wrap(packet).put((byte) 0x80).put((byte) 0).putShort((short) (65_520 + i)).putInt(i).putInt(77 + stream);
                    socket.send(new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), PORT));
                    sent++;
                    if (stream == 0 && i == 19) {
                        beforePauseNs = System.nanoTime();
                    }
                }
                socket.send(new DatagramPacket(new byte[100], 100, InetAddress.getLoopbackAddress(), PORT));
            }
        }
    }
}
