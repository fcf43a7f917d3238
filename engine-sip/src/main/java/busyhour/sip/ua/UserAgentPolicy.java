package busyhour.sip.ua;

import busyhour.sip.message.HeaderLines;

/**
 * How an endpoint speaks SIP beyond who and where it is. Immutable; set-up time.
 *
 * @param prack           reliable provisional responses.
 * @param followRedirects whether a 3xx is followed as caller (RFC 3261 8.1.3.4); else it is a refusal like others.
 * @param route           outbound proxies that go first into Route of requests out of a dialog, as in a Route header
 *                        ({@code <sip:proxy;lr>}), or null.
 * @param direct          whether a request out of a dialog goes to the address in its URI: nobody stands between (RFC 3261 8.1.2). Else, and for
 *                        names, it goes to the endpoint's targets.
 * @param headers         lines added to our requests, or in place of ours.
 */
public record UserAgentPolicy(PrackPolicy prack, boolean followRedirects, String route, boolean direct, HeaderLines headers) {

    /** 100rel supported, redirects followed, nothing else. */
    public static final UserAgentPolicy PLAIN = new UserAgentPolicy(PrackPolicy.SUPPORTED, true, null, false, HeaderLines.NONE);

    /** Checks that nothing is missing. */
    public UserAgentPolicy {
        if (prack == null || headers == null) {
            throw new IllegalArgumentException("prack " + prack + " and headers " + headers + " must be given");
        }
    }

    /** The same with another policy for reliable provisional responses. */
    public UserAgentPolicy withPrack(final PrackPolicy value) {
        return new UserAgentPolicy(value, followRedirects, route, direct, headers);
    }

    /** The same, following redirects or not. */
    public UserAgentPolicy withFollowRedirects(final boolean value) {
        return new UserAgentPolicy(prack, value, route, direct, headers);
    }

    /** The same with outbound proxies, null for none. */
    public UserAgentPolicy withRoute(final String value) {
        return new UserAgentPolicy(prack, followRedirects, value, direct, headers);
    }

    /** The same, with or without somebody in between. */
    public UserAgentPolicy withDirect(final boolean value) {
        return new UserAgentPolicy(prack, followRedirects, route, value, headers);
    }

    /** The same with header lines. */
    public UserAgentPolicy withHeaders(final HeaderLines value) {
        return new UserAgentPolicy(prack, followRedirects, route, direct, value);
    }
}
