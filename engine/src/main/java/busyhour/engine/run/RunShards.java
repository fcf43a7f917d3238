package busyhour.engine.run;

import busyhour.codec.ffmpeg.MediaCache;
import busyhour.codec.video.VideoStore;
import busyhour.engine.decode.DecoderAgent;
import busyhour.engine.dns.HostNameLookups;
import busyhour.engine.dns.SipLocator;
import busyhour.engine.endpoint.EndpointProgress;
import busyhour.engine.endpoint.Group;
import busyhour.engine.io.CoreList;
import busyhour.engine.io.ProcessThreads;
import busyhour.engine.io.ShardCore;
import busyhour.engine.io.TargetPolicy;
import busyhour.engine.io.ThreadScheduling;
import busyhour.engine.media.PlanAudio;
import busyhour.engine.media.TrackStore;
import busyhour.engine.shard.Shard;
import busyhour.engine.shard.ShardCommand;
import busyhour.engine.stream.StreamTransports;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.ring.RingMaker;
import busyhour.ipc.ring.ShardRing;
import busyhour.sip.TransportAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * The shards of a run, their threads, rings and progress, and what they have in common: the built-in registrar, names, streams.
 *
 * <p>Made and closed by the run's owner; {@link #build} on any one thread, before {@link #start}.
 */
final class RunShards implements AutoCloseable {

    private static final int SHARD_RING_BYTES = 16 << 20;

    /** What endpoints of a group have behind them. */
    enum Count { READY, FINISHED, CLOSED }

    private final Assignment assignment;
    private final EngineSettings settings;
    private final List<ShardRing> rings = new ArrayList<>();
    private final List<EndpointProgress> progress = new ArrayList<>();
    private final List<Shard> shards = new ArrayList<>();
    private final List<AgentRunner> runners = new ArrayList<>();
    private BuiltinRegistrar registrar;
    private HostNameLookups hostNames;
    private StreamTransports streams;
    /** Null where nothing is decoded. */
    private DecoderAgent decoder;
    private final BitSet allowed = ThreadScheduling.affinity();
    private boolean confined;
    private boolean closed;

    /** @param maker of the rings. */
    RunShards(final Assignment assignment, final EngineSettings settings, final RingMaker maker) {
        this.assignment = assignment;
        this.settings = settings.forLoad(assignment);
        for (int i = 0; i < this.settings.shards(); i++) {
            rings.add(maker.ring(SHARD_RING_BYTES));
        }
        if (RunDecoding.isWanted(assignment)) {
            rings.add(maker.ring(SHARD_RING_BYTES));
        }
    }

    /** The shards' rings and, where something is decoded, the decoder's behind them: for the publisher. */
    List<ShardRing> rings() {
        return rings;
    }

    /**
     * Resolves what the assignment names and encodes its media, then makes the shards. Sends nothing yet.
     *
     * @param told what takes its time, for people.
     * @param gate where a part of a run waits for the others.
     * @param host address that other workers reach this one by, null = nobody needs to.
     * @return monotonic time that the run's seconds count from: when the media was there.
     * @throws RunFaultException when it cannot be played here.
     */
    long build(final ErrorHandler errors, final Consumer<String> told, final PartGate gate, final TransportAddress host) throws RunFaultException {
        checkResources();
        final EndpointDealing dealing = EndpointDealing.of(assignment, settings.shards());
        final TargetPolicy policy = policy();
        if (assignment.hasRegistrar()) {
            registrar = host == null ? new BuiltinRegistrar(assignment) : new BuiltinRegistrar(assignment, host);
            runners.add(new AgentRunner(registrar, errors, null, registrar));
        }
        final MediaResolver media = media(told);
        final RunPeers peers = await(gate, media, host);
        final SipLocator locator = new SipLocator(settings.dns());
        final GroupResolver resolver = new GroupResolver(assignment, new GroupPaths(locator, policy, assignment.runId(), settings.addresses()),
                media, registrarAddress(peers), peers);
        final List<Group> groups = resolver.groups();
        final long startNs = SystemNanoClock.INSTANCE.nanoTime();
        hostNames = new HostNameLookups(locator);
        streams = StreamTransports.create(settings.cores());
        final ShardBuilder.Signalling signalling = new ShardBuilder.Signalling(
                policy, new TlsMaterial(assignment.files(), resolver), streams, LongRequests.wantStreams(assignment), hostNames);
        if (RunDecoding.isWanted(assignment)) {
            decoder = RunDecoding.agent(groups, settings.shards(), rings.getLast(), startNs);
        }
        // Two workers of one run must not share SSRCs, tags and branches (RFC 3550 8.1, RFC 3261 19.3).
        final long seed = new SecureRandom().nextLong();
        for (int i = 0; i < settings.shards(); i++) {
            progress.add(new EndpointProgress(groups.size()));
            final ShardBuilder builder = new ShardBuilder(i, groups, resolver, dealing, settings, rings.get(i), progress.get(i),
                    signalling, decoder, SystemNanoClock.INSTANCE, startNs, seed + i);
            try {
                shards.add(builder.build());
            } catch (final RunFaultException | RuntimeException | Error e) {
                builder.discard();
                throw e;
            }
            runners.add(new AgentRunner(idleStrategy(shards.get(i)), errors, null, shards.get(i)));
        }
        if (decoder != null) { // last: it ends when no shard sends it anything any more
            runners.add(new AgentRunner(new SleepingMillisIdleStrategy(1), errors, null, decoder));
        }
        return startNs;
    }

