package busyhour.engine.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WideProductTest {

    private final WideProduct left = new WideProduct();
    private final WideProduct right = new WideProduct();

    private static BigInteger product(final long a, final long b, final long c) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).multiply(BigInteger.valueOf(c));
    }

    private void compare(final long a, final long b, final long c, final long x, final long y, final long z) {
        assertThat(left.set(a, b, c).isAtMost(right.set(x, y, z))).as("%d * %d * %d <= %d * %d * %d", a, b, c, x, y, z)
                .isEqualTo(product(a, b, c).compareTo(product(x, y, z)) <= 0);
    }

    @Test
    void shouldCompareAsExactArithmeticDoes() {
        final Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            final long a = random.nextLong() >>> 1 + random.nextInt(62);
            final long b = random.nextLong() >>> 1 + random.nextInt(62);
            final long c = random.nextLong() >>> 1 + random.nextInt(62);
            compare(a, b, c, c, a, b);
            compare(a, b, c, Math.max(0, a - 1), b, c);
            compare(a, Math.max(0, b - 1), c, a, b, c);
            compare(a, b, c, random.nextLong() >>> 1 + random.nextInt(62), b, c);
        }
    }

    @Test
    void shouldHoldTheLargestFactors() {
        compare(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1);
        compare(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        compare(0, Long.MAX_VALUE, Long.MAX_VALUE, 0, 1, 1);
    }
}
