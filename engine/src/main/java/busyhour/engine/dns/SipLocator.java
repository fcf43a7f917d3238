package busyhour.engine.dns;

import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds where a request goes (RFC 3263 4): the transport by NAPTR, the port and hosts by SRV, the addresses by A and AAAA;
 * literals and explicit ports as sections 4.1 and 4.2 say. Any thread; calls wait for DNS.
 */
public final class SipLocator {

    /** In the order of preference where NAPTR says nothing (RFC 3263 4.1). */
    private static final byte[] TRIED = {TransportKind.UDP, TransportKind.TCP, TransportKind.TLS};

    private final Supplier<Dns> source;
    private Dns dns;

    /** @param source asked for the first name: where all targets are literals there is none. */
    public SipLocator(final Supplier<Dns> source) {
        this.source = source;
    }

    private synchronized Dns dns() {
        if (dns == null) {
            dns = source.get();
        }
        return dns;
    }

    /** @throws LocateException when it leads nowhere: the message says why. */
    public LocatedTargets locate(final SipLocation location) throws LocateException {
        final TransportAddress literal = new TransportAddress();
        final List<LocatedTargets.Entry> entries = new ArrayList<>();
        if (literal.parse(location.host())) {
            final byte kind = kindOr(location);
            literal.port(location.port() > 0 ? location.port() : TransportKind.defaultPort(kind));
            entries.add(new LocatedTargets.Entry(0, 0, kind, List.of(literal)));
        } else if (location.port() > 0) {
            // 4.1, 4.2: a port rules SRV out.
            add(entries, 0, 0, kindOr(location), location.host(), location.port());
        } else if (location.kind() == SipLocation.ANY) {
            byNaptr(location, entries);
        } else {
            bySrv(location, kindOr(location), 0, srvName(kindOr(location), location.host()), entries);
        }
        if (entries.isEmpty() && location.port() == 0) {
            final byte kind = kindOr(location);
            add(entries, 0, 0, kind, location.host(), TransportKind.defaultPort(kind));
        }
        if (entries.isEmpty()) {
            throw new LocateException(location + ": host " + location.host() + " has no address");
        }
        return new LocatedTargets(entries);
    }

    private static byte kindOr(final SipLocation location) {
        if (location.kind() == SipLocation.ANY) {
            return location.secure() ? TransportKind.TLS : TransportKind.UDP;
        }
        return switch (location.kind()) {
            case TransportKind.UDP, TransportKind.TCP -> location.secure() ? TransportKind.TLS : location.kind();
            case TransportKind.WS -> location.secure() ? TransportKind.WSS : location.kind();
            default -> location.kind();
        };
    }

    private void byNaptr(final SipLocation location, final List<LocatedTargets.Entry> entries) throws LocateException {
        LocateException missing = null;
        final List<Dns.Naptr> found = new ArrayList<>(dns().naptr(location.host()));
        found.sort(Comparator.comparingInt(Dns.Naptr::order).thenComparingInt(Dns.Naptr::preference));
        int rank = 0;
        for (final Dns.Naptr naptr : found) {
            final byte kind = kindOf(naptr.service());
            if (kind >= 0 && naptr.flags().equalsIgnoreCase("s") && (!location.secure() || TransportKind.isSecure(kind))) {
                try {
                    rank = bySrv(location, kind, rank, naptr.replacement(), entries);
                } catch (final LocateException e) { // this transport only
                    missing = e;
                }
            }
        }
        if (!entries.isEmpty()) {
            return;
        }
        for (final byte kind : TRIED) {
            if (!location.secure() || TransportKind.isSecure(kind)) {
                try {
                    rank = bySrv(location, kind, rank, srvName(kind, location.host()), entries);
                } catch (final LocateException e) {
                    missing = e;
                }
            }
        }
        if (entries.isEmpty() && missing != null) {
            throw missing;
        }
    }

    /** Adds what the SRV records of this name say; the rank after theirs. */
    private int bySrv(
            final SipLocation location, final byte kind, final int rank, final String name, final List<LocatedTargets.Entry> entries)
            throws LocateException {
        if (name == null) {
            return rank;
        }
        final List<Dns.Srv> found = dns().srv(name);
        if (found.size() == 1 && (found.getFirst().target().isEmpty() || found.getFirst().target().equals("."))) {
            throw new LocateException(location + ": the SRV record of " + name + " says that the service is not available");
        }
        int last = rank;
        for (final Dns.Srv srv : found) {
            add(entries, rank + srv.priority(), srv.weight(), kind, srv.target(), srv.port());
            last = Math.max(last, rank + srv.priority() + 1);
        }
        return last;
    }

    private void add(
            final List<LocatedTargets.Entry> entries, final int rank, final int weight, final byte kind, final String host, final int port)
            throws LocateException {
        final List<TransportAddress> addresses = new ArrayList<>();
        for (final InetAddress address : dns().addresses(host)) {
            addresses.add(of(address, port));
        }
        if (!addresses.isEmpty()) {
            entries.add(new LocatedTargets.Entry(rank, weight, kind, List.copyOf(addresses)));
        }
    }

    /** RFC 3263 4.1, RFC 7118 8: the services that name a transport which we speak; -1 for others. */
    private static byte kindOf(final String service) {
        return switch (service.toUpperCase(java.util.Locale.ROOT)) {
            case "SIP+D2U" -> TransportKind.UDP;
            case "SIP+D2T" -> TransportKind.TCP;
            case "SIPS+D2T" -> TransportKind.TLS;
            case "SIP+D2W" -> TransportKind.WS;
            case "SIPS+D2W" -> TransportKind.WSS;
            default -> -1;
        };
    }

    /** Null for WebSocket, which has no SRV names without NAPTR. */
    private static String srvName(final byte kind, final String host) {
        return switch (kind) {
            case TransportKind.UDP -> "_sip._udp." + host;
            case TransportKind.TCP -> "_sip._tcp." + host;
            case TransportKind.TLS -> "_sips._tcp." + host;
            default -> null;
        };
    }

    /** An address of the JDK's as one of ours. */
    public static TransportAddress of(final InetAddress address, final int port) {
        final ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        final TransportAddress result = new TransportAddress();
        return address instanceof Inet4Address
                ? result.setIpv4(bytes.getInt(), port)
                : result.set(bytes.getLong(), bytes.getLong(), port);
    }
}
