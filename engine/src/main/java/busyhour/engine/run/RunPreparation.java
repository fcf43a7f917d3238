package busyhour.engine.run;

import busyhour.engine.io.CompilerThreads;
import busyhour.sip.TransportAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a run playable on a thread of its own: media files may take minutes to encode, and meanwhile people want to see how far it
 * is, and may want to end it.
 *
 * <p>{@link #isDone}, {@link #takeTold} and {@link #cancel} on the worker's thread.
 */
final class RunPreparation {

    private static final Logger LOG = LoggerFactory.getLogger(RunPreparation.class);

    /** Of used heap: more than a small run and all that the start loaded take together. */
    private static final long LARGE_BYTES = 32L << 20;

    private static final int COMPILERS_NICE = 5;

    private final Run run;
    private final EngineFaults faults;
    private final PartGate gate;
    private final TransportAddress host;
    private final boolean alone;
    private final Thread thread;
    private volatile String told;
    private volatile boolean cancelled;
    /** Written before the thread ends, which {@link #isDone} waits for. */
    private String fault;
    private String toldLast;

    /**
     * Begins at once.
     *
     * @param faults hears of what the run's threads throw, from then on.
     * @param gate   where a part of a run waits for the others.
     * @param host   address that other workers reach this one by, null = nobody needs to.
     * @param alone  whether no other run is being played here, which a garbage collection would stop.
     */
    RunPreparation(final Run run, final EngineFaults faults, final PartGate gate, final TransportAddress host, final boolean alone) {
        this.run = run;
        this.gate = gate;
        this.host = host;
        this.alone = alone;
        this.faults = faults;
        thread = Thread.ofPlatform().daemon().name("preparation").start(this::prepare);
    }

    private void prepare() {
        try {
            run.prepare(faults, this::tell, gate, host);
            if (alone) {
                emptyYoungGeneration();
            }
            CompilerThreads.giveWay(COMPILERS_NICE); // from here on packets have a time to go
        } catch (final PreparationEndedException e) {
            LOG.info(e.getMessage());
        } catch (final RunFaultException e) {
            fault = e.getMessage();
        } catch (final RuntimeException | Error e) { // out of memory, a native library that cannot be had
            LOG.error("a run could not be prepared", e);
            fault = "the run could not be prepared: " + e;
        }
    }

    /** What a large run's preparation left behind would be collected during the run, with all endpoints to look through. */
    private static void emptyYoungGeneration() {
        final Runtime runtime = Runtime.getRuntime();
        if (runtime.totalMemory() - runtime.freeMemory() > LARGE_BYTES) {
            System.gc();
        }
    }

    private void tell(final String text) {
        if (cancelled) {
            throw new PreparationEndedException();
        }
        told = text;
    }

    boolean isDone() {
        return !thread.isAlive();
    }

    /** Why the run cannot be played, once {@link #isDone}; null when it can, or was cancelled. */
    String fault() {
        return fault;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Ends it at its next word; the run is then never started. */
    void cancel() {
        cancelled = true;
    }

    /** What it has said since the last time, null for nothing new. */
    String takeTold() {
        final String text = told;
        if (text == null || text.equals(toldLast)) {
            return null;
        }
        toldLast = text;
        LOG.info(text);
        return text;
    }
}
