package busyhour.web.result;

import java.util.Arrays;

/** How many calls are up at the end of each second. Events may come in any order. Single-threaded. */
final class CallsUp {
    /** A week. */
    private static final int MAX_SECONDS = 7 * 86_400;

    private int[] changes = new int[64];
    private int now;

    void change(int second, int by) {
        int at = Math.clamp(second, 0, MAX_SECONDS);
        if (at >= changes.length) {
            changes = Arrays.copyOf(changes, Math.max(at + 1, changes.length * 2));
        }
        changes[at] += by;
        now += by;
    }

    /** By all that was told so far. */
    int now() {
        return now;
    }

    /** Mean of the seconds' ends from one second to another, exclusive; NaN without any. */
    double mean(int from, int to) {
        long up = 0;
        long sum = 0;
        for (int second = 0; second < Math.min(to, changes.length); second++) {
            up += changes[second];
            sum += second >= from ? up : 0;
        }
        sum += up * Math.max(0, to - Math.max(from, changes.length));
        return to <= from ? Double.NaN : (double) sum / (to - from);
    }
}
