package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;

/**
 * How an endpoint wants the packets of one stream to be protected, and its master keys, which are drawn anew for each session.
 * Part of {@link LocalMedia}. Not thread safe.
 */
public final class LocalSecurity {

    private static final SrtpKeying[] NO_KEYING = {};
    private static final CryptoSuite[] NO_SUITES = {};

    private final byte[][] keys = new byte[CryptoSuite.count()][];
    private SrtpPolicy policy = SrtpPolicy.NONE;
    private SrtpKeying[] keying = NO_KEYING;
    private CryptoSuite[] suites = NO_SUITES;
    private byte[] fingerprint;
    private byte[] fingerprintText;
    private KeySource source;
    private int drawn;

    LocalSecurity() {
    }

    /** Allocates room for keys of suites that were never wanted before, and only then. */
    void likeness(final LocalSecurity other) {
        policy(other.policy, other.keying, other.suites, other.source);
        fingerprint = other.fingerprint;
        fingerprintText = other.fingerprintText;
    }

    /** A new session: keys used before are not used again. */
    void beginSession() {
        drawn = 0;
    }

    /**
     * Set-up.
     *
     * @param order      ways of keying in order of preference, without NONE; empty with the policy NONE; kept, not copied.
     * @param wanted     suites of SDES in order of preference; kept, not copied.
     * @param keySource  draws the master keys of SDES.
     */
    public LocalSecurity policy(
            final SrtpPolicy wantedPolicy, final SrtpKeying[] order, final CryptoSuite[] wanted, final KeySource keySource) {
        policy = wantedPolicy;
        keying = order;
        suites = wanted;
        source = keySource;
        for (final CryptoSuite suite : wanted) {
            if (keys[suite.ordinal()] == null) {
                keys[suite.ordinal()] = new byte[suite.keyAndSaltLength()];
            }
        }
        return this;
    }

    /** Set-up: the SHA-256 hash of the certificate that DTLS will show. Without it no DTLS is offered. */
    public LocalSecurity fingerprint(final byte[] sha256) {
        fingerprint = sha256.clone();
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < sha256.length; i++) {
            text.append(i == 0 ? "" : ":").append(String.format("%02X", sha256[i]));
        }
        fingerprintText = Ascii.bytes(text.toString());
        return this;
    }

    public SrtpPolicy policy() {
        return policy;
    }

    /** @return whether the policy and what it needs allow this way of keying. */
    boolean allows(final SrtpKeying way) {
        if (policy == SrtpPolicy.NONE || way == SrtpKeying.DTLS && fingerprint == null || way == SrtpKeying.SDES && suites.length == 0) {
            return false;
        }
        for (final SrtpKeying one : keying) {
            if (one == way) {
                return true;
            }
        }
        return false;
    }

    int keyingCount() {
        return keying.length;
    }

    SrtpKeying keying(final int index) {
        return keying[index];
    }

    int suiteCount() {
        return suites.length;
    }

    CryptoSuite suite(final int index) {
        return suites[index];
    }

    boolean has(final CryptoSuite wanted) {
        for (final CryptoSuite suite : suites) {
            if (suite == wanted) {
                return true;
            }
        }
        return false;
    }

    /** @return our master key and salt for the suite, the same as long as the session lasts. */
    byte[] key(final CryptoSuite suite) {
        final byte[] key = keys[suite.ordinal()];
        final int bit = 1 << suite.ordinal();
        if ((drawn & bit) == 0) {
            source.fill(key, 0, key.length);
            drawn |= bit;
        }
        return key;
    }

    byte[] fingerprintText() {
        return fingerprintText;
    }
}
