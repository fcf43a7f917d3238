package busyhour.sip;

/**
 * Where a message goes next: transport, address, and which of the endpoint's {@link SipTargets} that is.
 * A mutable value; allocates nothing. Not thread safe.
 */
public final class SipHop {

    /** The hop is none of the endpoint's targets: it was read from a URI, or a message came from there. */
    public static final int NO_TARGET = -1;

    private final TransportAddress address = new TransportAddress();
    private byte kind;
    private int target = NO_TARGET;

    /**
     * @param kind    a {@link TransportKind}.
     * @param address copied.
     * @param target  place in the endpoint's targets, or {@link #NO_TARGET}.
     * @return this.
     */
    public SipHop set(final byte kind, final TransportAddress address, final int target) {
        this.kind = kind;
        this.target = target;
        this.address.copyFrom(address);
        return this;
    }

    public SipHop copyFrom(final SipHop other) {
        return set(other.kind, other.address, other.target);
    }

    public byte kind() {
        return kind;
    }

    /** The address itself, not a copy. */
    public TransportAddress address() {
        return address;
    }

    public int target() {
        return target;
    }

    @Override
    public String toString() {
        return TransportKind.name(kind) + " " + address;
    }
}
