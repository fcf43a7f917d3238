package busyhour.sip;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The transports of SIP, as small numbers: RFC 3261 18, RFC 7118 (WebSocket).
 */
public final class TransportKind {

    public static final byte UDP = 0;
    public static final byte TCP = 1;
    public static final byte TLS = 2;
    public static final byte WS = 3;
    public static final byte WSS = 4;
    /** How many there are. */
    public static final int COUNT = 5;

    private static final String[] NAMES = {"UDP", "TCP", "TLS", "WS", "WSS"};
    private static final int[] PORTS = {5_060, 5_060, 5_061, 80, 443};
    private static final byte[][] VIAS = new byte[COUNT][];
    private static final byte[][] PARAMETERS = new byte[COUNT][];

    static {
        for (int i = 0; i < COUNT; i++) {
            VIAS[i] = ("SIP/2.0/" + NAMES[i] + " ").getBytes(StandardCharsets.US_ASCII);
            // RFC 3261 26.2.2 deprecates transport=tls, and yet it is what everybody writes and reads.
            final String parameter = i == UDP ? "" : ";transport=" + (i == WSS ? "ws" : NAMES[i].toLowerCase(Locale.ROOT));
            PARAMETERS[i] = parameter.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private TransportKind() {
    }

    /** The kind of this name in any case, -1 when there is none. */
    public static byte of(final String name) {
        for (byte i = 0; i < COUNT; i++) {
            if (NAMES[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    public static String name(final byte kind) {
        return NAMES[kind];
    }

    /** Whether messages arrive whole and in order or not at all: no retransmissions (RFC 3261 17). */
    public static boolean isReliable(final byte kind) {
        return kind != UDP;
    }

    public static boolean isSecure(final byte kind) {
        return kind == TLS || kind == WSS;
    }

    /** RFC 3261 19.1.2, RFC 7118. */
    public static int defaultPort(final byte kind) {
        return PORTS[kind];
    }

    /** {@code SIP/2.0/TCP } with its space, as a Via begins. */
    public static byte[] via(final byte kind) {
        return VIAS[kind];
    }

    /** The URI parameter of a Contact, empty for UDP: RFC 7118 names WSS {@code ws} too. */
    public static byte[] uriParameter(final byte kind) {
        return PARAMETERS[kind];
    }
}
