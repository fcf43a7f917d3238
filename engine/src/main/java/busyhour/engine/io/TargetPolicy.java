package busyhour.engine.io;

import busyhour.sip.TransportAddress;
import java.util.List;

/**
 * Where load may go: loopback and private addresses, those that the plan lists, and all others only with
 * {@code allow: public}. Checked for each signalling target and for each media address that a peer names, so that a plan
 * cannot be made to flood a stranger.
 *
 * <p>Immutable. {@link #permits} allocates nothing.
 */
public final class TargetPolicy {

    private final boolean allowPublic;
    private final TransportAddress[] blocks;
    private final int[] prefixBits;

    /**
     * @param allowPublic everything is permitted.
     * @param allowed     addresses ({@code 203.0.113.7}, {@code 2001:db8::1}) or CIDR blocks.
     * @throws IllegalArgumentException naming the entry that is neither.
     */
    public TargetPolicy(final boolean allowPublic, final List<String> allowed) {
        this.allowPublic = allowPublic;
        blocks = new TransportAddress[allowed.size()];
        prefixBits = new int[allowed.size()];
        for (int i = 0; i < blocks.length; i++) {
            parse(allowed.get(i), i);
        }
    }

    private void parse(final String block, final int i) {
        final int slash = block.indexOf('/');
        blocks[i] = new TransportAddress();
        if (!blocks[i].parse(slash < 0 ? block : block.substring(0, slash))) {
            throw new IllegalArgumentException("allow: found " + block + ", expected an IP address or CIDR block");
        }
        final int addressBits = blocks[i].isIpv4() ? 32 : 128;
        int bits = addressBits;
        if (slash >= 0) {
            final String text = block.substring(slash + 1);
            bits = text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
        }
        if (bits < 0 || bits > addressBits) {
            throw new IllegalArgumentException("allow: found " + block + ", expected a prefix of 0 to " + addressBits);
        }
        prefixBits[i] = 128 - addressBits + bits;
    }

    /** @return whether something may be sent to the address; its port does not matter. */
    public boolean permits(final TransportAddress address) {
        if (allowPublic || address.isPrivate()) {
            return true;
        }
        for (int i = 0; i < prefixBits.length; i++) {
            final int bits = prefixBits[i];
            final long hiMask = bits == 0 ? 0 : bits >= 64 ? -1L : -1L << 64 - bits;
            final long loMask = bits <= 64 ? 0 : -1L << 128 - bits;
            if (((address.hi() ^ blocks[i].hi()) & hiMask) == 0 && ((address.lo() ^ blocks[i].lo()) & loMask) == 0) {
                return true;
            }
        }
        return false;
    }
}