    /** In a run on several workers none begins before all are prepared: their seconds are the same. */
    private RunPeers await(final PartGate gate, final MediaResolver media, final TransportAddress host) throws RunFaultException {
        if (!assignment.isShared()) {
            return new RunPeers(assignment, host == null ? List.of() : RunPeers.own(assignment, null, host));
        }
        for (final Assignment.GroupSpec group : assignment.groups()) {
            media.tracks(group); // kept for when they are wanted
        }
        return new RunPeers(assignment, gate.await(RunPeers.own(assignment, registrar == null ? null : registrar.address(), host)));
    }

    /** Null without a built-in one. */
    private TransportAddress registrarAddress(final RunPeers peers) throws RunFaultException {
        final boolean builtin = assignment.registrars().stream().anyMatch(Assignment.RegistrarSpec::builtin);
        return !builtin ? null : registrar != null ? registrar.address() : peers.registrar();
    }

    private void checkResources() throws RunFaultException {
        if (new RunResources(assignment, settings.ports(), HostLimits.ofWorker()).refusal() != null) {
            System.gc(); // what the last run or the rehearsal left behind is not in the way
            new RunResources(assignment, settings.ports(), HostLimits.ofWorker()).check();
        }
    }

    private MediaResolver media(final Consumer<String> told) {
        final EncodingWord word = new EncodingWord(told);
        final MediaCache cache = MediaCache.ofHost();
        return new MediaResolver(new TrackStore(new PlanAudio(assignment.files()), cache, word),
                new VideoStore(assignment.files()::get, cache, word));
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

    /** Starts the threads. */
    void start() {
        if (settings.cores() != null) {
            keepOthersOff(settings.cores());
        }
        runners.forEach(RunShards::startThread);
    }

    /** What the process runs besides leaves the shards' cores alone, where others are left. */
    private void keepOthersOff(final CoreList cores) {
        final BitSet others = ShardCore.others(allowed, cores);
        if (!others.isEmpty()) {
            ProcessThreads.confine(others);
            confined = true;
        }
    }

    private static void startThread(final AgentRunner runner) {
        AgentRunner.startOnThread(runner, task -> {
            final Thread thread = new Thread(task, runner.agent().roleName());
            thread.setDaemon(true);
            return thread;
        });
    }

    void command(final ShardCommand command) {
        shards.forEach(shard -> shard.command(command));
    }

    /** How many endpoints of a group have that behind them, over all shards. */
    int sum(final int group, final Count count) {
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

    /** In the order of their numbers. */
    List<Shard> shards() {
        return shards;
    }

    /** What people should know about how the run is played: what of the cores was asked for and could not be had. */
    List<String> warnings() {
        return Stream.concat(settings.warnings().stream(), shards.stream().flatMap(shard -> shard.warnings().stream())).toList();
    }

    /** Ends the threads at once; endpoints that are not closed yet say so. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        runners.forEach(AgentRunner::close);
        if (confined) {
            ProcessThreads.confine(allowed);
        }
        if (hostNames != null) {
            hostNames.close();
        }
        if (streams != null) {
            streams.close();
        }
    }
}
