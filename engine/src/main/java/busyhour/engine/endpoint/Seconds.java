package busyhour.engine.endpoint;

import busyhour.engine.media.MediaStreams;
import busyhour.sip.timer.TimerHandler;
import busyhour.sip.timer.TimerWheel;

/**
 * When each endpoint's second ends. Seconds count from the beginning of its media, so that rates are those of whole
 * seconds; endpoints that began together are kept apart by the budget of each poll.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class Seconds implements TimerHandler {

    private static final long SECOND_NS = 1_000_000_000L;

    private final Endpoint[] endpoints;
    private final MediaStreams media;
    private final EndpointRecords records;
    private final TimerWheel timers;

    Seconds(final Endpoint[] endpoints, final MediaStreams media, final EndpointRecords records) {
        this.endpoints = endpoints;
        this.media = media;
        this.records = records;
        timers = new TimerWheel(endpoints.length);
    }

    void begin(final Endpoint endpoint, final long nowNs) {
        endpoint.secondNs = nowNs + SECOND_NS;
        timers.schedule(endpoint.local(), endpoint.secondNs, nowNs);
    }

    void end(final Endpoint endpoint) {
        timers.cancel(endpoint.local());
    }

    /** Samples whose second is over. @return how many. */
    int poll(final long nowNs, final int limit) {
        return timers.poll(nowNs, limit, this);
    }

    long nextDeadlineNs() {
        return timers.nextDeadlineNs();
    }

    @Override
    public void onTimer(final int local, final long nowNs) {
        final Endpoint endpoint = endpoints[local];
        media.onSecond(local, nowNs);
        records.second(endpoint, nowNs);
        endpoint.secondNs += SECOND_NS;
        timers.schedule(local, endpoint.secondNs, nowNs);
    }
}
