package busyhour.ipc.metric;

/** How values of a metric are summed up. */
public enum Kind {
    /** Statistics over all endpoint-seconds. */
    GAUGE("gauge"),
    /** Rises from 0; statistics over the endpoints' last values, and their sum. */
    COUNTER("counter"),
    /** Measured once a call; statistics over calls. */
    ONE_SHOT("one-shot"),
    /** Text; counted by value. */
    STRING("string");

    private final String word;

    Kind(final String word) {
        this.word = word;
    }

    /** As the catalogue writes it. */
    public String word() {
        return word;
    }
}
