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

    private static final List<String> RATES = List.of("asr", "ner", "mosBelow35Percent");
    private static final List<String> WHOLE_RUN = List.of("run", "endpoints", "findMax");
    private static final List<String> COUNTED = List.of("results", "sipCodes");

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

    /** Whether a value below the limit may reach it yet while a run goes on: what is counted grows, a rate need not. */
    public boolean stillGrows() {
        boolean wantsMore = operator != Operator.BELOW && operator != Operator.AT_MOST;
        boolean measured = path.getFirst().equals("metrics") || path.getFirst().equals("groups") && !path.get(2).equals("calls");
        boolean ofCalls = path.getFirst().equals("calls") && (path.size() > 2 && !COUNTED.contains(path.get(1)) || RATES.contains(path.getLast()));
        boolean sum = path.getLast().equals("sum") || path.getLast().equals("count");
        return wantsMore && limit > 0 && (sum || !measured && !ofCalls);
    }

    /** Whether a part of a run has the statistic as well as the whole has. */
    public boolean isOfPart() {
        return !WHOLE_RUN.contains(path.getFirst());
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
