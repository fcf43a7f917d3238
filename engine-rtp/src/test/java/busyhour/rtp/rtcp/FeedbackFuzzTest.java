package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.rtp.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever feedback says is told or refused: nothing is thrown, nothing read beyond the datagram, no walk without an end. */
class FeedbackFuzzTest {

    private static final int MUTATIONS = 40_000;

    private final RtcpSession session = new RtcpSession();
    private long items;

    private final FeedbackListener listener = new FeedbackListener() {
        @Override
        public void onNack(final int mediaSsrc, final int sequence, final long nowNs) {
            assertThat(sequence).isBetween(0, 65_535);
            items++;
        }

        @Override
        public void onMaximumBitrate(final int mediaSsrc, final double bitsPerSecond, final long nowNs) {
            assertThat(bitsPerSecond).isNotNegative().isFinite();
            items++;
        }

        @Override
        public void onTransportFeedback(final TransportFeedbackFlyweight feedback, final long nowNs) {
            int packets = 0;
            while (feedback.next()) {
                packets++;
            }
            assertThat(packets).isEqualTo(feedback.statusCount());
            items += packets;
        }
    };

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void shouldSurviveMutations(final long seed) throws IOException {
        new TestSources().start(session);
        session.feedback(listener, FeedbackSource.NONE, true, 1_000_000);
        final List<byte[]> corpus = corpus();
        final Random random = new Random(seed);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] octets = corpus.get(random.nextInt(corpus.size())).clone();
            for (int n = random.nextInt(4); n > 0; n--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(4) == 0) {
                octets = Arrays.copyOf(octets, 4 * (1 + random.nextInt(12)));
            }
            if (octets.length > 3) { // lengths that fit, so that the inside is looked at
                octets[0] = (byte) (0x80 | octets[0] & 0x1F);
                octets[1] = (byte) (205 + (octets[1] + 1 & 1));
                octets[2] = 0;
                octets[3] = (byte) (octets.length / 4 - 1);
                octets = Arrays.copyOf(octets, octets.length / 4 * 4);
            }
            session.onCompound(new UnsafeBuffer(octets), 0, octets.length, i);
        }
        assertThat(items).isGreaterThan(MUTATIONS / 2);
        assertThat(session.received().malformedFeedback()).isGreaterThan(100);
    }

    private static List<byte[]> corpus() throws IOException {
        final List<byte[]> corpus = new ArrayList<>();
        try (Stream<Path> files = Files.list(Vectors.path("03-rtp-srtp/packets/rtcp"))) {
            for (final Path file : files.sorted().toList()) {
                final byte[] octets = Files.readAllBytes(file);
                if (octets.length > 12 && octets.length < 400 && ((octets[1] & 0xFF) == 205 || (octets[1] & 0xFF) == 206)) {
                    corpus.add(octets);
                }
            }
        }
        assertThat(corpus).hasSizeGreaterThan(5);
        return corpus;
    }
}
