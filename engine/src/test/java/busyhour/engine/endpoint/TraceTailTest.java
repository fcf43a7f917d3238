package busyhour.engine.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceTailTest {

    private static void put(final TraceTail tail, final int endpoint, final long word, final int length) {
        final int index = tail.claim(endpoint, length);
        tail.buffer().putLong(index, word);
        tail.buffer().putByte(index + length - 1, (byte) word);
    }

    private static List<Long> words(final TraceTail tail, final int endpoint) {
        final List<Long> words = new ArrayList<>();
        final int count = tail.find(endpoint);
        for (int i = 0; i < count; i++) {
            words.add(tail.buffer().getLong(tail.offset(i)));
        }
        return words;
    }

    @Test
    void shouldGiveBackWhatFitsInOrder() {
        final TraceTail tail = new TraceTail(2, 1 << 16);
        put(tail, 0, 1, 700);
        put(tail, 1, 2, 9);
        put(tail, 0, 3, 700);
        assertThat(words(tail, 0)).containsExactly(1L, 3L);
        assertThat(words(tail, 1)).containsExactly(2L);
        tail.forget(0);
        assertThat(words(tail, 0)).isEmpty();
        assertThatThrownBy(() -> tail.claim(0, 1 << 14)).hasMessageContaining("16384 bytes");
    }

    @Test
    void shouldKeepLatestOfEachWhateverTheirLengths() {
        final Random random = new Random(5060);
        for (int round = 0; round < 20; round++) {
            final int endpoints = 1 + random.nextInt(5);
            final TraceTail tail = new TraceTail(endpoints, 1 << 14);
            final List<List<Long>> put = new ArrayList<>();
            for (int i = 0; i < endpoints; i++) {
                put.add(new ArrayList<>());
            }
            int recent = 0;
            for (long word = 0; word < 2_000; word++) {
                final int endpoint = random.nextInt(endpoints);
                final int length = 9 + random.nextInt(1_500);
                put(tail, endpoint, word, length);
                put.get(endpoint).add(word);
                recent = length;
                final int asked = random.nextInt(endpoints);
                final List<Long> words = words(tail, asked);
                final List<Long> all = put.get(asked);
                assertThat(words).isEqualTo(all.subList(all.size() - words.size(), all.size()));
                assertThat(words).hasSizeLessThanOrEqualTo(TraceTail.LIMIT);
                for (int i = 0; i < words.size(); i++) {
                    assertThat(tail.buffer().getByte(tail.offset(i) + tail.length(i) - 1)).isEqualTo(words.get(i).byteValue());
                }
            }
            assertThat(recent).isPositive();
            assertThat(words(tail, 0).size()).as("the latest 10 of 16 KiB are there when they are few").isPositive();
        }
    }

    @Test
    void shouldGiveBackHundredAtMost() {
        final TraceTail tail = new TraceTail(1, 1 << 16);
        for (long word = 0; word < 300; word++) {
            put(tail, 0, word, 16);
        }
        assertThat(words(tail, 0)).hasSize(TraceTail.LIMIT).startsWith(200L).endsWith(299L);
    }
}
