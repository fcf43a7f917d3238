package busyhour.engine.run;

import busyhour.engine.decode.DecoderAgent;
import busyhour.engine.dns.HostNameLookups;
import busyhour.engine.dns.ShardHostNames;
import busyhour.engine.io.TargetPolicy;
import busyhour.engine.endpoint.Endpoint;
import busyhour.engine.endpoint.EndpointCalls;
import busyhour.engine.endpoint.EndpointProgress;
import busyhour.engine.endpoint.EndpointRecords;
import busyhour.engine.endpoint.Group;
import busyhour.engine.endpoint.SessionDescriptions;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.KernelClock;
import busyhour.engine.io.PortRange;
import busyhour.engine.media.MediaStreams;
import busyhour.engine.shard.Shard;
import busyhour.engine.shard.ShardHealth;
import busyhour.engine.shard.SignallingSockets;
import busyhour.engine.stream.StreamSockets;
import busyhour.engine.stream.StreamTransports;
import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.ipc.ring.ShardRing;
import busyhour.sip.HostNames;
import busyhour.sip.ua.UserAgentDescriptor;
import busyhour.sip.ua.UserAgents;
import busyhour.sip.ua.UserAgentsContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/**
 * Makes one shard of a run: its endpoints, their sockets, user agents and streams. Set-up time; used once.
 */
final class ShardBuilder {

    private static final int SPARE_SOCKETS = 16;
    /** Audio and video, RTP and RTCP, where a group's streams share their sockets. */
    private static final int SHARED_OF_GROUP = 4;
    private static final int KEEP_ALIVE_S = 25;

    private final int number;
    private final EndpointDealing dealing;
    private final List<Group> groups;
    private final GroupResolver resolver;
    private final EngineSettings settings;
    private final ShardRing ring;
    private final EndpointProgress progress;
    private final TargetPolicy policy;
    private final NanoClock clock;
    private final long runStartNs;
    private final long seed;
    private final Signalling signalling;
    /** Null where nothing is decoded. */
    private final DecoderAgent decoder;
    private final PortRange ports;
    private DatagramIo io;
    private StreamSockets streams;
    private ShardMediaSecurity security;

    /**
     * What the shards of a run have in common to speak SIP with.
     *
     * @param policy    where messages may go.
     * @param tls       trust and identity.
     * @param streams   null: none but UDP is spoken.
     * @param tcpBesideUdp whether UDP endpoints want TCP for long requests.
     * @param hostNames who is asked for names that peers write, null = nobody.
     */
    record Signalling(
            TargetPolicy policy, TlsMaterial tls, StreamTransports streams, boolean tcpBesideUdp, HostNameLookups hostNames) {
    }

    ShardBuilder(
            final int number,
            final List<Group> groups,
            final GroupResolver resolver,
            final EndpointDealing dealing,
            final EngineSettings settings,
            final ShardRing ring,
            final EndpointProgress progress,
            final Signalling signalling,
            final DecoderAgent decoder,
            final NanoClock clock,
            final long runStartNs,
            final long seed) {
        this.number = number;
        this.dealing = dealing;
        this.groups = groups;
        this.resolver = resolver;
        this.settings = settings;
        this.ring = ring;
        this.progress = progress;
        this.signalling = signalling;
        this.decoder = decoder;
        ports = dealing.ports(settings.ports(), number);
        policy = signalling.policy();
        this.clock = clock;
        this.runStartNs = runStartNs;
        this.seed = seed;
    }

    /** @throws RunFaultException when a socket cannot be opened. */
    Shard build() throws RunFaultException {
        final Endpoint[] endpoints = endpoints();
        security = new ShardMediaSecurity(endpoints);
        security.prepare();
        io = settings.backEnd().apply(sockets(endpoints));
        streams = signalling.streams() == null ? null : signalling.streams().forShard(number, io::wakeUp);
        final KernelClock kernelClock = new KernelClock();
        final ShardHealth health = new ShardHealth(io, ring, number, runStartNs);
        final MediaStreams media = new MediaStreams(specs(endpoints), io, ports, policy, clock, kernelClock, health, seed);
        security.secure(media, number, settings.cores(), io::wakeUp);
        decode(endpoints, media);
        final EndpointRecords records = new EndpointRecords(ring, media, runStartNs, kernelClock.toEpochNs(runStartNs), endpoints.length);
        final HostNames names = signalling.hostNames() == null ? HostNames.NONE : new ShardHostNames(signalling.hostNames(), seed);
        final EndpointCalls calls = new EndpointCalls(endpoints, media, new SessionDescriptions(policy, names), records, progress);
        final SignallingSockets sockets = new SignallingSockets(io, streams, policy);
        final UserAgents userAgents = new UserAgents(context(endpoints, names), sockets, calls);
        final SignallingPoints points = new SignallingPoints(io, streams, signalling.tls(), signalling.tcpBesideUdp(), seed);
        for (final Endpoint endpoint : endpoints) {
            userAgents.add(descriptor(endpoint, points));
        }
        calls.userAgents(userAgents);
        points.listening((socket, group) -> calls.listen(socket, group));
        return new Shard("shard-" + number, settings.core(number), clock, kernelClock, io, sockets, userAgents, calls, media, health);
    }

