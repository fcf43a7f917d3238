package busyhour.web.planner;

import java.util.List;

/** A history of calls that cannot be read; one line each: {@code FILE:LINE: FIELD: found …, expected …}. */
public final class CsvException extends RuntimeException {

    private final transient List<String> faults;

    CsvException(List<String> faults) {
        super(String.join("\n", faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }
}
