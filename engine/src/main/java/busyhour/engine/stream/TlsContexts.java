package busyhour.engine.stream;

import busyhour.sip.TransportAddress;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;

/**
 * Makes TLS settings into contexts, each once, so that connections with the same settings share sessions. Any thread, at set-up
 * time.
 */
final class TlsContexts {

    private static final List<String> VERSIONS = List.of("1.2", "1.3");
    private static final int SESSIONS = 32_768;

    private final Map<StreamTls, SslContext> clients = new HashMap<>();
    private final Map<StreamTls, SslContext> servers = new HashMap<>();
    private final Map<String, SslContext> selfMade = new HashMap<>();

    synchronized SslContext client(final StreamTls tls) throws StreamFaultException {
        SslContext context = clients.get(tls);
        if (context == null) {
            context = build(SslContextBuilder.forClient().keyManager(OwnIdentity.of(tls)), tls);
            serverNames(tls.serverName());
            clients.put(tls, context);
        }
        return context;
    }

    synchronized SslContext server(final StreamTls tls, final TransportAddress local) throws StreamFaultException {
        final String host = StreamAddress.host(local);
        SslContext context = tls.certificatePem() == null ? selfMade.get(host + tls.hashCode()) : servers.get(tls);
        if (context == null) {
            final OwnIdentity identity = tls.certificatePem() == null ? SelfSigned.identity(host) : OwnIdentity.of(tls);
            context = build(SslContextBuilder.forServer(identity)
                    .clientAuth(tls.requireClientCertificate() ? ClientAuth.REQUIRE : ClientAuth.NONE), tls);
            if (tls.certificatePem() == null) {
                selfMade.put(host + tls.hashCode(), context);
            } else {
                servers.put(tls, context);
            }
        }
        return context;
    }

    private static SslContext build(final SslContextBuilder builder, final StreamTls tls) throws StreamFaultException {
        try {
            return builder
                    .sslProvider(SslProvider.JDK)
                    .trustManager(PeerTrust.of(tls))
                    .protocols(versions(tls))
                    .sessionCacheSize(SESSIONS)
                    .build();
        } catch (final SSLException | GeneralSecurityException e) {
            throw new StreamFaultException("TLS cannot be set up: " + StreamFailure.last(e));
        }
    }

    private static List<String> versions(final StreamTls tls) throws StreamFaultException {
        final int min = VERSIONS.indexOf(tls.minVersion());
        final int max = VERSIONS.indexOf(tls.maxVersion());
        if (min < 0 || max < min) {
            throw new StreamFaultException("TLS versions: found " + tls.minVersion() + " to " + tls.maxVersion() + ", expected 1.2 or 1.3");
        }
        return VERSIONS.subList(min, max + 1).stream().map(version -> "TLSv" + version).toList();
    }

    /** What to put into SNI: a host name, no address (RFC 6066 3). */
    static List<SNIServerName> serverNames(final String name) {
        return name == null || new TransportAddress().parse(name) ? List.of() : List.of(new SNIHostName(name));
    }
}
