package busyhour.engine.run;

import busyhour.engine.dns.Dns;
import busyhour.engine.dns.SystemDns;
import busyhour.engine.io.CoreChoice;
import busyhour.engine.io.CoreList;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.ShardCore;
import busyhour.engine.io.ThreadScheduling;
import busyhour.ipc.plan.Assignment;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * How this worker uses its host.
 *
 * @param cores    one pinned shard for each, or null: not pinned.
 * @param idle     what a shard does when it has nothing to do.
 * @param ports    of the media, dealt out over the shards.
 * @param backEnd  makes the sockets of a shard, given how many it may open.
 * @param dns      asked for names.
 * @param shards   how many; as many as there are cores where they are pinned.
 * @param most     shards that an assignment may ask for by its load when they are not pinned, {@link #forLoad}.
 * @param warnings for people: what of that was asked for and cannot be had here.
 * @param addresses of this host.
 */
public record EngineSettings(
        CoreList cores, Idle idle, PortRange ports, IntFunction<DatagramIo> backEnd, Supplier<Dns> dns, int shards, int most,
        List<String> warnings, HostAddresses addresses) {

    /** With the addresses that the kernel routes from. */
    public EngineSettings(
            final CoreList cores, final Idle idle, final PortRange ports, final IntFunction<DatagramIo> backEnd, final Supplier<Dns> dns,
            final int shards, final int most, final List<String> warnings) {
        this(cores, idle, ports, backEnd, dns, shards, most, warnings, HostAddresses.ANY);
    }

    /** With the host's DNS, and one shard where they are not pinned. */
    public EngineSettings(final CoreList cores, final Idle idle, final PortRange ports, final IntFunction<DatagramIo> backEnd) {
        this(cores, idle, ports, backEnd, SystemDns::ofHost);
    }

    /** One shard where they are not pinned. */
    public EngineSettings(
            final CoreList cores, final Idle idle, final PortRange ports, final IntFunction<DatagramIo> backEnd, final Supplier<Dns> dns) {
        this(cores, idle, ports, backEnd, dns, cores == null ? 1 : cores.size(), 1, List.of());
    }

    /** Idle strategies. */
    public enum Idle {
        /** Never gives the core away: for cores of its own. */
        SPIN,
        /** Spins, and yields to whoever waits. */
        YIELD,
        /** Waits in the kernel until a datagram or the next deadline comes. */
        BACKOFF
    }

    public static EngineSettings defaults() {
        return of(null, Idle.BACKOFF);
    }

    /** With the sockets of the kernel, and media ports below those that it gives to outgoing connections. */
    public static EngineSettings of(final CoreList cores, final Idle idle) {
        return new EngineSettings(cores, idle, PortRange.defaults(), EpollDatagramIo::new);
    }

    /**
     * As a person wrote it, fitted to this host.
     *
     * @param cores as {@link CoreChoice#choose} takes it; null = as many shards as the load asks for and the host has cores, not pinned.
     * @throws IllegalArgumentException that says what was expected of {@code cores}.
     */
    public static EngineSettings ofHost(final String cores, final Idle idle) {
        final CoreChoice choice = CoreChoice.ofHost();
        final CoreChoice.Chosen chosen = cores == null ? new CoreChoice.Chosen(null, List.of()) : choice.choose(cores);
        return new EngineSettings(chosen.cores(), idle, PortRange.defaults(), EpollDatagramIo::new, SystemDns::ofHost,
                chosen.cores() == null ? 1 : chosen.cores().size(), cores == null ? choice.most() : 1, chosen.warnings());
    }

    /** The same with addresses of this host that somebody named. */
    public EngineSettings withAddresses(final HostAddresses named) {
        return new EngineSettings(cores, idle, ports, backEnd, dns, shards, most, warnings, named);
    }

    /** For one assignment: a shard more for each {@link EndpointLoad#SHARD_COMFORT} of load where shards are not pinned. */
    EngineSettings forLoad(final Assignment assignment) {
        final long load = assignment.own().groups().stream().mapToLong(EndpointLoad::ofAll).sum();
        final int wanted = Math.clamp(1 + (load - 1) / EndpointLoad.SHARD_COMFORT, 1, most);
        return cores != null || wanted <= shards ? this : new EngineSettings(null, idle, ports, backEnd, dns, wanted, most, warnings, addresses);
    }

    /** Core of a shard's thread. */
    ShardCore core(final int shard) {
        return cores == null ? ShardCore.ANY
                : new ShardCore(cores.core(shard), idle != Idle.SPIN || !ShardCore.others(ThreadScheduling.affinity(), cores).isEmpty());
    }
}
