package busyhour.sip.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class KeyTableTest {

    private static KeyTable key(final KeyTable table, final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return table.begin(1).add(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    @Test
    void shouldKeepPartsApart() {
        final KeyTable table = new KeyTable(4, 7);
        final UnsafeBuffer text = new UnsafeBuffer("abcdef".getBytes(StandardCharsets.US_ASCII));
        table.begin(1).add(text, 0, 3).add(text, 3, 3).put(0);
        assertThat(table.begin(1).add(text, 0, 2).add(text, 2, 4).find()).isEqualTo(KeyTable.UNKNOWN);
        assertThat(table.begin(2).add(text, 0, 3).add(text, 3, 3).find()).isEqualTo(KeyTable.UNKNOWN);
        assertThat(table.begin(1).add(text, 0, 3).add(text, 3, 3).find()).isZero();
    }

    @Test
    void shouldCompareHostsWithoutCaseWhenAsked() {
        final KeyTable table = new KeyTable(4, 7);
        table.begin(1).addIgnoringCase(new UnsafeBuffer("Host".getBytes(StandardCharsets.US_ASCII)), 0, 4).put(3);
        assertThat(table.begin(1).addIgnoringCase(new UnsafeBuffer("hOST".getBytes(StandardCharsets.US_ASCII)), 0, 4).find()).isEqualTo(3);
    }

    @Test
    void shouldTellLongKeysApartByTheirTails() {
        final KeyTable table = new KeyTable(4, 7);
        final String common = "x".repeat(400);
        key(table, common + "a").put(0);
        key(table, common + "b").put(1);
        assertThat(key(table, common + "a").find()).isZero();
        assertThat(key(table, common + "b").find()).isEqualTo(1);
        assertThat(key(table, common).find()).isEqualTo(KeyTable.UNKNOWN);
    }

    @Test
    void shouldRefuseANumberTwice() {
        final KeyTable table = new KeyTable(4, 7);
        key(table, "a").put(0);
        assertThatThrownBy(() -> key(table, "b").put(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldAgreeWithAMapThroughManyRemovals() {
        final long seed = 4_711;
        final Random random = new Random(seed);
        final int capacity = 500;
        final KeyTable table = new KeyTable(capacity, random.nextLong());
        final Map<String, Integer> expected = new HashMap<>();
        final String[] names = new String[capacity];
        for (int step = 0; step < 100_000; step++) {
            final int number = random.nextInt(capacity);
            if (names[number] == null) {
                final String name = "k" + random.nextInt(2_000);
                if (!expected.containsKey(name)) {
                    names[number] = name;
                    expected.put(name, number);
                    key(table, name).put(number);
                }
            } else {
                expected.remove(names[number]);
                names[number] = null;
                table.remove(number);
            }
            final String probe = "k" + random.nextInt(2_000);
            assertThat(key(table, probe).find()).as("seed %d step %d", seed, step)
                    .isEqualTo(expected.getOrDefault(probe, KeyTable.UNKNOWN));
        }
    }
}
