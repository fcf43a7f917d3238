package busyhour.engine.run;

import busyhour.engine.dns.Dns;
import busyhour.engine.dns.SystemDns;
import busyhour.engine.io.CoreList;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.PortRange;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * How this worker uses its host.
 *
 * @param cores   one pinned shard for each, or null: one shard, not pinned.
 * @param idle    what a shard does when it has nothing to do.
 * @param ports   of the media, dealt out over the shards.
 * @param backEnd makes the sockets of a shard, given how many it may open.
 * @param dns     asked for names.
 */
public record EngineSettings(CoreList cores, Idle idle, PortRange ports, IntFunction<DatagramIo> backEnd, Supplier<Dns> dns) {

    /** With the host's DNS. */
    public EngineSettings(final CoreList cores, final Idle idle, final PortRange ports, final IntFunction<DatagramIo> backEnd) {
        this(cores, idle, ports, backEnd, SystemDns::ofHost);
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

    public int shards() {
        return cores == null ? 1 : cores.size();
    }

    /** Core of a shard, -1 = not pinned. */
    public int core(final int shard) {
        return cores == null ? -1 : cores.core(shard);
    }
}