    private Endpoint[] endpoints() {
        final List<Endpoint> mine = new ArrayList<>();
        for (final Group group : groups) {
            for (int i = 0; i < group.spec().endpoints(); i++) {
                if (dealing.shard(group.number(), i) == number) {
                    mine.add(new Endpoint(group.spec().firstEndpoint() + i, mine.size(), i, group,
                            group.isCaller() ? resolver.target(group, i) : null));
                }
            }
        }
        return mine.toArray(Endpoint[]::new);
    }

    private void decode(final Endpoint[] endpoints, final MediaStreams media) {
        for (final Endpoint endpoint : endpoints) {
            if (RunDecoding.isDecoded(endpoint.group().spec().media().decoding(), endpoint.index())) {
                media.decoding().decode(decoder.link(number), endpoint.local(), endpoint.id(), endpoint.group().number());
            }
        }
    }

    private static MediaSpec[] specs(final Endpoint[] endpoints) {
        return Arrays.stream(endpoints).map(endpoint -> endpoint.group().spec().media()).toArray(MediaSpec[]::new);
    }

    private int sockets(final Endpoint[] endpoints) {
        final List<GroupSpec> specs = groups.stream().map(Group::spec).toList();
        final int[] ofEach = specs.stream().mapToInt(spec -> mediaSockets(spec, specs)).toArray();
        int own = 0;
        int media = 0;
        for (final Endpoint endpoint : endpoints) {
            own += endpoint.group().spec().signalling().own() ? 1 : 0;
            media += ofEach[endpoint.group().number()];
        }
        return media + own + (1 + SHARED_OF_GROUP) * groups.size() + SPARE_SOCKETS;
    }

    /** Media sockets that an endpoint of the group has for itself at most. One that strangers can call may hear RTCP apart. */
    private static int mediaSockets(final GroupSpec spec, final List<GroupSpec> specs) {
        final boolean hearsStrangers = spec.callee().kind() == Callee.Kind.RECEIVE && spec.registrar() < 0;
        final int ofStream = RunNeeds.sharesRtcp(spec, specs) && !hearsStrangers ? 1 : 2;
        return spec.media().sharedSockets() ? 0 : ofStream * RunNeeds.streams(spec);
    }

    private UserAgentsContext context(final Endpoint[] endpoints, final HostNames names) {
        final int[] ofGroup = new int[groups.size()];
        for (int i = 0; i < ofGroup.length; i++) {
            final Group group = groups.get(i);
            ofGroup[i] = (int) Arrays.stream(endpoints).filter(endpoint -> endpoint.group() == group).count();
        }
        final SignallingRoom room = SignallingRoom.of(resolver.assignment(), ofGroup);
        return new UserAgentsContext()
                .maxUserAgents(Math.max(1, endpoints.length))
                .maxCalls(room.calls())
                .maxTransactions(room.transactions())
                .maxClientRequests(room.clientRequests())
                .maxEarlyDialogs(room.earlyDialogs())
                .seed(seed)
                .hostNames(names)
                .longDescriptions(Arrays.stream(endpoints).anyMatch(endpoint -> LongRequests.hasLongDescription(endpoint.group().spec())))
                .conclude();
    }

    private UserAgentDescriptor descriptor(final Endpoint endpoint, final SignallingPoints points) throws RunFaultException {
        final Group group = endpoint.group();
        final Account account = group.registers() ? group.spec().accounts().get(endpoint.index()) : null;
        final SignallingSpec spec = group.spec().signalling();
        return new UserAgentDescriptor(
                account == null ? user(endpoint) : account.username(),
                group.domain(),
                null,
                null,
                account == null ? null : account.password(),
                account == null ? null : account.realm(),
                points.points(endpoint),
                group.targets(endpoint.index()),
                group.registrarUri(),
                spec.expiresS(),
                keepAliveS(group, endpoint.index()),
                SpeechPolicies.timer(group.spec().name(), spec.sessionTimer()),
                SpeechPolicies.policy(group.spec().name(), spec)
                        .withDirect(!group.registers() && group.spec().target() == null && spec.outboundProxy() == null));
    }

    /** From a private address to a public registrar there is a NAT between, whose UDP bindings last 30 s (RFC 4787 4.3, RFC 5626 4.4.2). */
    private static int keepAliveS(final Group group, final int index) {
        return group.registers() && group.localAddress(index).isPrivate() && !group.targets(index).address(0).isPrivate() ? KEEP_ALIVE_S : 0;
    }

    private static String user(final Endpoint endpoint) {
        return endpoint.group().spec().name().replaceAll("[^A-Za-z0-9_.-]", "-") + "-" + (endpoint.index() + 1);
    }

    /** Gives everything back when a later shard could not be made. */
    void discard() {
        if (streams != null) {
            streams.close();
        }
        if (security != null) {
            security.close();
        }
        if (io != null) {
            io.close();
        }
    }
}
