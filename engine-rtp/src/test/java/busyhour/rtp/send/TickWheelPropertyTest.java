package busyhour.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickWheelPropertyTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldBehaveLikeSortedQueues(final long seed) {
        final Random random = new Random(seed);
        final int capacity = 300;
        final TickWheel wheel = new TickWheel(new PacedStreams(capacity));
        final TreeMap<Long, ArrayDeque<Integer>> model = new TreeMap<>();
        final long[] tickOf = new long[capacity];
        long cursor = random.nextLong(1L << 40);
        for (int step = 0; step < 20_000; step++) {
            final int id = random.nextInt(capacity);
            if (!wheel.holds(id)) {
                tickOf[id] = cursor + random.nextInt(random.nextBoolean() ? 64 : TickWheel.SPAN + 1);
                wheel.append(id, tickOf[id]);
                model.computeIfAbsent(tickOf[id], t -> new ArrayDeque<>()).add(id);
            } else if (random.nextInt(3) == 0) {
                wheel.remove(id);
                drop(model, tickOf[id], id);
            }
            if (random.nextInt(20) == 0 && !model.isEmpty()) {
                final Map.Entry<Long, ArrayDeque<Integer>> first = model.pollFirstEntry();
                assertThat(wheel.nextTick(cursor)).isEqualTo(first.getKey());
                for (final int expected : first.getValue()) {
                    assertThat(wheel.head(first.getKey())).isEqualTo(expected);
                    wheel.remove(expected);
                }
                assertThat(wheel.head(first.getKey())).isEqualTo(TickWheel.NIL);
                cursor = first.getKey() + 1;
            }
            assertThat(wheel.nextTick(cursor)).isEqualTo(model.isEmpty() ? TickWheel.NONE : model.firstKey());
        }
    }

    @Test
    void shouldFindTheOnlyBucketFromEverywhere() {
        final TickWheel wheel = new TickWheel(new PacedStreams(1));
        for (int bucket = 0; bucket < TickWheel.SIZE; bucket += 37) {
            wheel.append(0, bucket);
            for (int from = 0; from < TickWheel.SIZE; from += 61) {
                final long expected = bucket >= from ? bucket : bucket + TickWheel.SIZE;
                assertThat(wheel.nextTick(from)).isEqualTo(expected);
            }
            wheel.remove(0);
        }
    }

    private static void drop(final TreeMap<Long, ArrayDeque<Integer>> model, final long tick, final int id) {
        final ArrayDeque<Integer> bucket = model.get(tick);
        bucket.remove(id);
        if (bucket.isEmpty()) {
            model.remove(tick);
        }
    }
}
