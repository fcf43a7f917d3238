package busyhour.ipc.metric;

/** Side of a stream, or the call. A slot never has {@link #BOTH}. */
public enum Direction {
    RECV("recv"),
    SEND("send"),
    BOTH("both"),
    CALL("call");

    private final String word;

    Direction(final String word) {
        this.word = word;
    }

    /** As the catalogue and the REST answers write it. */
    public String word() {
        return word;
    }
}
