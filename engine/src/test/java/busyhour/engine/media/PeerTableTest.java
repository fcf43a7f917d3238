package busyhour.engine.media;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerTableTest {

    private static TransportAddress peer(final int number) {
        return new TransportAddress().setIpv4(0x7F000001 + number % 3, 10_000 + 2 * (number / 3));
    }

    @Test
    void shouldFindWhoHearsAPeer() {
        final PeerTable table = new PeerTable(10);
        assertThat(table.put(peer(0), 7)).isTrue();
        assertThat(table.put(peer(0), 7)).as("again").isTrue();
        assertThat(table.put(peer(0), 8)).as("two cannot be told apart").isFalse();
        assertThat(table.stream(peer(0))).isEqualTo(7);
        assertThat(table.stream(peer(1))).isEqualTo(PeerTable.NONE);
        table.remove(peer(0), 8);
        assertThat(table.stream(peer(0))).as("not its own").isEqualTo(7);
        table.remove(peer(0), 7);
        assertThat(table.stream(peer(0))).isEqualTo(PeerTable.NONE);
    }

    @Test
    void shouldAgreeWithAMapWhateverComesAndGoes() {
        final long seed = 4_711;
        final Random random = new Random(seed);
        final int most = 200;
        final PeerTable table = new PeerTable(most);
        final Map<Integer, Integer> expected = new HashMap<>();
        for (int step = 0; step < 50_000; step++) {
            final int peer = random.nextInt(600);
            if (expected.containsKey(peer)) {
                table.remove(peer(peer), expected.remove(peer));
            } else if (expected.size() < most) {
                assertThat(table.put(peer(peer), step)).isTrue();
                expected.put(peer, step);
            }
            final int other = random.nextInt(600);
            assertThat(table.stream(peer(other))).as("seed %d, step %d", seed, step).isEqualTo(expected.getOrDefault(other, PeerTable.NONE));
        }
        expected.forEach((peer, stream) -> assertThat(table.stream(peer(peer))).isEqualTo(stream));
    }
}
