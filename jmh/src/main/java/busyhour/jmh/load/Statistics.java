package busyhour.jmh.load;

import java.util.Arrays;
import java.util.List;

/** Arithmetic of the load programs. Values that were not measured are NaN and left out. */
final class Statistics {

    private Statistics() {
    }

    /** The middle value, of an even number the mean of the two in the middle; NaN of none. */
    static double median(List<Double> values) {
        final double[] sorted = values.stream().filter(value -> !value.isNaN()).mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The greatest, NaN of none. */
    static double best(List<Double> values) {
        return values.stream().filter(value -> !value.isNaN()).mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    /** The smallest, NaN of none. */
    static double least(double... values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).min().orElse(Double.NaN);
    }
}
