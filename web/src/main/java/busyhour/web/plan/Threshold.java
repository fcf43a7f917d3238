package busyhour.web.plan;

import java.util.List;

/**
 * A statistic of the result and the limit that it has to keep.
 *
 * @param text     as written in the plan.
 * @param path     where the statistic stands in the result's JSON tree, such as {@code [metrics, mos, avg]}.
 * @param operator between statistic and limit.
 * @param limit    in the statistic's own unit.
 */
public record Threshold(String text, List<String> path, Operator operator, double limit) {

    public Threshold {
        path = List.copyOf(path);
    }

    /** Whether a value keeps the limit; NaN (not measured) never does. */
    public boolean holds(double value) {
        return switch (operator) {
            case AT_LEAST -> value >= limit;
            case AT_MOST -> value <= limit;
            case ABOVE -> value > limit;
            case BELOW -> value < limit;
            case EQUAL -> value == limit;
        };
    }

    /** How a value is compared with its limit. */
    public enum Operator {
        AT_LEAST(">="), AT_MOST("<="), ABOVE(">"), BELOW("<"), EQUAL("==");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** As written in a plan. */
        public String sign() {
            return sign;
        }
    }
}
