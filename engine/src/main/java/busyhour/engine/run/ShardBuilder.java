package busyhour.engine.run;

import busyhour.engine.io.TargetPolicy;
import busyhour.engine.endpoint.Endpoint;
import busyhour.engine.endpoint.EndpointCalls;
import busyhour.engine.endpoint.EndpointProgress;
import busyhour.engine.endpoint.EndpointRecords;
import busyhour.engine.endpoint.Group;
import busyhour.engine.endpoint.SessionDescriptions;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.Errno;
import busyhour.engine.io.KernelClock;
import busyhour.engine.io.PortRange;
import busyhour.engine.media.MediaStreams;
import busyhour.engine.shard.Shard;
import busyhour.engine.shard.ShardHealth;
import busyhour.engine.shard.SignallingSockets;
import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.ring.ShardRing;
import busyhour.sip.TransportAddress;
import busyhour.sip.ua.UserAgentDescriptor;
import busyhour.sip.ua.UserAgentPolicy;
import busyhour.sip.ua.UserAgents;
import busyhour.sip.ua.UserAgentsContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.NanoClock;

/**
 * Makes one shard of a run: its endpoints, their sockets, user agents and streams. Set-up time; used once.
 */
final class ShardBuilder {

    private static final int EXPIRES_S = 600;
    private static final int SPARE_SOCKETS = 16;
    /** Seconds that a finished transaction is kept (RFC 3261 17, Timers D, H, J and what follows them). */
    private static final int KEPT_S = 37;
    private static final int MAX_TRANSACTIONS = 1 << 20;

    private final int number;
    private final int shards;
    private final List<Group> groups;
    private final GroupResolver resolver;
    private final EngineSettings settings;
    private final ShardRing ring;
    private final EndpointProgress progress;
    private final TargetPolicy policy;
    private final NanoClock clock;
    private final long runStartNs;
    private final long seed;
    private final Map<TransportAddress, Integer> sharedSockets = new HashMap<>();
    private final Map<Group, Integer> listeningSockets = new HashMap<>();
    private DatagramIo io;

    ShardBuilder(
            final int number,
            final List<Group> groups,
            final GroupResolver resolver,
            final EngineSettings settings,
            final ShardRing ring,
            final EndpointProgress progress,
            final TargetPolicy policy,
            final NanoClock clock,
            final long runStartNs,
            final long seed) {
        this.number = number;
        this.shards = settings.shards();
        this.groups = groups;
        this.resolver = resolver;
        this.settings = settings;
        this.ring = ring;
        this.progress = progress;
        this.policy = policy;
        this.clock = clock;
        this.runStartNs = runStartNs;
        this.seed = seed;
    }

    /** @throws RunFaultException when a socket cannot be opened. */
    Shard build() throws RunFaultException {
        final Endpoint[] endpoints = endpoints();
        io = settings.backEnd().apply(sockets(endpoints));
        final KernelClock kernelClock = new KernelClock();
        final ShardHealth health = new ShardHealth(io, ring, number, runStartNs);
        final MediaStreams media = new MediaStreams(endpoints.length, io, ports(endpoints.length), policy, clock, kernelClock, health, seed);
        final EndpointRecords records = new EndpointRecords(ring, media, runStartNs, kernelClock.toEpochNs(runStartNs), endpoints.length);
        final EndpointCalls calls = new EndpointCalls(endpoints, media, new SessionDescriptions(policy), records, progress);
        final UserAgents userAgents = new UserAgents(context(endpoints), new SignallingSockets(io, policy), calls);
        for (final Endpoint endpoint : endpoints) {
            userAgents.add(descriptor(endpoint));
        }
        calls.userAgents(userAgents);
        listeningSockets.forEach((group, socket) -> calls.listen(socket, group));
        return new Shard("shard-" + number, settings.core(number), clock, kernelClock, io, userAgents, calls, media, health);
    }

