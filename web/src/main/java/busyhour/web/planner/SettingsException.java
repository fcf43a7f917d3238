package busyhour.web.planner;

import java.util.List;

/** Settings that cannot be; one line each: {@code FIELD: found …, expected …}. */
public final class SettingsException extends RuntimeException {

    private final transient List<String> faults;

    public SettingsException(List<String> faults) {
        super(String.join("\n", faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }
}
