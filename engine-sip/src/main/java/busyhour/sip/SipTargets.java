package busyhour.sip;

import java.util.ArrayList;
import java.util.List;

/**
 * Where an endpoint's requests go out of a dialog: transports and addresses in order of preference, as RFC 3263 finds
 * them. When one fails the next is tried (RFC 3263 4.3). Endpoints that share one list share what they learn of it.
 * Immutable.
 */
public final class SipTargets {

    private final byte[] kinds;
    private final TransportAddress[] addresses;

    private SipTargets(final byte[] kinds, final TransportAddress[] addresses) {
        this.kinds = kinds;
        this.addresses = addresses;
    }

    /** One target. */
    public static SipTargets of(final byte kind, final TransportAddress address) {
        return new Builder().add(kind, address).build();
    }

    public int size() {
        return kinds.length;
    }

    /** A {@link TransportKind}. */
    public byte kind(final int index) {
        return kinds[index];
    }

    /** The address itself: to be read only. */
    public TransportAddress address(final int index) {
        return addresses[index];
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < kinds.length; i++) {
            text.append(i == 0 ? "" : ", ").append(TransportKind.name(kinds[i])).append(' ').append(addresses[i]);
        }
        return text.toString();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof SipTargets that && java.util.Arrays.equals(kinds, that.kinds)
                && java.util.Arrays.equals(addresses, that.addresses);
    }

    @Override
    public int hashCode() {
        return 31 * java.util.Arrays.hashCode(kinds) + java.util.Arrays.hashCode(addresses);
    }

    /** Collects targets, the best first. */
    public static final class Builder {

        private final List<SipHop> hops = new ArrayList<>();

        /** Adds one behind those that are there. */
        public Builder add(final byte kind, final TransportAddress address) {
            hops.add(new SipHop().set(kind, address, hops.size()));
            return this;
        }

        /** @throws IllegalStateException when there is none. */
        public SipTargets build() {
            if (hops.isEmpty()) {
                throw new IllegalStateException("no target given");
            }
            final byte[] kinds = new byte[hops.size()];
            final TransportAddress[] addresses = new TransportAddress[kinds.length];
            for (int i = 0; i < kinds.length; i++) {
                kinds[i] = hops.get(i).kind();
                addresses[i] = new TransportAddress().copyFrom(hops.get(i).address());
            }
            return new SipTargets(kinds, addresses);
        }
    }
}
