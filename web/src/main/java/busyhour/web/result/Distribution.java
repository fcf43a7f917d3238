package busyhour.web.result;

/**
 * How often values fell into even steps.
 *
 * @param min    the smallest value, where the first step begins.
 * @param step   width of a step; 0 when all values are the same.
 * @param counts for each step.
 */
public record Distribution(String key, String unit, double min, double step, long[] counts) {
}
