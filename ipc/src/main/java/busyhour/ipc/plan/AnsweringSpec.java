package busyhour.ipc.plan;

/**
 * What a group that answers does with a call.
 *
 * @param ringMs     milliseconds between 180 and the final response.
 * @param earlyMedia 183 with SDP instead of 180: media flows before the answer.
 * @param status     200 answers; 300..699 refuses or redirects.
 * @param contact    Contact of a 3xx, {@code sip:} URI, else null.
 */
public record AnsweringSpec(long ringMs, boolean earlyMedia, int status, String contact) {

    /** Rings and answers at once. */
    public static final AnsweringSpec AT_ONCE = new AnsweringSpec(0, false, 200, null);
}
