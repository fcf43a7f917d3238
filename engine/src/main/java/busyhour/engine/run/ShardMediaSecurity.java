package busyhour.engine.run;

import busyhour.engine.crypto.LibcryptoSrtp;
import busyhour.engine.dtls.DtlsEndpoint;
import busyhour.engine.dtls.DtlsHandshakes;
import busyhour.engine.dtls.DtlsIdentity;
import busyhour.engine.dtls.DtlsTimes;
import busyhour.engine.dtls.ShardHandshakes;
import busyhour.engine.endpoint.Endpoint;
import busyhour.engine.io.CoreList;
import busyhour.engine.media.MediaStreams;
import busyhour.engine.media.ShardSecurity;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.rtp.srtp.SrtpCrypto;
import busyhour.rtp.srtp.SrtpSuite;
import busyhour.sip.sdp.KeySource;
import busyhour.sip.sdp.KeyStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * What SRTP takes of one shard: keys and certificates for its endpoints, ciphers for its streams, threads for its handshakes.
 * Set-up time.
 */
final class ShardMediaSecurity implements AutoCloseable {

    private final Endpoint[] endpoints;
    private final SrtpCrypto crypto = LibcryptoSrtp.crypto();
    private final DtlsEndpoint[] parties;
    private DtlsHandshakes handshakes;

    ShardMediaSecurity(final Endpoint[] endpoints) {
        this.endpoints = endpoints;
        parties = new DtlsEndpoint[endpoints.length];
    }

    private static SecuritySpec spec(final Endpoint endpoint) {
        return endpoint.group().spec().media().security();
    }

    private static boolean isSecure(final Endpoint endpoint) {
        return spec(endpoint).policy() != SecuritySpec.Policy.NONE;
    }

    private static boolean doesDtls(final Endpoint endpoint) {
        return isSecure(endpoint) && spec(endpoint).keying().contains(SecuritySpec.Keying.DTLS);
    }

    /**
     * Gives the endpoints what their descriptions need: a source of keys, and the fingerprint of a certificate of their own.
     *
     * @throws RunFaultException when the plan wants a suite that this host cannot do.
     */
    void prepare() throws RunFaultException {
        final byte[] secret = new byte[KeyStream.SEED_LENGTH];
        new SecureRandom().nextBytes(secret);
        final KeySource keys = new KeyStream(secret);
        final List<Endpoint> dtls = new ArrayList<>();
        for (final Endpoint endpoint : endpoints) {
            if (doesDtls(endpoint)) {
                dtls.add(endpoint);
            }
        }
        final DtlsIdentity[] identities = DtlsIdentity.generate(dtls.size());
        for (int i = 0; i < identities.length; i++) {
            final Endpoint endpoint = dtls.get(i);
            parties[endpoint.local()] = new DtlsEndpoint(identities[i], suites(endpoint));
        }
        for (final Endpoint endpoint : endpoints) {
            if (isSecure(endpoint)) {
                suites(endpoint);
            }
            final DtlsEndpoint party = parties[endpoint.local()];
            endpoint.secure(keys, party == null ? null : party.identity().fingerprint());
        }
    }

    private List<SrtpSuite> suites(final Endpoint endpoint) throws RunFaultException {
        final List<SrtpSuite> suites = new ArrayList<>();
        for (final String name : spec(endpoint).suites()) {
            final SrtpSuite suite = SrtpSuite.of(name);
            if (suite != null && LibcryptoSrtp.isAvailable(suite)) {
                suites.add(suite);
            }
        }
        if (suites.isEmpty()) {
            throw new RunFaultException("group " + endpoint.group().spec().name() + " wants SRTP, but this host can do none of "
                    + spec(endpoint).suites() + (LibcryptoSrtp.unavailable() == null ? "" : ": " + LibcryptoSrtp.unavailable()));
        }
        return suites;
    }

    /** Gives the streams what they need. @param shardCores where handshakes do not run, null = anywhere. */
    void secure(final MediaStreams media, final int shard, final CoreList shardCores, final Runnable wakeUp) {
        final boolean[] wanted = new boolean[endpoints.length];
        boolean any = false;
        boolean dtls = false;
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = isSecure(endpoints[i]);
            any |= wanted[i];
            dtls |= parties[i] != null;
        }
        if (!any) {
            return;
        }
        ShardHandshakes own = null;
        if (dtls) {
            handshakes = new DtlsHandshakes(DtlsTimes.DEFAULT, shardCores);
            own = handshakes.forShard(shard, parties, ShardSecurity.associations(wanted.length), wakeUp);
        }
        media.secure(new ShardSecurity(crypto, own), wanted);
    }

    /** Ends all handshakes. */
    @Override
    public void close() {
        if (handshakes != null) {
            handshakes.close();
        }
    }
}
