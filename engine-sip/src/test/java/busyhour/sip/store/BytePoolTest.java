package busyhour.sip.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class BytePoolTest {

    private final BytePool pool = new BytePool(new int[] {16, 64}, new int[] {2, 1});

    @Test
    void shouldServeFromTheSmallestSizeAndThenFromALargerOne() {
        final int first = pool.take(10);
        final int second = pool.take(16);
        final int third = pool.take(3);
        assertThat(pool.length(third)).isEqualTo(3);
        assertThat(pool.take(1)).as("all in use").isEqualTo(BytePool.NONE);
        assertThat(pool.refused()).isEqualTo(1);
        pool.giveBack(second);
        pool.giveBack(third);
        pool.giveBack(first);
        assertThat(pool.available()).isEqualTo(pool.capacity()).isEqualTo(3);
        assertThat(pool.take(65)).as("larger than any").isEqualTo(BytePool.NONE);
    }

    @Test
    void shouldKeepBlocksApart() {
        final UnsafeBuffer a = new UnsafeBuffer("aaaaaaaaaaaaaaaa".getBytes());
        final UnsafeBuffer b = new UnsafeBuffer("bbbbbbbbbbbbbbbb".getBytes());
        final int first = pool.store(a, 0, 16);
        final int second = pool.store(b, 0, 16);
        assertThat(pool.buffer(first).getByte(pool.offset(first) + 15)).isEqualTo((byte) 'a');
        assertThat(pool.buffer(second).getByte(pool.offset(second))).isEqualTo((byte) 'b');
    }

    @Test
    void shouldRefuseMoreBlocksThanItHas() {
        pool.giveBack(BytePool.NONE);
        assertThatThrownBy(() -> pool.giveBack(0)).isInstanceOf(IllegalStateException.class);
    }
}
