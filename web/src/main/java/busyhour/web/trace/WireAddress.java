package busyhour.web.trace;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An address and port as packets carry them.
 *
 * @param address 4 or 16 bytes.
 */
record WireAddress(byte[] address, int port) {
    static final int SIP_PORT = 5060;

    /** {@code 10.0.0.5:5060} or {@code [2001:db8::5]:5060}. */
    static WireAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new WireAddress(InetAddress.ofLiteral(text.substring(0, colon).replaceAll("[\\[\\]]", "")).getAddress(),
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no address: " + text, e);
        }
    }

    /** The unspecified address of the same family. */
    static WireAddress unknown(WireAddress like) {
        return new WireAddress(new byte[like.address.length], SIP_PORT);
    }

    boolean isIpv6() {
        return address.length == 16;
    }

    /** The same as IPv6; IPv4 mapped. */
    WireAddress toIpv6() {
        if (isIpv6()) {
            return this;
        }
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(address, 0, mapped, 12, 4);
        return new WireAddress(mapped, port);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireAddress that && port == that.port && Arrays.equals(address, that.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + port;
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(address) + ":" + port;
    }
}
