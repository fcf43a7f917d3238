package busyhour.engine.run;

import busyhour.codec.ffmpeg.MediaCache;
import busyhour.codec.video.VideoStore;
import busyhour.engine.endpoint.EndpointProgress;
import busyhour.engine.dns.SipLocator;
import busyhour.engine.dns.SystemDns;
import busyhour.engine.endpoint.Group;
import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.SimDatagramIo;
import busyhour.engine.io.SimNetwork;
import busyhour.engine.io.TargetPolicy;
import busyhour.engine.media.AudioSource;
import busyhour.engine.media.TrackStore;
import busyhour.engine.shard.Shard;
import busyhour.engine.shard.ShardCommand;
import busyhour.engine.shard.SignallingSockets;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Load;
import busyhour.ipc.ring.ShardRing;
import busyhour.sip.TransportAddress;
import busyhour.sip.registrar.RegistrarProxy;
import busyhour.sip.registrar.RegistrarProxyContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One shard playing an assignment in virtual time over a network in memory, a millisecond at a step. The order of things
 * ({@link Run}) is the test's: register, start the callers, stop.
 */
final class SimRun implements DatagramHandler {

    static final long MS = 1_000_000L;
    private static final long START_NS = 7_000_000_000L;
    private static final int RING_BYTES = 8 << 20;

    final RecordedRun record = new RecordedRun();
    final SimNetwork network = new SimNetwork();
    final SimDatagramIo sockets = network.host();
    /** Where the test itself, or the registrar, has its socket. */
    final SimDatagramIo outside = network.host();
    final TransportAddress outsideAddress = new TransportAddress();
    final int outsideSocket;
    final List<String> outsideReceived = new ArrayList<>();
    final EndpointProgress progress;
    private final Assignment assignment;
    private final ShardRing ring = ShardRing.offHeap(RING_BYTES);
    private final Shard shard;
    private RegistrarProxy proxy;
    /** Duty cycles that did work. */
    long busyCycles;
    private long nowNs = START_NS;

    /** Endpoints without a file of their own are silent. */
    SimRun(final Assignment assignment) throws RunFaultException {
        this(assignment, (name, rateHz, channels) -> new short[16_000]);
    }

    SimRun(final Assignment assignment, final AudioSource audio) throws RunFaultException {
        this(assignment, audio, 0, 1);
    }

    /** One of some shards, alone in its network. */
    SimRun(final Assignment assignment, final int number, final int shards) throws RunFaultException {
        this(assignment, (name, rateHz, channels) -> new short[16_000], number, shards);
    }

    private SimRun(final Assignment assignment, final AudioSource audio, final int number, final int shards) throws RunFaultException {
        this.assignment = assignment;
        outsideSocket = outside.open(outsideAddress.setIpv4(0x7F000001, 5_059), DatagramOptions.signalling(), 0);
        final TargetPolicy policy = new TargetPolicy(assignment.allowPublic(), assignment.allowed());
        final GroupResolver resolver = new GroupResolver(
                assignment, new GroupPaths(new SipLocator(SystemDns::ofHost), policy, 1), new MediaResolver(new TrackStore(audio),
                        new VideoStore(name -> null, MediaCache.none(), VideoStore.Progress.NONE)), outsideAddress);
        final List<Group> groups = resolver.groups();
        progress = new EndpointProgress(groups.size());
        shard = new ShardBuilder(number, groups, resolver, EndpointDealing.of(assignment.groups(), shards), new EngineSettings(null, EngineSettings.Idle.BACKOFF,
                PortRange.defaults(), count -> sockets), ring, progress,
                new ShardBuilder.Signalling(policy, new TlsMaterial(assignment.files(), resolver), null, false, null), null, () -> nowNs, nowNs, 1).build();
        shard.onStart();
    }

    /** Puts a registrar and proxy outside, which knows all accounts of the assignment. */
    SimRun withRegistrar() {
        return withRegistrar(assignment);
    }

    /** Puts a registrar and proxy outside, which knows all accounts of that assignment. */
    SimRun withRegistrar(final Assignment known) {
        final List<Account> accounts = known.groups().stream().flatMap(group -> group.accounts().stream()).distinct().toList();
        proxy = new RegistrarProxy(new RegistrarProxyContext().address(outsideAddress).maxAccounts(accounts.size()).seed(1).conclude(),
                new SignallingSockets(outside, new TargetPolicy(false, List.of())));
        accounts.forEach(account -> proxy.addAccount(account.username(), account.password()));
        return this;
    }

    @Override
    public void onDatagram(final int socket, final TransportAddress source, final DirectBuffer buffer, final int offset,
            final int length, final long arrivalEpochNs, final int tos) {
        if (proxy != null) {
            proxy.onDatagram(socket, source, buffer, offset, length, nowNs);
        } else {
            outsideReceived.add(buffer.getStringWithoutLengthUtf8(offset, length));
        }
    }

    void register() {
        shard.command(new ShardCommand(ShardCommand.Kind.REGISTER, -1, nowNs));
        run(200);
    }

    void startCalls() {
        for (int i = 0; i < assignment.groups().size(); i++) {
            if (assignment.groups().get(i).callee().kind() != Callee.Kind.RECEIVE) {
                shard.command(new ShardCommand(ShardCommand.Kind.START_CALLS, i, nowNs));
            }
        }
    }

    /** From {@code inMs} on the group calls so much. */
    void setLoad(final int group, final Load load, final long inMs) {
        shard.command(new ShardCommand(ShardCommand.Kind.SET_LOAD, group, nowNs + inMs * MS, load));
    }

    void stop() {
        shard.command(new ShardCommand(ShardCommand.Kind.STOP, -1, nowNs));
    }

    /** Registers, calls until the last caller has finished, and stops. */
    SimRun play() {
        register();
        startCalls();
        runUntil(this::callersFinished, 120_000);
        return end();
    }

    SimRun end() {
        stop();
        run(1_000);
        return this;
    }

    /** The shard's end, whatever its endpoints are at. */
    void close() {
        shard.onClose();
        drain();
    }

    private boolean callersFinished() {
        for (int i = 0; i < assignment.groups().size(); i++) {
            if (assignment.groups().get(i).callee().kind() != Callee.Kind.RECEIVE
                    && progress.finished(i) < assignment.groups().get(i).endpoints()) {
                return false;
            }
        }
        return true;
    }

    void run(final long ms) {
        final long untilNs = nowNs + ms * MS;
        runUntil(() -> nowNs - untilNs >= 0, ms + 1);
    }

    void runUntil(final BooleanSupplier over, final long limitMs) {
        for (long i = 0; !over.getAsBoolean(); i++) {
            if (i > limitMs) {
                throw new AssertionError("not over after " + limitMs + " ms: " + record.phases + " " + record.details);
            }
            nowNs += MS;
            network.now(nowNs);
            for (int cycle = 0; cycle < 1_000 && cycle() + outside.poll(this, 64) > 0; cycle++) {
                drain();
            }
            drain();
        }
    }

    private int cycle() {
        final int work = shard.doWork();
        busyCycles += work > 0 ? 1 : 0;
        return work;
    }

    private void drain() {
        while (ring.drain(record, 1_000) > 0) {
            continue;
        }
    }

    long nowMs() {
        return (nowNs - START_NS) / MS;
    }

    /** A message from outside to a socket of the shard. */
    void sendFromOutside(final String message, final TransportAddress to) {
        final byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        outside.sendTo(outsideSocket, to, new UnsafeBuffer(bytes), 0, bytes.length);
    }
}
