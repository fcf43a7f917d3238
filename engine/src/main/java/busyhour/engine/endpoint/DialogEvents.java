package busyhour.engine.endpoint;

import busyhour.sip.message.SipMessage;
import busyhour.sip.ua.UserAgentListener;

/**
 * What happens within the calls of a shard's endpoints: handed to offers, transfers and the scenario. What is told of a call
 * that the endpoint no longer knows is passed over.
 */
abstract sealed class DialogEvents implements UserAgentListener permits EndpointCalls {

    /** @return null when the call is not the endpoint's own. */
    abstract Endpoint owner(int ua, int call);

    abstract CallActions actions();

    abstract void onHangingUp(Endpoint endpoint, long nowNs);

    abstract void warn(Endpoint endpoint, String detail, long nowNs);

    @Override
    public void onRedirected(final int ua, final int call, final int statusCode, final long nowNs) {
        final Endpoint endpoint = owner(ua, call);
        if (endpoint != null) {
            endpoint.counters.redirectsFollowed++;
        }
    }

    @Override
    public boolean onOffer(final int ua, final int call, final byte method, final SipMessage message, final long nowNs) {
        final Endpoint endpoint = owner(ua, call);
        if (endpoint == null) {
            return false; // a call beside it: as it is
        }
        actions().offers.onOffer(endpoint, message, nowNs);
        return true;
    }

    @Override
    public void onOfferAnswered(final int ua, final int call, final byte method, final SipMessage message, final long nowNs) {
        final Endpoint endpoint = owner(ua, call);
        if (endpoint != null) {
            actions().offers.onAnswered(endpoint, message, nowNs);
        }
    }

    @Override
    public void onOfferRefused(final int ua, final int call, final byte method, final int status, final long nowNs) {
        final Endpoint endpoint = owner(ua, call);
        if (endpoint != null) {
            actions().offers.onRefused(endpoint, status, nowNs);
        }
    }

    @Override
    public void onRequest(final int ua, final int call, final SipMessage request, final long nowNs) {
        final Endpoint endpoint = ua < 0 ? null : owner(ua, call);
        if (endpoint != null) {
            actions().onRequest(endpoint, request, nowNs);
        }
    }

    @Override
    public void onRequestAnswered(
            final int ua, final int call, final byte method, final int status, final SipMessage response, final long nowNs) {
        final Endpoint endpoint = owner(ua, call);
        if (endpoint != null) {
            actions().onRequestAnswered(endpoint, method, status, nowNs);
        }
    }

    @Override
    public boolean onRefer(final int ua, final int call, final SipMessage refer, final long nowNs) {
        final Endpoint endpoint = owner(ua, call);
        if (endpoint != null) {
            actions().transfers.onRefer(endpoint, nowNs);
        }
        return endpoint != null;
    }

    @Override
    public void onReferProgress(final int ua, final int call, final int status, final boolean last, final long nowNs) {
        final Endpoint endpoint = owner(ua, call);
        if (endpoint != null) {
            actions().transfers.onProgress(endpoint, status, last, nowNs);
        }
    }

    @Override
    public void onReplacing(final int ua, final int oldCall, final int newCall, final SipMessage invite, final long nowNs) {
        final Endpoint endpoint = owner(ua, oldCall);
        if (endpoint == null) {
            onInvite(ua, newCall, invite, nowNs);
        } else {
            actions().transfers.onReplacing(endpoint, newCall, invite, nowNs);
        }
    }

    @Override
    public void onSessionRefreshed(final int ua, final int call, final boolean byUs, final long nowNs) {
        final Endpoint endpoint = owner(ua, call);
        if (endpoint != null) {
            endpoint.counters.sessionTimerRefreshes++;
            actions().scenarios.onSessionRefreshed(ua, nowNs);
        }
    }

    @Override
    public void onSessionExpired(final int ua, final int call, final long nowNs) {
        final Endpoint endpoint = owner(ua, call);
        if (endpoint != null) {
            warn(endpoint, "nobody refreshed the session in time", nowNs);
            onHangingUp(endpoint, nowNs);
        }
    }
}
