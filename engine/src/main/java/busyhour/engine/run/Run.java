package busyhour.engine.run;

import busyhour.codec.AudioFile;
import busyhour.codec.AudioFileException;
import busyhour.codec.SpeechSignal;
import busyhour.engine.io.TargetPolicy;
import busyhour.engine.dns.HostNameLookups;
import busyhour.engine.dns.SipLocator;
import busyhour.engine.endpoint.EndpointProgress;
import busyhour.engine.endpoint.Group;
import busyhour.engine.media.TrackStore;
import busyhour.engine.shard.Shard;
import busyhour.engine.shard.ShardCommand;
import busyhour.engine.stream.StreamTransports;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.ring.ShardRing;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * One assignment being played: its shards and their threads, and the order of things.
 *
 * <pre>
 *   PREPARED -> REGISTERING -> CALLING -> STOPPING -> OVER
 *               a group's callers start when they and those they call are ready;
 *               the run stops with its last caller, or when receivers have listened long enough
 * </pre>
 *
 * <p>One thread, which is none of the shards'.
 */
public final class Run implements AutoCloseable {

    /** BYEs are waited for at most this long after a stop. */
    private static final long STOP_LIMIT_NS = 5_000_000_000L;
    private static final int SHARD_RING_BYTES = 16 << 20;

    private enum State { PREPARED, REGISTERING, CALLING, STOPPING, OVER }

    private final Assignment assignment;
    private final EngineSettings settings;
    private final long startNs;
    private final List<ShardRing> rings = new ArrayList<>();
    private final List<EndpointProgress> progress = new ArrayList<>();
    private final List<Shard> shards = new ArrayList<>();
    private final List<AgentRunner> runners = new ArrayList<>();
    private final boolean[] started;
    private BuiltinRegistrar registrar;
    private HostNameLookups hostNames;
    private StreamTransports streams;
    private State state = State.PREPARED;
    private long listeningNs;
    private long stopNs;

    private Run(final Assignment assignment, final EngineSettings settings, final long startNs) {
        this.assignment = assignment;
        this.settings = settings;
        this.startNs = startNs;
        started = new boolean[assignment.groups().size()];
    }

    /**
     * Makes everything that the run needs, and sends nothing yet.
     *
     * @param startNs monotonic time that the run's seconds count from.
     * @throws RunFaultException when it cannot be played here.
     */
    public static Run prepare(
            final Assignment assignment, final EngineSettings settings, final long startNs, final ErrorHandler errors)
            throws RunFaultException {
        final Run run = new Run(assignment, settings, startNs);
        try {
            run.build(errors);
            return run;
        } catch (final RunFaultException | RuntimeException | Error e) { // out of memory is an Error
            run.close();
            throw e;
        }
    }

    private void build(final ErrorHandler errors) throws RunFaultException {
        new RunResources(assignment, settings).check();
        final TargetPolicy policy = policy();
        if (assignment.registrars().stream().anyMatch(Assignment.RegistrarSpec::builtin)) {
            registrar = new BuiltinRegistrar(assignment);
            runners.add(new AgentRunner(registrar, errors, null, registrar));
        }
        final SipLocator locator = new SipLocator(settings.dns());
        final GroupResolver resolver = new GroupResolver(assignment, new GroupPaths(locator, policy, assignment.runId()),
                new TrackStore(this::samples), registrar == null ? null : registrar.address());
        final List<Group> groups = resolver.groups();
        hostNames = new HostNameLookups(locator);
        streams = StreamTransports.create(settings.cores());
        final ShardBuilder.Signalling signalling = new ShardBuilder.Signalling(
                policy, new TlsMaterial(assignment.files(), resolver), streams, LongRequests.wantStreams(assignment), hostNames);
        // Two workers of one run must not share SSRCs, tags and branches (RFC 3550 8.1, RFC 3261 19.3).
        final long seed = new SecureRandom().nextLong();
        for (int i = 0; i < settings.shards(); i++) {
            rings.add(ShardRing.offHeap(SHARD_RING_BYTES));
            progress.add(new EndpointProgress(groups.size()));
            final ShardBuilder builder = new ShardBuilder(i, groups, resolver, settings, rings.get(i), progress.get(i),
                    signalling, SystemNanoClock.INSTANCE, startNs, seed + i);
            try {
                shards.add(builder.build());
            } catch (final RunFaultException | RuntimeException | Error e) {
                builder.discard();
                throw e;
            }
            runners.add(new AgentRunner(idleStrategy(shards.get(i)), errors, null, shards.get(i)));
        }
    }

