package busyhour.ipc.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardRingTest {
    private static final int CAPACITY = 64 << 10;

    @TempDir
    private Path directory;

    @Test
    void shouldRefuseAndCountWhenFullAndTakeAgainWhenDrained() {
        try (ShardRing ring = ShardRing.offHeap(CAPACITY)) {
            int taken = 0;
            while (write(ring, taken)) {
                taken++;
            }
            assertThat(taken).isGreaterThan(50);
            assertThat(ring.refusals()).isEqualTo(1);
            assertThat(write(ring, taken)).isFalse();
            assertThat(ring.refusals()).isEqualTo(2);
            assertThat(drain(ring, 10)).hasSize(10);
            assertThat(write(ring, taken)).isTrue();
            final List<Integer> rest = drain(ring, CAPACITY);
            assertThat(rest).startsWith(10).endsWith(taken);
            assertThat(ring.sizeBytes()).isZero();
        }
    }

    @Test
    void shouldRefuseWhatIsTooLongForIt() {
        try (ShardRing ring = ShardRing.offHeap(CAPACITY)) {
            assertThat(ring.tryClaim(1, ring.maxMessageLength() + 1)).isNegative();
            assertThat(ring.refusals()).isEqualTo(1);
        }
    }

    @Test
    void shouldHandOverThroughAMappedFile() {
        final Path file = directory.resolve("ring");
        try (ShardRing shard = ShardRing.mapped(file, CAPACITY); ShardRing publisher = ShardRing.existing(file)) {
            for (int i = 0; i < 20; i++) {
                assertThat(write(shard, i)).isTrue();
            }
            assertThat(drain(publisher, 100)).hasSize(20).startsWith(0).endsWith(19);
            while (write(shard, 0)) {
                continue;
            }
            assertThat(publisher.refusals()).isEqualTo(1);
        }
    }

    @Test
    void shouldForgetAnAbortedClaim() {
        try (ShardRing ring = ShardRing.offHeap(CAPACITY)) {
            ring.abort(ring.tryClaim(1, 100));
            write(ring, 5);
            assertThat(drain(ring, 10)).containsExactly(5);
        }
    }

    @Test
    void shouldNameWhatIsWrongWithACapacity() {
        assertThatThrownBy(() -> ShardRing.offHeap(100_000)).hasMessageContaining("100000");
        assertThatThrownBy(() -> ShardRing.offHeap(1024)).hasMessageContaining("65536");
    }

    private static boolean write(final ShardRing ring, final int number) {
        final int index = ring.tryClaim(1, 600);
        if (index < 0) {
            return false;
        }
        ring.buffer().putInt(index, number);
        ring.commit(index);
        return true;
    }

    private static List<Integer> drain(final ShardRing ring, final int limit) {
        final List<Integer> numbers = new ArrayList<>();
        while (numbers.size() < limit
                && ring.drain((type, buffer, index, length) -> numbers.add(buffer.getInt(index)), limit - numbers.size()) > 0) {
            continue;
        }
        return numbers;
    }
}
