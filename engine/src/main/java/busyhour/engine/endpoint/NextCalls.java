package busyhour.engine.endpoint;

import busyhour.ipc.run.EndpointPhase;
import busyhour.sip.timer.TimerWheel;

/**
 * When a caller calls, the first time and again: by itself, as {@code ramp}, {@code calls} and {@code for} say, or as its group's arrivals
 * have it; and when it has called for the last time.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class NextCalls {

    private static final long NS_PER_MS = 1_000_000L;

    private final EndpointLife life;
    private final TimerWheel timers;
    private Arrivals arrivals;

    NextCalls(final EndpointLife life, final TimerWheel timers) {
        this.life = life;
        this.timers = timers;
    }

    void arrivals(final Arrivals byGroup) {
        arrivals = byGroup;
    }

    /** Whose arrivals say when the caller calls; null when it calls by itself. */
    ArrivingGroup arriving(final Endpoint endpoint) {
        return arrivals.of(endpoint.group().number());
    }

    /** The group's callers begin; {@code startNs} is the intended time of the first one's call. */
    void start(final Endpoint endpoint, final long startNs, final long nowNs) {
        if (endpoint.finished || !endpoint.ready) {
            return;
        }
        endpoint.startedNs = startNs;
        schedule(endpoint, startNs + endpoint.group().arrivalNs(endpoint.index()), nowNs);
    }

    /** The next call of a caller is intended at that time. */
    void schedule(final Endpoint endpoint, final long intendedNs, final long nowNs) {
        endpoint.begin(intendedNs);
        timers.schedule(endpoint.local(), intendedNs, nowNs);
    }

    /** A call is over: another one after the pause, when the plan has one, else the end. */
    void after(final Endpoint endpoint, final long pauseNs, final long nowNs) {
        final long nextNs = nowNs + pauseNs;
        final ArrivingGroup arriving = arriving(endpoint);
        final boolean another = arriving == null ? hasAnother(endpoint, nextNs) : !arriving.isOver(nowNs);
        if (!another || life.isStopping() || endpoint.lostRegistration()) {
            life.finish(endpoint, nowNs);
            return;
        }
        life.enter(endpoint, EndpointPhase.REGISTERED, nowNs);
        if (arriving == null) {
            schedule(endpoint, nextNs, nowNs);
        } else {
            arriving.rest(endpoint, nextNs, nowNs);
        }
    }

    private static boolean hasAnother(final Endpoint endpoint, final long nextNs) {
        final long forNs = endpoint.group().spec().forMs() * NS_PER_MS;
        return forNs > 0 ? nextNs - endpoint.startedNs < forNs : endpoint.callNumber < endpoint.group().spec().calls();
    }

    /** Nothing more is to come from the caller. */
    void finish(final Endpoint endpoint, final long nowNs) {
        life.finish(endpoint, nowNs);
    }
}
