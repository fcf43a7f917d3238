package busyhour.engine.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * DNS by dnsjava: the servers and search domains of the host (or those given), the hosts file, answers kept for their TTL.
 * Any thread; calls wait at most {@value #LIMIT_S} s.
 */
public final class SystemDns implements Dns {

    private static final Duration SERVER_TIMEOUT = Duration.ofSeconds(2);
    private static final int RETRIES = 2;
    private static final int LIMIT_S = 15;

    private final LookupSession session;
    private final String servers;

    private SystemDns(final List<InetSocketAddress> servers, final List<Name> searchPath) {
        final List<Resolver> resolvers = new ArrayList<>();
        for (final InetSocketAddress server : servers) {
            resolvers.add(new SimpleResolver(server));
        }
        final ExtendedResolver resolver = new ExtendedResolver(resolvers);
        resolvers.forEach(each -> each.setTimeout(SERVER_TIMEOUT));
        resolver.setTimeout(Duration.ofSeconds(LIMIT_S - 1));
        resolver.setRetries(RETRIES);
        this.servers = servers.toString();
        session = LookupSession.builder().resolver(resolver).searchPath(searchPath).cache(new Cache(DClass.IN))
                .hostsFileParser(new HostsFileParser()).cycleResults(false).build();
    }

    /** The host's own configuration. */
    public static SystemDns ofHost() {
        final ResolverConfig config = ResolverConfig.getCurrentConfig();
        return new SystemDns(config.servers(), config.searchPath());
    }

    /** Other servers, no search domains. */
    public static SystemDns of(final List<InetSocketAddress> servers) {
        return new SystemDns(servers, List.of());
    }

    @Override
    public List<Naptr> naptr(final String domain) throws LocateException {
        final List<Naptr> found = new ArrayList<>();
        for (final Record each : ask(domain, Type.NAPTR, Name.root)) {
            if (each instanceof NAPTRRecord naptr) {
                found.add(new Naptr(naptr.getOrder(), naptr.getPreference(), naptr.getFlags(), naptr.getService(),
                        naptr.getReplacement().toString(true)));
            }
        }
        return found;
    }

    @Override
    public List<Srv> srv(final String name) throws LocateException {
        final List<Srv> found = new ArrayList<>();
        for (final Record each : ask(name, Type.SRV, Name.root)) {
            if (each instanceof SRVRecord srv) {
                found.add(new Srv(srv.getPriority(), srv.getWeight(), srv.getPort(), srv.getTarget().toString(true)));
            }
        }
        return found;
    }

    @Override
    public List<InetAddress> addresses(final String host) throws LocateException {
        final List<InetAddress> found = new ArrayList<>();
        LocateException failed = null;
        for (final int type : new int[] {Type.A, Type.AAAA}) {
            try {
                for (final Record each : ask(host, type, null)) {
                    if (each instanceof ARecord a) {
                        found.add(a.getAddress());
                    } else if (each instanceof AAAARecord aaaa) {
                        found.add(aaaa.getAddress());
                    }
                }
            } catch (final LocateException e) {
                failed = e;
            }
        }
        if (found.isEmpty() && isLocalhost(host)) {
            return localhost();
        }
        if (found.isEmpty() && failed != null) {
            throw failed;
        }
        return found;
    }

    /** RFC 6761 6.3. */
    private static boolean isLocalhost(final String host) {
        final String lower = host.toLowerCase(java.util.Locale.ROOT);
        return lower.equals("localhost") || lower.endsWith(".localhost");
    }

    private static List<InetAddress> localhost() {
        try {
            return List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), InetAddress.getByName("::1"));
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("loopback addresses are literals", e);
        }
    }

    private List<Record> ask(final String name, final int type, final Name origin) throws LocateException {
        try {
            final Name asked = Name.fromString(name, name.endsWith(".") || origin == null ? null : origin);
            return session.lookupAsync(asked, type).toCompletableFuture().get(LIMIT_S, TimeUnit.SECONDS).getRecords();
        } catch (final TextParseException e) {
            throw new LocateException(name + " is no name that DNS could know");
        } catch (final TimeoutException e) {
            throw new LocateException("DNS did not answer in " + LIMIT_S + " s: " + Type.string(type) + " of " + name + " at " + servers);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocateException("interrupted while " + Type.string(type) + " of " + name + " was asked for");
        } catch (final ExecutionException | CompletionException e) {
            final Throwable cause = e.getCause();
            if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
                return List.of();
            }
            throw new LocateException("DNS failed: " + Type.string(type) + " of " + name + " at " + servers + ": " + cause.getMessage());
        }
    }
}
