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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever arrives is an outcome: nothing is thrown, nothing is read beyond the datagram. */
class RtcpFuzzTest {

    private static final int MUTATIONS = 60_000;

    private final TestSources sources = new TestSources();
    private final RtcpSession session = new RtcpSession();
    private long valid;
    private long malformed;

    private void offer(final byte[] datagram) {
        // a buffer of exactly this size: Agrona's bounds check would throw on any octet beyond
        final int outcome = session.onCompound(new UnsafeBuffer(datagram), 0, datagram.length, 1_000_000_000L);
        if (outcome < 0) {
            malformed++;
        } else {
            valid++;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void shouldSurviveMutationsOfTheCorpus(final long seed) throws IOException {
        final List<byte[]> corpus = corpus();
        assertThat(corpus).hasSizeGreaterThan(60);
        sources.start(session);
        corpus.forEach(this::offer);
        final Random random = new Random(seed);
        for (int i = 0; i < MUTATIONS; i++) {
            offer(mutate(corpus.get(random.nextInt(corpus.size())), corpus, random));
        }
        check();
        assertThat(valid).isGreaterThan(MUTATIONS / 20);
        assertThat(malformed).isGreaterThan(MUTATIONS / 20);
    }

    @Test
    void shouldSurviveNoise() {
        sources.start(session);
        final Random random = new Random(14);
        for (int i = 0; i < MUTATIONS; i++) {
            final byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 3 && random.nextBoolean()) {
                noise[0] = (byte) (0x80 | noise[0] & 0x3F);
                noise[1] = (byte) (200 + random.nextInt(8));
                noise[2] = 0;
                noise[3] = (byte) random.nextInt(noise.length / 4 + 2);
            }
            offer(noise);
        }
        check();
        assertThat(malformed).isGreaterThan(MUTATIONS / 2);
    }

    private void check() {
        assertThat(session.rtcpPacketsReceived()).isEqualTo(valid);
        assertThat(session.malformedPackets()).isEqualTo(malformed);
        assertThat(session.rttMs()).isNaN(); // none of them names a sender report of ours
    }

    private static List<byte[]> corpus() throws IOException {
        final List<byte[]> corpus = new ArrayList<>();
        for (final String folder : new String[] {"packets/rtcp", "packets/libsrtp-fuzz"}) {
            try (Stream<Path> files = Files.list(Vectors.path("03-rtp-srtp/" + folder))) {
                for (final Path file : files.sorted().toList()) {
                    corpus.add(Files.readAllBytes(file));
                }
            }
        }
        return corpus;
    }

    private static byte[] mutate(final byte[] original, final List<byte[]> corpus, final Random random) {
        byte[] octets = original.clone();
        for (int n = random.nextInt(4); n >= 0 && octets.length > 0; n--) {
            switch (random.nextInt(5)) {
                case 0 -> octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
                case 2 -> octets = Arrays.copyOf(octets, random.nextInt(octets.length + 1));
                case 3 -> octets = Arrays.copyOf(octets, octets.length + random.nextInt(9));
                default -> {
                    final byte[] other = corpus.get(random.nextInt(corpus.size()));
                    final byte[] joined = Arrays.copyOf(octets, octets.length + other.length);
                    System.arraycopy(other, 0, joined, octets.length, other.length);
                    octets = joined;
                }
            }
        }
        return octets;
    }
}
