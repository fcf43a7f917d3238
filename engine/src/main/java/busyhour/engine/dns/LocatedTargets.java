package busyhour.engine.dns;

import busyhour.sip.SipTargets;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What RFC 3263 found for a location: targets in ranks, those of one rank by weight (RFC 2782). Immutable. */
public final class LocatedTargets {

    /**
     * One of them.
     *
     * @param rank   a lower one is tried first.
     * @param weight share among those of one rank.
     * @param set    addresses of one host, which stay together in their order.
     */
    record Entry(int rank, int weight, byte kind, List<TransportAddress> set) {
    }

    private final List<Entry> entries;

    LocatedTargets(final List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Those that this permits. */
    public LocatedTargets where(final Predicate<TransportAddress> permits) {
        final List<Entry> kept = new ArrayList<>();
        for (final Entry entry : entries) {
            final List<TransportAddress> set = entry.set.stream().filter(permits).toList();
            if (!set.isEmpty()) {
                kept.add(new Entry(entry.rank, entry.weight, entry.kind, set));
            }
        }
        return new LocatedTargets(kept);
    }

    /** An order in which to try them: another endpoint gets another one, as the weights say (RFC 2782). */
    public SipTargets order(final RandomGenerator random) {
        final SipTargets.Builder targets = new SipTargets.Builder();
        final List<Entry> left = new ArrayList<>(entries);
        while (!left.isEmpty()) {
            final int rank = left.stream().mapToInt(Entry::rank).min().orElseThrow();
            final Entry next = pick(left.stream().filter(entry -> entry.rank == rank).toList(), random);
            left.remove(next);
            next.set.forEach(address -> targets.add(next.kind, address));
        }
        return targets.build();
    }

    /** RFC 2782: those of weight 0 first in the list, then a number up to the sum. */
    private static Entry pick(final List<Entry> rank, final RandomGenerator random) {
        final int sum = rank.stream().mapToInt(Entry::weight).sum();
        if (sum == 0) {
            return rank.getFirst();
        }
        int chosen = random.nextInt(sum + 1);
        final List<Entry> byWeight = new ArrayList<>(rank.stream().filter(entry -> entry.weight == 0).toList());
        byWeight.addAll(rank.stream().filter(entry -> entry.weight > 0).toList());
        for (final Entry entry : byWeight) {
            chosen -= entry.weight;
            if (chosen <= 0) {
                return entry;
            }
        }
        return byWeight.getLast();
    }

    /** The transports that occur. */
    public List<Byte> kinds() {
        return entries.stream().map(Entry::kind).distinct().toList();
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        for (final Entry entry : entries) {
            for (final TransportAddress address : entry.set) {
                text.append(text.isEmpty() ? "" : ", ").append(TransportKind.name(entry.kind)).append(' ').append(address);
            }
        }
        return text.toString();
    }
}
