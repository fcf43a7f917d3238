package busyhour.jmh.calibrate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds where loads begin to overload: from a guess up or down, towards a load that held and one that did not, until the two are
 * close. Loads of the same size differ by a tenth on a machine that is not alone, so the limit is read from what they measured and kept
 * between the two.
 */
final class CapacitySearch {

    /** {@value} more load than the capacity is where the limit lies. */
    static final double HEADROOM = 0.3;
    /** The smallest load that is tried. */
    static final int LEAST = 20;

    /** Close enough: what a run varies by. */
    private static final double CLOSE = 1.31;
    /** How far the limit may lie above what held, and what broke above the limit, so that capacity holds and 1.6 times it does not. */
    private static final double MOST_OVER_HELD = 1.28;
    private static final double MOST_UNDER_BROKEN = 1.2;
    private static final double LONGEST_STEP = 8;
    private static final double STEP_OVER = 1.13;

    /** One load after another. */
    interface Loads {
        /** @param longer measured over a time that what compiles at a run's start does not fill. */
        Load load(int endpoints, boolean longer) throws IOException, InterruptedException;

        /** Whether there is time for one more. */
        boolean mayGoOn(boolean longer);
    }

    /**
     * @param limit   endpoints at which overload begins; 0 when not even {@link #LEAST} held.
     * @param proven  whether one load held and another did not.
     * @param largest the largest load that held, null without one.
     * @param loads   all of them, in order.
     */
    record Found(int limit, boolean proven, Load largest, List<Load> loads) {
        int capacity() {
            return rounded(limit / (1 + HEADROOM));
        }
    }

    private final Loads source;
    private final int most;
    private final List<Load> loads = new ArrayList<>();
    private Load held;
    private Load broken;

    /** @param most endpoints that files, ports and memory allow. */
    CapacitySearch(Loads source, int most) {
        this.source = source;
        this.most = Math.max(LEAST, most & ~1);
    }

    Found find(int guess) throws IOException, InterruptedException {
        int endpoints = even(guess);
        do {
            tryOut(endpoints);
            endpoints = next();
        } while (endpoints > 0 && source.mayGoOn(false));
        return new Found(limit(), held != null && broken != null, held, List.copyOf(loads));
    }

    private void tryOut(int endpoints) throws IOException, InterruptedException {
        Load load = load(endpoints, false);
        if (load.isDoubtful() && source.mayGoOn(true)) {
            load = load(endpoints, true);
        }
        if (load.held()) {
            held = held == null || held.endpoints() < endpoints ? load : held;
            broken = broken != null && broken.endpoints() <= endpoints ? null : broken; // it was something else that broke that
        } else {
            broken = load;
            held = held != null && held.endpoints() >= endpoints ? null : held;
        }
    }

    private Load load(int endpoints, boolean longer) throws IOException, InterruptedException {
        final Load load = source.load(endpoints, longer);
        loads.add(load);
        return load;
    }

    /** The next load to try, 0 when it is known well enough. */
    private int next() {
        if (broken == null) {
            return held.endpoints() >= most ? 0
                    : even(Math.clamp(STEP_OVER * held.endpointsAtLimit(), STEP_OVER * held.endpoints(), LONGEST_STEP * held.endpoints()));
        }
        if (held == null) {
            return broken.endpoints() <= LEAST ? 0
                    : even(Math.min(0.9 * broken.endpointsAtLimit(), (broken.isFull() ? 0.6 : 0.78) * broken.endpoints()));
        }
        return broken.endpoints() < CLOSE * held.endpoints() ? 0 : even(Math.sqrt((double) held.endpoints() * broken.endpoints()));
    }

    private int limit() {
        if (held == null) {
            return broken.endpoints() <= LEAST ? 0 : (int) (broken.endpoints() * 0.6);
        }
        if (broken == null) {
            return (int) Math.min(most, Math.clamp(byBusyShare(held), held.endpoints(), held.endpoints() * MOST_OVER_HELD));
        }
        final double highest = Math.min(broken.endpoints(), held.endpoints() * MOST_OVER_HELD);
        final double found = broken.busyRatio() > Load.BUSY_LIMIT ? byBusyShare(held) : Math.min(byBusyShare(held), byLateness());
        return (int) Math.clamp(found, Math.min(highest, broken.endpoints() / MOST_UNDER_BROKEN), highest);
    }

    /** The mean of what each load says: one alone is a matter of luck. Those played by other numbers of shards say nothing of this one. */
    private double byBusyShare(Load like) {
        return loads.stream().filter(load -> load.isTelling() && load.shards() == like.shards()).mapToDouble(Load::endpointsAtLimit).average()
                .orElse(like.endpointsAtLimit());
    }

    /** Where p99, drawn against the load from the one that held to the one that broke, meets its limit. */
    private double byLateness() {
        final double least = held.latenessP99Us();
        final double most99 = broken.latenessP99Us();
        return least > 0 && most99 > Load.LATENESS_LIMIT_US && least < Load.LATENESS_LIMIT_US
                ? held.endpoints() * Math.pow((double) broken.endpoints() / held.endpoints(),
                        Math.log(Load.LATENESS_LIMIT_US / least) / Math.log(most99 / least))
                : Math.sqrt((double) held.endpoints() * broken.endpoints());
    }

    private int even(double endpoints) {
        return (int) Math.clamp(endpoints, LEAST, most) & ~1;
    }

    /** Down to three digits and an even number: more would be a lie. */
    static int rounded(double endpoints) {
        int step = 2;
        while (endpoints / step >= 1_000) {
            step *= step == 2 ? 5 : 10;
        }
        return (int) (endpoints / step) * step;
    }
}
