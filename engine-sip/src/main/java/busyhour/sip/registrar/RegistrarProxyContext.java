package busyhour.sip.registrar;

import busyhour.sip.TransportAddress;
import busyhour.sip.digest.DigestAlgorithm;
import java.util.ArrayList;
import java.util.List;

/** Settings of {@link RegistrarProxy}: fluent setters, then {@link #conclude()}, which lists every fault at once. */
public final class RegistrarProxyContext {

    private TransportAddress address;
    private String domain = "busyhour.invalid";
    private int maxAccounts = 10_000;
    private boolean authenticateCalls = true;
    private boolean recordRoute = true;
    private int minExpiresS = 10;
    private int defaultExpiresS = 3_600;
    private int maxExpiresS = 86_400;
    private int nonceLifetimeS = 300;
    private byte[] algorithms = {DigestAlgorithm.MD5};
    private long seed = 1;

    /** Address that the socket is bound to; goes into Via and Record-Route. */
    public RegistrarProxyContext address(final TransportAddress value) {
        address = new TransportAddress().copyFrom(value);
        return this;
    }

    /** Domain of the addresses of record besides the address itself; also the realm. */
    public RegistrarProxyContext domain(final String value) {
        domain = value;
        return this;
    }

    /** Accounts at most, default 10,000. */
    public RegistrarProxyContext maxAccounts(final int value) {
        maxAccounts = value;
        return this;
    }

    /** Whether an INVITE that opens a dialog needs credentials (407), default true. */
    public RegistrarProxyContext authenticateCalls(final boolean value) {
        authenticateCalls = value;
        return this;
    }

    /** Whether the proxy stays on the way of a dialog's later requests, default true. */
    public RegistrarProxyContext recordRoute(final boolean value) {
        recordRoute = value;
        return this;
    }

    /** Shorter expiries are refused with 423, default 10 s. */
    public RegistrarProxyContext minExpiresS(final int value) {
        minExpiresS = value;
        return this;
    }

    /** Longer expiries are cut to this, default a day. */
    public RegistrarProxyContext maxExpiresS(final int value) {
        maxExpiresS = value;
        return this;
    }

    /** Age after which a nonce is stale, default 300 s. */
    public RegistrarProxyContext nonceLifetimeS(final int value) {
        nonceLifetimeS = value;
        return this;
    }

    /** Codes of {@link DigestAlgorithm}, one challenge each, the best first (RFC 8760 2.4); default MD5. */
    public RegistrarProxyContext algorithms(final byte... value) {
        algorithms = value.clone();
        return this;
    }

    /** Seed of the keys that nonces, tags and branches are made with: unforeseeable where strangers can send. */
    public RegistrarProxyContext seed(final long value) {
        seed = value;
        return this;
    }

    /**
     * Checks all settings.
     *
     * @throws IllegalStateException naming every fault.
     */
    public RegistrarProxyContext conclude() {
        final List<String> faults = new ArrayList<>();
        if (address == null || address.isUnspecified() || address.port() == 0) {
            faults.add("address " + address + ": an address and a port expected");
        }
        if (domain == null || !domain.matches("[A-Za-z0-9.:\\[\\]_-]+")) {
            faults.add("domain '" + domain + "': a host expected");
        }
        if (maxAccounts < 1 || maxAccounts > 1 << 20) {
            faults.add("maxAccounts " + maxAccounts + ": 1.." + (1 << 20) + " expected");
        }
        if (minExpiresS < 1 || maxExpiresS < minExpiresS) {
            faults.add("expiry " + minExpiresS + ".." + maxExpiresS + " s: at least 1 and ascending");
        }
        if (nonceLifetimeS < 1) {
            faults.add("nonceLifetimeS " + nonceLifetimeS + ": at least 1");
        }
        if (algorithms.length == 0) {
            faults.add("algorithms: none given");
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException(String.join("; ", faults));
        }
        return this;
    }

    TransportAddress address() {
        return address;
    }

    String domain() {
        return domain;
    }

    int maxAccounts() {
        return maxAccounts;
    }

    boolean authenticateCalls() {
        return authenticateCalls;
    }

    boolean recordRoute() {
        return recordRoute;
    }

    int minExpiresS() {
        return minExpiresS;
    }

    int defaultExpiresS() {
        return Math.min(defaultExpiresS, maxExpiresS);
    }

    int maxExpiresS() {
        return maxExpiresS;
    }

    int nonceLifetimeS() {
        return nonceLifetimeS;
    }

    byte[] algorithms() {
        return algorithms;
    }

    long seed() {
        return seed;
    }
}
