package busyhour.sip.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntQueuesTest {

    @Test
    void shouldAgreeWithADequeWhereverNumbersLeave() {
        final long seed = 17;
        final Random random = new Random(seed);
        final IntQueues queues = new IntQueues(2, 40);
        final List<ArrayDeque<Integer>> expected = List.of(new ArrayDeque<>(), new ArrayDeque<>());
        for (int step = 0; step < 20_000; step++) {
            final int number = random.nextInt(40);
            final int queue = number & 1;
            if (random.nextBoolean()) {
                queues.add(queue, number);
                if (!expected.get(queue).contains(number)) {
                    expected.get(queue).addLast(number);
                }
            } else {
                queues.remove(queue, number);
                expected.get(queue).remove(number);
            }
            final Integer first = expected.get(queue).peekFirst();
            assertThat(queues.first(queue)).as("seed %d step %d", seed, step).isEqualTo(first == null ? IntQueues.NONE : first);
        }
    }
}
