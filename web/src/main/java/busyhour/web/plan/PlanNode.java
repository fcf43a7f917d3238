package busyhour.web.plan;

import java.util.List;
import java.util.Map;

/** A plan as a tree, whatever it was written in. Line and column count from 1. */
sealed interface PlanNode {
    int line();

    int column();

    /** How a fault names what was found here. */
    String described();

    /** Text without children. */
    record Scalar(int line, int column, Kind kind, String text) implements PlanNode {
        @Override
        public String described() {
            return kind == Kind.NULL ? "nothing" : PlanFault.quoted(text);
        }
    }

    /** What a scalar would be in JSON. */
    enum Kind { TEXT, NUMBER, BOOLEAN, NULL }

    /** A list. */
    record Sequence(int line, int column, List<PlanNode> items) implements PlanNode {
        @Override
        public String described() {
            return "a list";
        }
    }

    /** Keys with their values, in the order written. */
    record Mapping(int line, int column, Map<String, Entry> entries) implements PlanNode {
        @Override
        public String described() {
            return "a map";
        }
    }

    /** A value and where its key stands. */
    record Entry(int keyLine, int keyColumn, PlanNode value) {
    }
}
