package busyhour.engine.dns;

import busyhour.sip.TransportKind;

/**
 * Whom to reach, as a URI or a plan says it (RFC 3263 4: TARGET, port, transport).
 *
 * @param host   name or address, IPv6 with or without brackets.
 * @param port   0 = none given.
 * @param kind   a {@link TransportKind}, or {@link #ANY}: DNS or the RFC's defaults say.
 * @param secure whether only TLS will do: a {@code sips} URI.
 */
public record SipLocation(String host, int port, byte kind, boolean secure) {

    /** No transport given. */
    public static final byte ANY = -1;

    /** Takes brackets off. */
    public SipLocation {
        if (host == null || host.isEmpty()) {
            throw new IllegalArgumentException("no host given");
        }
        host = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return (secure ? "sips:" : "sip:") + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + (port == 0 ? "" : ":" + port)
                + (kind == ANY ? "" : ";transport=" + TransportKind.name(kind).toLowerCase(java.util.Locale.ROOT));
    }
}