    private IdleStrategy idleStrategy(final Shard shard) {
        return switch (settings.idle()) {
            case SPIN -> BusySpinIdleStrategy.INSTANCE;
            case YIELD -> YieldingIdleStrategy.INSTANCE;
            case BACKOFF -> shard;
        };
    }

    private TargetPolicy policy() throws RunFaultException {
        try {
            return new TargetPolicy(assignment.allowPublic(), assignment.allowed());
        } catch (final IllegalArgumentException e) {
            throw new RunFaultException(e.getMessage());
        }
    }

    private short[] samples(final String audio) {
        try {
            return audio == null ? SpeechSignal.samples() : AudioFile.read(audio, assignment.files().get(audio));
        } catch (final AudioFileException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The shards' rings, for the publisher. */
    public List<ShardRing> rings() {
        return rings;
    }

    /** Starts the threads; endpoints register. */
    public void start() {
        runners.forEach(Run::startThread);
        command(new ShardCommand(ShardCommand.Kind.REGISTER, -1, startNs));
        state = State.REGISTERING;
    }

    private static void startThread(final AgentRunner runner) {
        AgentRunner.startOnThread(runner, task -> {
            final Thread thread = new Thread(task, runner.agent().roleName());
            thread.setDaemon(true);
            return thread;
        });
    }

    private void command(final ShardCommand command) {
        shards.forEach(shard -> shard.command(command));
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
        boolean all = true;
        for (int i = 0; i < started.length; i++) {
            final GroupSpec group = assignment.groups().get(i);
            if (!started[i] && isReady(i) && (group.callee().kind() != Callee.Kind.GROUP || isReady(group.callee().group()))) {
                started[i] = true;
                if (group.callee().calls()) {
                    command(new ShardCommand(ShardCommand.Kind.START_CALLS, i, nowNs));
                }
            }
            all &= started[i];
        }
        if (all) {
            listeningNs = nowNs;
            state = State.CALLING;
        }
        return all;
    }

    private boolean isReady(final int group) {
        return sum(group, Count.READY) == assignment.groups().get(group).endpoints();
    }

    private boolean stopWhenDone(final long nowNs) {
        boolean callers = false;
        boolean calling = false;
        boolean listening = false;
        long listenMs = 0;
        for (int i = 0; i < started.length; i++) {
            final GroupSpec group = assignment.groups().get(i);
            if (group.callee().calls()) {
                callers = true;
                calling |= sum(i, Count.FINISHED) < group.endpoints();
            } else {
                listening |= sum(i, Count.FINISHED) < group.endpoints();
                listenMs = Math.max(listenMs, group.forMs() > 0 ? group.forMs() : group.durationMs());
            }
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
        for (int i = 0; i < started.length; i++) {
            closed += sum(i, Count.CLOSED);
            endpoints += assignment.groups().get(i).endpoints();
        }
        if (closed < endpoints && nowNs - stopNs < STOP_LIMIT_NS) {
            return false;
        }
        close();
        return true;
    }

    private enum Count { READY, FINISHED, CLOSED }

    private int sum(final int group, final Count count) {
        int sum = 0;
        for (final EndpointProgress each : progress) {
            sum += switch (count) {
                case READY -> each.ready(group);
                case FINISHED -> each.finished(group);
                case CLOSED -> each.closed(group);
            };
        }
        return sum;
    }

    /** Ends calls with BYE or CANCEL, then everything. Harmless when that is under way. */
    public void stop(final long nowNs) {
        if (state == State.PREPARED) {
            close();
        } else if (state == State.REGISTERING || state == State.CALLING) {
            stopNs = nowNs;
            state = State.STOPPING;
            command(new ShardCommand(ShardCommand.Kind.STOP, -1, nowNs));
        }
    }

    public boolean isStopping() {
        return state == State.STOPPING;
    }

    /** Whether the shards' threads have ended: nothing more is written into the rings. */
    public boolean isOver() {
        return state == State.OVER;
    }

    /** What people should know about how the run is played: shards not pinned as asked. */
    public List<String> warnings() {
        return shards.stream().map(Shard::warning).filter(warning -> warning != null).toList();
    }

    /** Ends the threads at once; endpoints that are not closed yet say so. */
    @Override
    public void close() {
        runners.forEach(AgentRunner::close);
        if (hostNames != null) {
            hostNames.close();
        }
        if (streams != null) {
            streams.close();
        }
        state = State.OVER;
    }
}
