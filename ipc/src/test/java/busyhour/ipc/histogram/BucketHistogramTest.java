package busyhour.ipc.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketHistogramTest {
    @Test
    void shouldPutEachValueIntoABucketWhoseMiddleIsNear() {
        for (long value = 0; value < 1L << 42; value = value < 300 ? value + 1 : value + value / 37) {
            final double middle = BucketHistogram.middle(BucketHistogram.bucket(value));
            assertThat(middle).isCloseTo(value, within(value < 128 ? 0 : value * 0.008));
        }
        assertThat(BucketHistogram.bucket(-5)).isZero();
        assertThat(BucketHistogram.bucket(Long.MAX_VALUE)).isEqualTo(BucketHistogram.BUCKETS - 1);
    }

    @Test
    void shouldAgreeWithSortedValuesAlsoWhenMerged() {
        final Random random = new Random(5);
        final long[] values = random.longs(20_000, 0, 50_000_000).toArray();
        final BucketHistogram whole = new BucketHistogram();
        final BucketHistogram part = new BucketHistogram();
        for (int i = 0; i < values.length; i++) {
            (i % 3 == 0 ? whole : part).record(values[i]);
        }
        whole.add(part);
        Arrays.sort(values);
        assertThat(whole.count()).isEqualTo(values.length);
        assertThat(whole.max()).isEqualTo(values[values.length - 1]);
        for (final double percentile : new double[] {1, 50, 99, 99.9, 100}) {
            final long exact = values[(int) Math.ceil(percentile / 100 * values.length) - 1];
            assertThat(whole.percentile(percentile)).isCloseTo(exact, within(exact * 0.009));
        }
    }

    @Test
    void shouldBeEmptyAfterReset() {
        final BucketHistogram histogram = new BucketHistogram();
        assertThat(histogram.percentile(50)).isNaN();
        histogram.record(1000);
        histogram.reset();
        assertThat(histogram.percentile(50)).isNaN();
        assertThat(histogram.count(BucketHistogram.bucket(1000))).isZero();
        histogram.record(7);
        assertThat(histogram.lowest()).isEqualTo(7).isEqualTo(histogram.highest());
        assertThat(histogram.percentile(99)).isEqualTo(7);
    }
}
