package busyhour.web.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.ipc.plan.Assignment.Share;
import busyhour.web.plan.Placement;
import busyhour.web.plan.Plan;

/**
 * Deals the endpoints of a plan to workers: each group in proportion to what was free, by whole endpoints, never above what is free.
 * Groups that only some workers may play are dealt before others. A group that listens at an address of the plan stays whole: it has one
 * socket; it is dealt like any other when it listens at whatever address its worker has ({@code listen: 0.0.0.0:5070}).
 *
 * <pre>
 *   a: 200 free   b: 100 free        agents 30 -> a 20 (places 0-19), b 10 (20-29)
 *                                    callers 31 -> a 21, b 10
 * </pre>
 *
 * Set-up time; the same offers give the same dealing.
 */
final class Dealing {

    /**
     * What a worker may be given.
     *
     * @param worker   its name on the link.
     * @param name     as people know it.
     * @param region   null when it has none.
     * @param free     endpoints.
     * @param capacity endpoints in all; {@link Integer#MAX_VALUE} = nobody said, then it takes one run at a time.
     * @param calibrating its host is being measured: nothing is free.
     */
    record Offer(String worker, String name, String region, int free, int capacity, boolean calibrating) {

        /** Such as {@code a 200 of 300}. */
        private String words() {
            return calibrating ? name + " is being calibrated" : name + (capacity == Integer.MAX_VALUE ? free > 0 ? " idle" : " busy" : " " + free + " of " + capacity);
        }
    }

    private final Plan plan;
    private final List<Offer> offers;
    private final int[] left;
    private final int[][] counts;
    private String refusal;

    private Dealing(Plan plan, List<Offer> offers) {
        this.plan = plan;
        this.offers = offers;
        left = offers.stream().mapToInt(Offer::free).toArray();
        counts = new int[plan.groups().size()][offers.size()];
    }

    static Dealing of(Plan plan, List<Offer> offers) {
        Dealing dealing = new Dealing(plan, offers);
        if (offers.isEmpty()) {
            dealing.refusal = "no worker is connected";
            return dealing;
        }
        IntStream.range(0, plan.groups().size()).boxed()
                .sorted(Comparator.comparingInt((Integer group) -> dealing.allowed(group).size()).thenComparing(group -> !isWhole(plan.groups().get(group))))
                .forEach(dealing::deal);
        return dealing;
    }

    /** Why the workers cannot take the plan, with the arithmetic; empty when they can. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    private List<Integer> allowed(int group) {
        Placement placement = plan.placements().get(group);
        return IntStream.range(0, offers.size()).boxed()
                .filter(i -> placement.admits(offers.get(i).name(), offers.get(i).region())).toList();
    }

    private static boolean isWhole(GroupSpec group) {
        return group.registrar() < 0 && group.callee().kind() == Callee.Kind.RECEIVE && !isAnywhere(group);
    }

    static boolean isAnywhere(GroupSpec group) {
        return group.listen() != null && (group.listen().startsWith("0.0.0.0:") || group.listen().startsWith("[::]:"));
    }

    private void deal(int group) {
        if (refusal != null) {
            return;
        }
        List<Integer> allowed = allowed(group);
        int wanted = plan.groups().get(group).endpoints();
        boolean whole = isWhole(plan.groups().get(group));
        long room = whole ? allowed.stream().mapToInt(i -> left[i]).max().orElse(0) : allowed.stream().mapToLong(i -> left[i]).sum();
        if (room < wanted) {
            refusal = refusal(group, allowed, whole);
        } else if (whole) {
            give(group, allowed.stream().max(Comparator.<Integer>comparingInt(i -> left[i]).thenComparing(Comparator.reverseOrder())).orElseThrow(), wanted);
        } else {
            share(group, allowed, wanted);
        }
    }

    private String refusal(int group, List<Integer> allowed, boolean whole) {
        Placement placement = plan.placements().get(group);
        GroupSpec spec = plan.groups().get(group);
        if (allowed.isEmpty()) {
            return "group " + spec.name() + " needs " + spec.endpoints() + " endpoints" + placement.words() + ": none such is connected";
        }
        String free = allowed.stream().map(offers::get).map(Offer::words).collect(Collectors.joining(", "));
        boolean ofAll = placement.isAnywhere() && !whole;
        return (ofAll ? "needs " + plan.endpoints() + " endpoints" : "group " + spec.name() + " needs " + spec.endpoints() + " endpoints"
                + placement.words() + (whole ? ", all on one worker as it listens at one address" : "")) + "; free: " + free;
    }

    /** Largest remainders, by what was free at first; what a worker has no room for goes to the others. */
    private void share(int group, List<Integer> allowed, int wanted) {
        double weight = allowed.stream().mapToDouble(this::weight).sum();
        int toGive = wanted;
        for (int i : allowed) {
            int whole = (int) Math.min(left[i], weight == 0 ? 0 : Math.floor(wanted * weight(i) / weight));
            give(group, i, whole);
            toGive -= whole;
        }
        List<Integer> byRemainder = new ArrayList<>(allowed);
        byRemainder.sort(Comparator.comparingDouble((Integer i) -> -(weight == 0 ? 0 : wanted * weight(i) / weight % 1)));
        while (toGive > 0) {
            for (int i : byRemainder) {
                if (toGive > 0 && left[i] > 0) {
                    give(group, i, 1);
                    toGive--;
                }
            }
        }
    }

    private double weight(int offer) {
        return Math.min(offers.get(offer).free(), Math.max(plan.endpoints(), offers.stream().filter(each -> each.capacity() != Integer.MAX_VALUE)
                .mapToInt(Offer::free).max().orElse(plan.endpoints())));
    }

    private void give(int group, int offer, int endpoints) {
        counts[group][offer] += endpoints;
        left[offer] -= endpoints;
    }

    /** What each worker plays, those that got nothing left out. */
    List<RunPart> parts() {
        int[] next = new int[counts.length];
        List<List<Share>> shares = new ArrayList<>();
        int registrarAt = -1;
        int most = 0;
        for (int i = 0; i < offers.size(); i++) {
            List<Share> mine = new ArrayList<>();
            for (int group = 0; group < counts.length; group++) {
                mine.add(counts[group][i] == 0 ? Share.NONE : new Share(next[group], counts[group][i]));
                next[group] += counts[group][i];
            }
            shares.add(mine);
            int endpoints = mine.stream().mapToInt(Share::endpoints).sum();
            if (endpoints > most) {
                most = endpoints;
                registrarAt = i;
            }
        }
        boolean builtin = plan.registrars().stream().anyMatch(RegistrarSpec::builtin);
        List<RunPart> parts = new ArrayList<>();
        for (int i = 0; i < offers.size(); i++) {
            if (shares.get(i).stream().anyMatch(share -> share.endpoints() > 0)) {
                parts.add(new RunPart(offers.get(i).worker(), offers.get(i).name(), shares.get(i), builtin && i == registrarAt));
            }
        }
        return parts;
    }
}
