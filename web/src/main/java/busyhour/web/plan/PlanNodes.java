package busyhour.web.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/** Trees made from other trees. */
final class PlanNodes {
    private PlanNodes() {
    }

    /** The same tree, as if all of it stood at another node's place. */
    static PlanNode moved(PlanNode node, PlanNode to) {
        return switch (node) {
            case PlanNode.Scalar scalar -> new PlanNode.Scalar(to.line(), to.column(), scalar.kind(), scalar.text());
            case PlanNode.Sequence list -> new PlanNode.Sequence(to.line(), to.column(), list.items().stream().map(item -> moved(item, to)).toList());
            case PlanNode.Mapping map -> {
                Map<String, PlanNode.Entry> entries = new LinkedHashMap<>();
                map.entries().forEach((key, entry) -> entries.put(key, new PlanNode.Entry(to.line(), to.column(), moved(entry.value(), to))));
                yield new PlanNode.Mapping(to.line(), to.column(), entries);
            }
        };
    }
}
