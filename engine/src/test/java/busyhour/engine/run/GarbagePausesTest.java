package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GarbagePausesTest {

    private static final class Told implements GarbagePauses.Source {
        private long collections;
        private long stoppedNs;

        @Override
        public long collections() {
            return collections;
        }

        @Override
        public long stoppedNs() {
            return stoppedNs;
        }
    }

    @Test
    void shouldTellLongestStopForCollectionOnce() {
        final Told told = new Told();
        final GarbagePauses pauses = new GarbagePauses(told);
        told.collections = 1;
        told.stoppedNs = 700_123;
        pauses.poll();
        told.collections = 2;
        told.stoppedNs += 300_000;
        pauses.poll();
        assertThat(pauses.takeLongestNs()).isEqualTo(700_123);
        assertThat(pauses.takeLongestNs()).isZero();
    }

    @Test
    void shouldLeaveOutStopsWithoutCollection() {
        final Told told = new Told();
        final GarbagePauses pauses = new GarbagePauses(told);
        told.stoppedNs = 5_000_000;
        pauses.poll();
        told.collections = 1;
        told.stoppedNs += 40_000;
        assertThat(pauses.takeLongestNs()).isEqualTo(40_000);
    }

    @Test
    void shouldMeasureCollectionOfThisJvmToNanoseconds() {
        final GarbagePauses pauses = new GarbagePauses();
        final long startNs = System.nanoTime();
        System.gc();
        final long longestNs = pauses.takeLongestNs();
        assertThat(longestNs).isPositive().isLessThanOrEqualTo(System.nanoTime() - startNs);
        assertThat(longestNs % 1_000_000).as("more than the milliseconds of the beans").isNotZero();
    }
}
