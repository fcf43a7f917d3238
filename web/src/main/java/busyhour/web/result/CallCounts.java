package busyhour.web.result;

import busyhour.ipc.message.CallEvent;
import busyhour.ipc.run.CallResult;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts of the calls: those events that count for the run. Single-threaded.
 *
 * <p>ASR is 2xx / INVITE (ITU-T E.411); NER adds what the user refused: 486, 600, 603 (E.425).
 */
final class CallCounts {
    private final Map<String, Long> results = new TreeMap<>();
    private final Map<String, Long> sipCodes = new TreeMap<>();
    private final ArrivalCounts arrivals = new ArrivalCounts();
    private final int[] answeredCall;
    private long offered;
    private long started;
    private long answered;
    private long failed;
    private long dropped;
    private long refusedByUser;
    private long firstAnswerNs = -1;
    private long lastFirstAnswerNs = -1;
    private long firstHangUpNs = -1;

    CallCounts(int endpoints) {
        answeredCall = new int[endpoints];
        Arrays.fill(answeredCall, -1);
    }

    void onEvent(CallEvent event) {
        int endpoint = event.endpoint();
        arrivals.onEvent(event, endsAnswered(event));
        switch (event.kind()) {
            case OFFERED -> offered++;
            case DROPPED -> dropped++;
            case STARTED -> started++;
            case ANSWERED -> {
                answered++;
                answeredCall[endpoint] = event.call();
                count(sipCodes, event.statusCode() == 0 ? 200 : event.statusCode());
                firstAnswerNs = firstAnswerNs < 0 ? event.timeNs() : Math.min(firstAnswerNs, event.timeNs());
                if (event.call() == 0) {
                    lastFirstAnswerNs = Math.max(lastFirstAnswerNs, event.timeNs());
                }
            }
            case ENDED -> ended(event);
            default -> { }
        }
    }

    private void ended(CallEvent event) {
        boolean wasAnswered = endsAnswered(event);
        CallResult result = wasAnswered ? CallResult.ANSWERED : event.result() == null ? CallResult.FAILED : event.result();
        results.merge(result.word(), 1L, Long::sum);
        if (wasAnswered) {
            firstHangUpNs = firstHangUpNs < 0 ? event.timeNs() : Math.min(firstHangUpNs, event.timeNs());
            return;
        }
        failed++;
        int code = event.statusCode();
        if (code != 0) {
            count(sipCodes, code);
        }
        if (code == 486 || code == 600 || code == 603) {
            refusedByUser++;
        }
    }

    /** Whether the event ends a call that was answered. Ask before {@link #onEvent}. */
    boolean endsAnswered(CallEvent event) {
        return event.endpoint() >= 0 && answeredCall[event.endpoint()] == event.call();
    }

    long answered() {
        return answered;
    }

    /** When the first call was answered, run's clock; -1 before any. */
    long firstAnswerNs() {
        return firstAnswerNs;
    }

    /** When the last of the endpoints' first calls was answered, run's clock; -1 before any. */
    long lastFirstAnswerNs() {
        return lastFirstAnswerNs;
    }

    /** When the first answered call ended, run's clock; -1 before. */
    long firstHangUpNs() {
        return firstHangUpNs;
    }

    /**
     * Sums up.
     *
     * @param settledOnly rates over the calls that are answered or ended: fit to be judged while calls are being set up.
     * @param quality     of their media.
     */
    RunResult.Calls calls(boolean settledOnly, RunResult.CallQuality quality) {
        long whole = settledOnly ? answered + failed : started;
        return new RunResult.Calls(Math.max(offered, started), started, answered, failed, dropped,
                whole == 0 ? Double.NaN : 100.0 * answered / whole,
                whole == 0 ? Double.NaN : 100.0 * (answered + refusedByUser) / whole,
                new TreeMap<>(results), new TreeMap<>(sipCodes), arrivals.arrivals(), quality);
    }

    private static void count(Map<String, Long> counts, int code) {
        counts.merge(String.valueOf(code), 1L, Long::sum);
    }
}
