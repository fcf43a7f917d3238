package busyhour.engine.endpoint;

import busyhour.ipc.run.EndpointOutcome;
import busyhour.sip.ua.UserAgents;

/**
 * Registers the endpoints of a shard, a window of them at a time, so that a registrar sees a steady stream and not one
 * burst. Endpoints without a registrar are ready at once.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class Registrations {

    /** Registrations under way at a time. */
    private static final int WINDOW = 256;

    private final Endpoint[] endpoints;
    private final EndpointLife life;
    private final EndpointRecords records;
    private UserAgents userAgents;
    private boolean begun;
    private int next;
    private int underWay;

    Registrations(final Endpoint[] endpoints, final EndpointLife life, final EndpointRecords records) {
        this.endpoints = endpoints;
        this.life = life;
        this.records = records;
    }

    void userAgents(final UserAgents agents) {
        userAgents = agents;
    }

    void begin() {
        begun = true;
    }

    /** Registers some more. @return how many. */
    int poll(final long nowNs, final int limit) {
        int work = 0;
        while (begun && next < endpoints.length && underWay < WINDOW && work < limit && !life.isStopping()) {
            final Endpoint endpoint = endpoints[next];
            if (endpoint.group().registers()) {
                endpoint.registerNs = nowNs;
                if (!userAgents.register(endpoint.local(), nowNs)) {
                    return work;
                }
                underWay++;
            } else {
                life.onReady(endpoint, nowNs);
            }
            next++;
            work++;
        }
        return work;
    }

    void onRegistered(final Endpoint endpoint, final int attempts, final long nowNs) {
        endpoint.registrationAttempts += attempts;
        endpoint.registrationStatusCode = 200;
        if (!endpoint.ready) {
            underWay--;
            records.registered(endpoint, nowNs);
        }
        endpoint.registered = true;
        life.onReady(endpoint, nowNs);
    }

    void onRegistrationFailed(final Endpoint endpoint, final int statusCode, final long nowNs) {
        if (endpoint.isClosed()) {
            return; // stopped meanwhile: its outcome stands
        }
        endpoint.registrationStatusCode = statusCode;
        endpoint.lastStatusCode = statusCode;
        endpoint.registered = false;
        life.outcome(endpoint, EndpointOutcome.REGISTRATION_FAILED, detail(statusCode), nowNs);
        if (!endpoint.ready) {
            underWay--;
            endpoint.registrationAttempts++;
            records.registrationFailed(endpoint, nowNs);
        }
        if (endpoint.call == Endpoint.NO_CALL) {
            life.close(endpoint, nowNs);
        }
    }

    private static String detail(final int statusCode) {
        return switch (statusCode) {
            case 0 -> "the registrar did not answer";
            case 401, 403, 407 -> "the registrar refused the credentials";
            default -> "the registrar refused the registration";
        };
    }
}
