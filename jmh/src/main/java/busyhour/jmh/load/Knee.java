package busyhour.jmh.load;

import java.io.IOException;

/**
 * The knee of a sweep: the highest number of endpoints that held, and the lowest above it that did not.
 *
 * @param held   0 = not even the first.
 * @param failed one above the most that was asked when nothing failed.
 */
record Knee(int held, int failed) {

    /** Whether this number of endpoints is carried. */
    interface Holds {
        boolean at(int endpoints) throws IOException, InterruptedException;
    }

    /**
     * Grows until a number fails, then halves the gap. A number that failed once is tried again: a stall of the machine is no knee.
     *
     * @param first  number, even.
     * @param factor by which it grows, above 1.
     * @param most   never more than this, even.
     * @param exact  share of the number by which the knee may be too low, such as 0.1.
     */
    static Knee search(int first, double factor, int most, double exact, Holds holds) throws IOException, InterruptedException {
        int held = 0;
        int failed = most + 1;
        int next = Math.min(first, most);
        while (true) {
            if (holds.at(next) || holds.at(next)) {
                held = next;
            } else {
                failed = next;
            }
            if (held == most || failed - held <= Math.max(2, exact * failed)) {
                return new Knee(held, failed);
            }
            next = failed > most ? Math.min(most, even(held * factor)) : even((held + failed) / 2.0);
            if (next <= held || next >= failed) {
                return new Knee(held, failed);
            }
        }
    }

    private static int even(double endpoints) {
        return (int) Math.round(endpoints / 2) * 2;
    }
}
