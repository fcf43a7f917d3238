package busyhour.sip;

import org.agrona.DirectBuffer;

/**
 * Addresses of names that peers write into Contact, Record-Route and Via. The core asks from a shard's thread and never
 * waits: what is not known now is asked for meanwhile, and the message goes the way that is known.
 */
@FunctionalInterface
public interface HostNames {

    /** Knows no name. */
    HostNames NONE = (name, offset, length, kind, port, into) -> false;

    /**
     * Looks a name up.
     *
     * @param kind transport to be used, see {@link TransportKind}.
     * @param port of the URI, 0 when it has none: SRV records may then say (RFC 3263 4.2).
     * @param into set when the address is known.
     * @return whether it is.
     */
    boolean lookup(DirectBuffer name, int offset, int length, byte kind, int port, TransportAddress into);
}
