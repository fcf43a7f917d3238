package busyhour.web.plan;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** An address with the number of leading bits that count (RFC 4632). */
public record AddressBlock(byte[] address, int prefixBits) {

    /** {@code 10.1.2.3}, {@code 10.0.0.0/8}, {@code fd00::/8}; null when it is none. Looks nothing up. */
    public static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        if (!AddressRules.isLiteral(literal) || literal.startsWith("[")) {
            return null;
        }
        for (String octet : literal.indexOf(':') < 0 ? literal.split("\\.") : new String[0]) {
            if (Integer.parseInt(octet) > 255) {
                return null;
            }
        }
        try {
            byte[] address = InetAddress.getByName(literal).getAddress();
            int bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
            return bits < 0 || bits > address.length * 8 ? null : new AddressBlock(address, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            return null;
        }
    }

    public boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        int whole = prefixBits / 8;
        if (!Arrays.equals(bytes, 0, whole, address, 0, whole)) {
            return false;
        }
        int rest = prefixBits % 8;
        return rest == 0 || ((bytes[whole] ^ address[whole]) & 0xff) >> (8 - rest) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressBlock block && prefixBits == block.prefixBits && Arrays.equals(address, block.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + prefixBits;
    }
}
