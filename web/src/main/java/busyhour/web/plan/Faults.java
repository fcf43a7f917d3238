package busyhour.web.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Gathers what is wrong with one plan, and what is worth a warning. One thread. */
final class Faults {
    private final String file;
    private final List<PlanFault> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Faults(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    void add(PlanNode at, String field, String found, String expected) {
        add(at.line(), at.column(), field, found, expected);
    }

    void add(PlanNode at, String field, String expected) {
        add(at.line(), at.column(), field, at.described(), expected);
    }

    void add(int line, int column, String field, String found, String expected) {
        add(file, line, column, field, found, expected);
    }

    void add(String inFile, int line, int column, String field, String found, String expected) {
        faults.add(new PlanFault(inFile, line, column, field, found, expected));
    }

    /** Something that a person should know, and that does not keep the plan from being run. */
    void warn(PlanNode at, String field, String text) {
        warnings.add(file + ":" + at.line() + ":" + at.column() + ": " + field + ": " + text);
    }

    /** {@code FILE:LINE:COLUMN: FIELD: …}, in the order found. */
    List<String> warnings() {
        return warnings;
    }

    boolean any() {
        return !faults.isEmpty();
    }

    /** Throws when there is anything to say: in the order of the plan's lines, the plan before its files. */
    void throwIfAny() throws PlanException {
        if (!faults.isEmpty()) {
            List<PlanFault> sorted = new ArrayList<>(faults);
            Collections.sort(sorted);
            sorted.sort((a, b) -> Boolean.compare(!a.file().equals(file), !b.file().equals(file)));
            throw new PlanException(sorted.stream().distinct().toList());
        }
    }
}
