package busyhour.ipc.plan;

/**
 * How much a group calls: a rate of new calls, or a number of users.
 *
 * @param kind   {@link ArrivalSpec.Kind#RATE} or {@link ArrivalSpec.Kind#USERS}.
 * @param amount new calls in each {@code perMs}, or users; 0 = none.
 * @param perMs  milliseconds that a rate is of; 1 for users.
 */
public record Load(ArrivalSpec.Kind kind, long amount, long perMs) {

    /** Most calls that a rate may have in its unit of time, and most users. */
    public static final long MAX_AMOUNT = 1_000_000;
    /** Longest unit of time of a rate. */
    public static final long MAX_PER_MS = 3_600_000;

    public Load {
        if (kind != ArrivalSpec.Kind.RATE && kind != ArrivalSpec.Kind.USERS) {
            throw new IllegalArgumentException("a load is a rate or users, not " + kind);
        }
        if (amount < 0 || amount > MAX_AMOUNT || perMs < 1 || perMs > MAX_PER_MS) {
            throw new IllegalArgumentException("a load of " + amount + " per " + perMs + " ms is out of range");
        }
    }

    /** {@code calls} new calls in each {@code perMs} milliseconds. */
    public static Load rate(final long calls, final long perMs) {
        return new Load(ArrivalSpec.Kind.RATE, calls, perMs);
    }

    /** So many users at a time. */
    public static Load users(final long users) {
        return new Load(ArrivalSpec.Kind.USERS, users, 1);
    }

    /** {@code 20/s}, {@code 7/3s}, {@code 200 users}. */
    @Override
    public String toString() {
        if (kind == ArrivalSpec.Kind.USERS) {
            return amount + " users";
        }
        return amount + "/" + (perMs == 1_000 ? "s" : perMs == 60_000 ? "m" : perMs % 1_000 == 0 ? perMs / 1_000 + "s" : perMs + "ms");
    }
}
