package busyhour.engine.run;

import busyhour.engine.run.RunShards.Count;
import busyhour.engine.shard.Shard;
import busyhour.engine.shard.ShardCommand;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Load;
import busyhour.ipc.ring.RingMaker;
import busyhour.ipc.ring.ShardRing;
import busyhour.sip.TransportAddress;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.ErrorHandler;

/**
 * One assignment being played: the order of things.
 *
 * <pre>
 *   NEW --prepare--> PREPARED -> REGISTERING -> CALLING -> STOPPING -> OVER
 *               a group's callers start when they and those they call are ready, a part's when the platform says;
 *               the run stops with its last caller, or when receivers have listened long enough, a part when it is told to
 * </pre>
 *
 * <p>One thread, which is none of the shards'; {@link #prepare} may be called on another one before all else.
 */
public final class Run implements AutoCloseable {

    /** BYEs are waited for at most this long after a stop. */
    private static final long STOP_LIMIT_NS = 5_000_000_000L;
    /** A change of load is known to the shards so long before it holds. */
    private static final long LOAD_NOTICE_NS = 20_000_000L;

    private enum State { PREPARED, REGISTERING, CALLING, STOPPING, OVER }

    private final Assignment assignment;
    private final RunShards shards;
    private final GroupStarts starts;
    private State state = State.PREPARED;
    private long startNs;
    private long listeningNs;
    private long stopNs;

    /** Has its rings, in memory, and nothing else so far. */
    public Run(final Assignment assignment, final EngineSettings settings) {
        this(assignment, settings, ShardRing::offHeap);
    }

    /** The same with rings that outlive the process. */
    Run(final Assignment assignment, final EngineSettings settings, final RingMaker rings) {
        this.assignment = assignment;
        shards = new RunShards(assignment, settings, rings);
        starts = new GroupStarts(assignment);
    }

    /** A run that is prepared. */
    public static Run prepare(final Assignment assignment, final EngineSettings settings, final ErrorHandler errors)
            throws RunFaultException {
        final Run run = new Run(assignment, settings);
        run.prepare(errors, told -> { }, PartGate.OPEN, null);
        return run;
    }

    /**
     * Makes everything that the run needs, media encoded, and sends nothing yet.
     *
     * @param told what takes its time, for people; an exception of it ends the preparation.
     * @param gate where a part of a run waits for the others.
     * @param host address that other workers reach this one by, null = nobody needs to.
     * @throws RunFaultException when it cannot be played here.
     */
    void prepare(final ErrorHandler errors, final Consumer<String> told, final PartGate gate, final TransportAddress host) throws RunFaultException {
        try {
            startNs = shards.build(errors, told, gate, host);
        } catch (final RunFaultException | RuntimeException | Error e) { // out of memory is an Error
            shards.close();
            throw e;
        }
    }

    /** The shards' rings, for the publisher. */
    public List<ShardRing> rings() {
        return shards.rings();
    }

    /** Monotonic time that the run's seconds count from, once it is prepared. */
    public long startNs() {
        return startNs;
    }

    /** Starts the threads; endpoints register. */
    public void start() {
        shards.start();
        shards.command(new ShardCommand(ShardCommand.Kind.REGISTER, -1, startNs));
        state = State.REGISTERING;
    }

    /** Moves the run on. @return whether something changed. */
    public boolean poll(final long nowNs) {
        return switch (state) {
            case PREPARED, OVER -> false;
            case REGISTERING -> startReadyCallers(nowNs);
            case CALLING -> stopWhenDone(nowNs);
            case STOPPING -> endWhenClosed(nowNs);
        };
    }

    private boolean startReadyCallers(final long nowNs) {
        final int groups = assignment.groups().size();
        for (int i = 0; i < groups; i++) {
            if (!starts.isReady(i) && shards.sum(i, Count.READY) == assignment.endpoints(i)) {
                starts.ready(i);
            }
        }
        for (int i = 0; i < groups; i++) {
            if (starts.takeStart(i) && assignment.groups().get(i).callee().calls()) {
                shards.command(new ShardCommand(ShardCommand.Kind.START_CALLS, i, nowNs));
            }
        }
        final boolean all = starts.areAllStarted();
        if (all) {
            listeningNs = nowNs;
            state = State.CALLING;
        }
        return all;
    }

    private boolean stopWhenDone(final long nowNs) {
        boolean callers = false;
        boolean calling = false;
        boolean listening = false;
        long listenMs = 0;
        for (int i = 0; i < assignment.groups().size(); i++) {
            final GroupSpec group = assignment.groups().get(i);
            final boolean going = shards.sum(i, Count.FINISHED) < assignment.endpoints(i);
            if (!going) {
                starts.finished(i);
            }
            if (group.callee().calls()) {
                callers = true;
                calling |= going;
            } else {
                listening |= going;
                listenMs = Math.max(listenMs, group.forMs() > 0 ? group.forMs() : group.durationMs());
            }
        }
        if (assignment.isShared() && callers) { // others may call here still: the platform knows when all are done
            return false;
        }
        // receivers that could not register wait for nobody
        if (callers ? calling : listening && nowNs - listeningNs < listenMs * 1_000_000L) {
            return false;
        }
        stop(nowNs);
        return true;
    }

    private boolean endWhenClosed(final long nowNs) {
        int closed = 0;
        int endpoints = 0;
        for (int i = 0; i < assignment.groups().size(); i++) {
            closed += shards.sum(i, Count.CLOSED);
            endpoints += assignment.endpoints(i);
        }
        final boolean neededByOthers = assignment.isShared() && assignment.hasRegistrar();
        if ((closed < endpoints || neededByOthers) && nowNs - stopNs < STOP_LIMIT_NS) {
            return false;
        }
        close();
        return true;
    }

    /**
     * A group calls so much from a moment later on, which gives all shards the time to hear of it.
     *
     * @param group index of the group in the assignment.
     * @return since when it holds, monotonic; -1 when the group's calls do not come that way, or do not come now.
     */
    public long setLoad(final int group, final Load load, final long nowNs) {
        final boolean playing = state == State.REGISTERING || state == State.CALLING;
        if (!playing || group < 0 || group >= assignment.groups().size() || !starts.isStarted(group)
                || assignment.groups().get(group).arrivals().kind() != load.kind()) {
            return -1;
        }
        final long atNs = nowNs + LOAD_NOTICE_NS;
        shards.command(new ShardCommand(ShardCommand.Kind.SET_LOAD, group, atNs, load));
        return atNs;
    }

    /** How far the groups are, for the platform in a run on several workers. */
    GroupStarts starts() {
        return starts;
    }

    /** Ends calls with BYE or CANCEL, then everything. Harmless when that is under way. */
    public void stop(final long nowNs) {
        if (state == State.PREPARED) {
            close();
        } else if (state == State.REGISTERING || state == State.CALLING) {
            stopNs = nowNs;
            state = State.STOPPING;
            shards.command(new ShardCommand(ShardCommand.Kind.STOP, -1, nowNs));
        }
    }

    public boolean isStopping() {
        return state == State.STOPPING;
    }

    /** Whether the shards' threads have ended: nothing more is written into the rings. */
    public boolean isOver() {
        return state == State.OVER;
    }

    /** Its shards, once it is prepared. */
    List<Shard> shards() {
        return shards.shards();
    }

    /** What people should know about how the run is played: what of the cores was asked for and could not be had. */
    public List<String> warnings() {
        return shards.warnings();
    }

    /** Ends the threads at once; endpoints that are not closed yet say so. */
    @Override
    public void close() {
        shards.close();
        state = State.OVER;
    }
}
