package busyhour.engine.run;

import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;

/**
 * What an endpoint costs its shard, in thousandths of the time that one two-way packet takes, each second: a plain packet sent and
 * one received are 1,000. Measured on a 2-core virtual machine, whole runs: 5.6 us of shard time for a G.711 packet each way, the
 * same for Opus and for video, half as much again with SRTP; 16 us for a call.
 */
final class EndpointLoad {

    /** What a shard takes in its stride at 60 % busy on that machine: 3,000 plain G.711 endpoints. */
    static final long SHARD_COMFORT = 150_000_000L;

    private static final long PACKET = 1_000;
    private static final long SECURE_PACKET = 1_500;
    private static final long CALL = 3_000;
    /** Registered and nothing else: a refresh now and then. */
    private static final long STANDING = 20;
    private static final int VIDEO_PAYLOAD_BITS = 8 * 1_100;
    private static final long SHORTEST_CALL_MS = 100;

    private EndpointLoad() {
    }

    /** While its call is up. */
    static long of(final GroupSpec spec) {
        if (!spec.callee().hasCalls()) {
            return STANDING;
        }
        final MediaSpec media = spec.media();
        final long packet = media.security().policy() == SecuritySpec.Policy.NONE ? PACKET : SECURE_PACKET;
        final long perCallMs = Math.max(SHORTEST_CALL_MS, spec.durationMs() + spec.pauseMs());
        long load = STANDING + 1_000 * CALL / perCallMs + 1_000 / media.audio().ptimeMs() * packet;
        if (media.video() != null) {
            // a frame ends in a packet that is half full
            load += (media.video().bitrateBps() / VIDEO_PAYLOAD_BITS + media.video().fps() / 2) * packet;
        }
        return load;
    }

    /** Of all endpoints of a group. */
    static long ofAll(final GroupSpec spec) {
        return of(spec) * spec.endpoints();
    }
}
