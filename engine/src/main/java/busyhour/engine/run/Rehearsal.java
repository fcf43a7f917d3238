package busyhour.engine.run;

import busyhour.engine.dns.SipLocator;
import busyhour.engine.dns.SystemDns;
import busyhour.engine.endpoint.EndpointProgress;
import busyhour.engine.endpoint.Group;
import busyhour.engine.io.MemoryDatagramIo;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.TargetPolicy;
import busyhour.engine.media.PlanAudio;
import busyhour.engine.media.TrackStore;
import busyhour.engine.shard.Shard;
import busyhour.engine.shard.ShardCommand;
import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.ipc.ring.ShardRing;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.MessageHandler;

/**
 * A run in virtual time over a network in memory, played once at start so that the first second of a real run finds compiled
 * code: calls both ways with all that a shard does, and no packet on any network. It also keeps what the JVM does once out of
 * steady seconds: a thread that asks for a compilation pays for the string constants of the class.
 *
 * <p>Any thread but a shard's.
 */
public final class Rehearsal {

    private static final int CALLS = 20;
    private static final long CALL_MS = 20_000;
    private static final long STEP_NS = 1_000_000L;
    private static final long LIMIT_NS = 40_000_000_000L;
    private static final int RING_BYTES = 1 << 20;
    private static final MessageHandler NOBODY = (typeId, buffer, index, length) -> { };

    private long nowNs = System.nanoTime();

    /**
     * Plays it.
     *
     * @return endpoints that came to their end; twice the number of calls.
     * @throws RunFaultException never, unless this host has no loopback.
     */
    public static int play() throws RunFaultException {
        return new Rehearsal().rehearse();
    }

    private int rehearse() throws RunFaultException {
        final long startNs = nowNs;
        final EngineSettings settings = new EngineSettings(
                null, EngineSettings.Idle.BACKOFF, PortRange.defaults(), MemoryDatagramIo::new);
        final TargetPolicy policy = new TargetPolicy(false, List.of());
        final GroupResolver resolver = new GroupResolver(
                assignment(), new GroupPaths(new SipLocator(SystemDns::ofHost), policy, 1), new MediaResolver(new TrackStore(new PlanAudio(Map.of())), null), null);
        final List<Group> groups = resolver.groups();
        final EndpointProgress progress = new EndpointProgress(groups.size());
        try (ShardRing ring = ShardRing.offHeap(RING_BYTES)) {
            final Shard shard = new ShardBuilder(
                    0, groups, resolver, EndpointDealing.of(assignment().groups(), 1), settings, ring, progress,
                    new ShardBuilder.Signalling(policy, new TlsMaterial(Map.of(), resolver), null, false, null), null, () -> nowNs, startNs, 1).build();
            shard.onStart();
            shard.command(new ShardCommand(ShardCommand.Kind.REGISTER, -1, startNs));
            shard.command(new ShardCommand(ShardCommand.Kind.START_CALLS, 1, startNs));
            while (progress.closed(1) < CALLS && nowNs - startNs < LIMIT_NS) {
                step(shard, ring);
            }
            shard.command(new ShardCommand(ShardCommand.Kind.STOP, -1, nowNs));
            while (progress.closed(0) < CALLS && nowNs - startNs < 2 * LIMIT_NS) {
                step(shard, ring);
            }
            shard.onClose();
        }
        return progress.closed(0) + progress.closed(1);
    }

    private void step(final Shard shard, final ShardRing ring) {
        nowNs += STEP_NS;
        while (shard.doWork() > 0) {
            nowNs++;
        }
        ring.drain(NOBODY, Integer.MAX_VALUE);
    }

    private static final MediaSpec MEDIA = MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs("PCMU"));

    private static Assignment assignment() {
        return new Assignment(0, "rehearsal", List.of(), List.of(
                group("callees", 0, new Callee(Callee.Kind.RECEIVE, -1, null), "127.0.0.1:5060"),
                group("callers", CALLS, new Callee(Callee.Kind.GROUP, 0, null), null)), Map.of(), false, List.of());
    }

    private static GroupSpec group(final String name, final int first, final Callee callee, final String listen) {
        return new GroupSpec(name, first, CALLS, -1, List.of(), callee, null, listen, MEDIA, CALL_MS,
                new Ramp(CALLS, 1_000), 1, 0, 0, SignallingSpec.PLAIN, AnsweringSpec.AT_ONCE, List.of());
    }
}
