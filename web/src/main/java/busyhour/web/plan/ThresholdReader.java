package busyhour.web.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the list of thresholds: {@code STATISTIC OPERATOR NUMBER} each. */
final class ThresholdReader {
    private static final Pattern FORM =
            Pattern.compile("\\s*(\\S.*?)\\s*(>=|<=|==|=<|=>|!=|=|>|<)\\s*(\\S.*?)\\s*");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final String EXPECTED = "text such as 'mos.avg >= 4.0'";
    private static final int MAX = 1_000;

    private ThresholdReader() {
    }

    /** @param key whose value the list is. */
    static List<Threshold> readAll(Fields plan, String key, StatisticPaths paths) {
        List<Threshold> thresholds = new ArrayList<>();
        PlanNode.Sequence list = plan.list(key, "a list of thresholds such as 'mos.avg >= 4.0'");
        if (list == null) {
            return thresholds;
        }
        if (list.items().size() > MAX) {
            plan.fault(key, list.items().size() + " thresholds", "at most " + MAX);
            return thresholds;
        }
        for (int i = 0; i < list.items().size(); i++) {
            PlanNode item = list.items().get(i);
            String field = plan.pathOf(key) + "[" + i + "]";
            if (item instanceof PlanNode.Scalar scalar && scalar.kind() != PlanNode.Kind.NULL) {
                Threshold threshold = read(item, field, scalar.text(), paths, plan.faults());
                if (threshold != null) {
                    thresholds.add(threshold);
                }
            } else {
                plan.faults().add(item, field, EXPECTED);
            }
        }
        return thresholds;
    }

    /** One that is known to be right. */
    static Threshold one(String text, StatisticPaths paths) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new Threshold(text, paths.resolve(form.group(1)), operator(form.group(2)), Double.parseDouble(form.group(3)));
    }

    private static Threshold read(PlanNode at, String field, String text, StatisticPaths paths, Faults faults) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            faults.add(at, field, EXPECTED);
            return null;
        }
        Threshold.Operator operator = operator(form.group(2));
        if (operator == null) {
            faults.add(at, field, "the operator '" + form.group(2) + "'", "one of >= <= > < ==");
        }
        boolean number = NUMBER.matcher(form.group(3)).matches();
        if (!number) {
            faults.add(at, field, "the limit " + PlanFault.quoted(form.group(3)), "a number, in the statistic's own unit");
        }
        List<String> path = paths.resolve(form.group(1));
        if (path == null) {
            faults.add(at, field, PlanFault.quoted(form.group(1)), paths.expected(form.group(1)));
        }
        return operator == null || !number || path == null ? null
                : new Threshold(text.strip(), path, operator, Double.parseDouble(form.group(3)));
    }

    private static Threshold.Operator operator(String sign) {
        for (Threshold.Operator operator : Threshold.Operator.values()) {
            if (operator.sign().equals(sign)) {
                return operator;
            }
        }
        return null;
    }
}
