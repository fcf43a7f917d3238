package busyhour.web.result;

import java.util.Arrays;

/**
 * The values of one metric in one second: all of them until closed, then only the average and the percentiles asked for.
 * Single-threaded.
 */
final class SecondValues {
    private static final double[] NONE = {};

    private final int[] percentiles;
    private double[] values = NONE;
    private double[] kept;
    private int count;
    private double sum;

    SecondValues(int... percentiles) {
        this.percentiles = percentiles;
    }

    /** A value that comes after the close is left out. */
    void add(double value) {
        if (kept != null) {
            return;
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, Math.max(8, count * 2));
        }
        values[count++] = value;
        sum += value;
    }

    void close() {
        if (kept == null) {
            double[] result = new double[percentiles.length];
            for (int i = 0; i < result.length; i++) {
                result[i] = percentile(percentiles[i]);
            }
            kept = result;
            values = NONE;
        }
    }

    double average() {
        return count == 0 ? Double.NaN : sum / count;
    }

    /** By nearest rank; NaN without values. After the close only those named at the beginning. */
    double percentile(int percentile) {
        if (count == 0) {
            return Double.NaN;
        }
        if (kept != null) {
            for (int i = 0; i < percentiles.length; i++) {
                if (percentiles[i] == percentile) {
                    return kept[i];
                }
            }
            throw new IllegalArgumentException("percentile " + percentile + " was not kept");
        }
        Arrays.sort(values, 0, count);
        return values[Math.max(0, (int) Math.ceil(percentile / 100.0 * count) - 1)];
    }
}
