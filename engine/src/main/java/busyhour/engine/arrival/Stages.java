package busyhour.engine.arrival;

import busyhour.ipc.plan.ArrivalSpec.Stage;
import busyhour.ipc.plan.Load;
import java.util.List;

/**
 * The load of a group over time: pieces in which an amount goes evenly from one value to another, one behind the other.
 *
 * <pre>
 *   amount     to ____
 *     |      ,-'      |____ from = to
 *     |  from         |    |
 *     +--|-----length-|----|-- us      a piece that was cut short keeps its slope: length is less than over
 * </pre>
 */
final class Stages {

    /** Changes that may wait at a time; of more the last one counts. */
    private static final int SPARE = 8;
    private static final long US_PER_MS = 1_000;

    final long[] startUs;
    final long[] lengthUs;
    final long[] overUs;
    final long[] from;
    final long[] to;
    final long[] perUs;
    private int count;
    private final long endUs;

    Stages(final List<Stage> stages) {
        final int capacity = stages.size() + SPARE;
        startUs = new long[capacity];
        lengthUs = new long[capacity];
        overUs = new long[capacity];
        from = new long[capacity];
        to = new long[capacity];
        perUs = new long[capacity];
        long atUs = 0;
        for (final Stage stage : stages) {
            set(count, atUs, stage.overMs() * US_PER_MS, stage.from(), stage.to(), stage.perMs() * US_PER_MS);
            atUs += stage.overMs() * US_PER_MS;
            count++;
        }
        endUs = atUs;
    }

    int count() {
        return count;
    }

    /** When the last one is over. */
    long endUs() {
        return endUs;
    }

    long stageEndUs(final int stage) {
        return startUs[stage] + lengthUs[stage];
    }

    private void set(final int stage, final long atUs, final long length, final long fromAmount, final long toAmount, final long per) {
        startUs[stage] = atUs;
        lengthUs[stage] = length;
        overUs[stage] = length;
        from[stage] = fromAmount;
        to[stage] = toAmount;
        perUs[stage] = per;
    }

    /**
     * From {@code atUs} to the end the load is this.
     *
     * @param doneUs nobody asks for a time before this any more.
     * @return how many stages were taken away at the front; -1 when it is over by then, and all stays as it was.
     */
    int change(final Load load, final long atUs, final long doneUs) {
        if (atUs >= endUs) {
            return -1;
        }
        while (count > 1 && startUs[count - 1] >= atUs) {
            count--;
        }
        int dropped = 0;
        while (dropped < count - 1 && stageEndUs(dropped) <= Math.min(doneUs, atUs)) {
            dropped++;
        }
        moveDown(dropped);
        final int last = count - 1;
        final long changeUs = count < startUs.length ? Math.max(atUs, startUs[last]) : startUs[last];
        if (changeUs > startUs[last]) {
            lengthUs[last] = changeUs - startUs[last];
            count++;
        }
        set(count - 1, changeUs, endUs - changeUs, load.amount(), load.amount(), load.perMs() * US_PER_MS);
        return dropped;
    }

    private void moveDown(final int dropped) {
        count -= dropped;
        for (int i = 0; i < count && dropped > 0; i++) {
            startUs[i] = startUs[i + dropped];
            lengthUs[i] = lengthUs[i + dropped];
            overUs[i] = overUs[i + dropped];
            from[i] = from[i + dropped];
            to[i] = to[i + dropped];
            perUs[i] = perUs[i + dropped];
        }
    }
}
