package busyhour.ipc.metric;

/** Kind of stream that a metric is about. A call's slots, which are about no stream, have {@link #ANY}. */
public enum Media {
    AUDIO("audio"),
    VIDEO("video"),
    ANY("any");

    private final String word;

    Media(final String word) {
        this.word = word;
    }

    /** As the catalogue writes it. */
    public String word() {
        return word;
    }
}
