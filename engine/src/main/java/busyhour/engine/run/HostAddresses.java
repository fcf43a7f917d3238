package busyhour.engine.run;

import busyhour.sip.TransportAddress;

/**
 * Which address of this host SIP and media use, and which one peers see, where somebody said so. Loopback is never touched. Immutable.
 *
 * @param bind   null = the one that the kernel routes from.
 * @param shown  null = the one that is used; else a NAT maps its ports one to one.
 */
public record HostAddresses(TransportAddress bind, TransportAddress shown) {

    /** As the kernel routes. */
    public static final HostAddresses ANY = new HostAddresses(null, null);

    /**
     * As a person wrote them.
     *
     * @throws IllegalArgumentException naming the one that is none.
     */
    public static HostAddresses of(final String bind, final String shown) {
        return new HostAddresses(parsed("WORKER_BIND", bind), parsed("WORKER_PUBLIC", shown));
    }

    private static TransportAddress parsed(final String name, final String text) {
        final TransportAddress address = new TransportAddress();
        if (text != null && (!address.parse(text) || address.isUnspecified())) {
            throw new IllegalArgumentException(name + ": found " + text + ", expected an address of a host");
        }
        return text == null ? null : address;
    }

    /** What to use where the kernel would use another one; null = as the kernel does. */
    TransportAddress bindInPlaceOf(final TransportAddress routed) {
        return bind != null && bind.isIpv4() == routed.isIpv4() && !routed.isLoopback() ? bind : null;
    }
}