    /** Endpoints are dealt out in turn; those of a listening group share a socket and so a shard. */
    private Endpoint[] endpoints() {
        final List<Endpoint> mine = new ArrayList<>();
        for (final Group group : groups) {
            for (int i = 0; i < group.spec().endpoints(); i++) {
                final int turn = group.listens() ? group.number() : i;
                if (turn % shards == number) {
                    mine.add(new Endpoint(group.spec().firstEndpoint() + i, mine.size(), i, group,
                            group.isCaller() ? resolver.target(group, i) : null));
                }
            }
        }
        return mine.toArray(Endpoint[]::new);
    }

    /** A listening group lies in one shard as a whole, so that a shard may hold more endpoints than its share of the ports. */
    private PortRange ports(final int endpoints) throws RunFaultException {
        final PortRange ports = settings.ports().share(number, shards);
        if (endpoints > ports.pairs()) {
            throw new RunFaultException(endpoints + " endpoints of shard " + number + " need " + endpoints
                    + " pairs of media ports, its share " + ports + " has " + ports.pairs());
        }
        return ports;
    }

    private int sockets(final Endpoint[] endpoints) {
        int own = 0;
        for (final Endpoint endpoint : endpoints) {
            own += endpoint.group().spec().signalling().own() ? 1 : 0;
        }
        return 2 * endpoints.length + own + groups.size() + SPARE_SOCKETS;
    }

    private UserAgentsContext context(final Endpoint[] endpoints) {
        double callsPerSecond = 0;
        for (final Endpoint endpoint : endpoints) {
            final long lastsMs = endpoint.group().spec().durationMs() + endpoint.group().spec().pauseMs();
            callsPerSecond += 1_000.0 / Math.max(100, lastsMs);
        }
        final long transactions = 256 + 2L * endpoints.length + (long) (KEPT_S * callsPerSecond); // of each of the four kinds
        return new UserAgentsContext()
                .maxUserAgents(Math.max(1, endpoints.length))
                .maxCalls(2 * endpoints.length + 64)
                .maxTransactions((int) Math.min(transactions, MAX_TRANSACTIONS))
                .seed(seed)
                .conclude();
    }

    private UserAgentDescriptor descriptor(final Endpoint endpoint) throws RunFaultException {
        final Group group = endpoint.group();
        final Account account = group.registers() ? group.spec().accounts().get(endpoint.index()) : null;
        final int socket = socket(group);
        final TransportAddress contact = new TransportAddress().copyFrom(group.localAddress()).port(io.localPort(socket));
        return new UserAgentDescriptor(
                account == null ? user(endpoint) : account.username(),
                group.domain(),
                null,
                null,
                account == null ? null : account.password(),
                account == null ? null : account.realm(),
                contact,
                socket,
                group.nextHop(),
                group.registrarUri(),
                EXPIRES_S)
                .withPolicy(UserAgentPolicy.PLAIN.withDirect(!group.registers() && group.spec().target() == null));
    }

    private static String user(final Endpoint endpoint) {
        return endpoint.group().spec().name().replaceAll("[^A-Za-z0-9_.-]", "-") + "-" + (endpoint.index() + 1);
    }

    private int socket(final Group group) throws RunFaultException {
        if (group.spec().signalling().own() && !group.listens()) {
            return open(group);
        }
        if (group.listens()) {
            Integer socket = listeningSockets.get(group);
            if (socket == null) {
                socket = open(group);
                listeningSockets.put(group, socket);
            }
            return socket;
        }
        Integer socket = sharedSockets.get(group.localAddress());
        if (socket == null) {
            socket = open(group);
            sharedSockets.put(group.localAddress(), socket);
        }
        return socket;
    }

    private int open(final Group group) throws RunFaultException {
        final int socket = io.open(group.localAddress(), DatagramOptions.signalling(), Shard.SIGNALLING_TAG);
        if (socket < 0) {
            throw new RunFaultException("group " + group.spec().name() + ": cannot open a signalling socket at "
                    + group.localAddress() + ": " + Errno.text(socket));
        }
        return socket;
    }

    /** Gives everything back when a later shard could not be made. */
    void discard() {
        if (io != null) {
            io.close();
        }
    }
}
