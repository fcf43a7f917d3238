package busyhour.engine.io;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Which cores shards are pinned to. Chosen ones lie on one NUMA node while that suffices, one on each physical core, isolated ones
 * where the host has them; else the first physical core stays free for the platform, the publisher and interrupts. Given ones are
 * taken as given, and what cannot be had is left out with a word. Set-up time value.
 *
 * @param topology of the machine.
 * @param allowed  cores that this process starts on (taskset, cpuset).
 * @param pinnable whether the kernel lets a thread be pinned to a core.
 * @param cpuQuota cores by the control group's quota, null without one.
 */
public record CoreChoice(CpuTopology topology, BitSet allowed, IntPredicate pinnable, Double cpuQuota) {

    private static final String AUTO = "auto";

    /** Cores for shards. @param cores null = one shard that is not pinned. @param warnings for people, empty when all is as asked. */
    public record Chosen(CoreList cores, List<String> warnings) {
    }

    /** On this machine. */
    public static CoreChoice ofHost() {
        return new CoreChoice(CpuTopology.read(), ThreadScheduling.affinity(), CpuAffinity::isAllowed, CgroupLimits.read().cpus());
    }

    /**
     * Checks the form only.
     *
     * @param text {@code 2-5,8}, {@code auto}, or {@code auto:3} for three.
     * @throws IllegalArgumentException that says what was expected.
     */
    public static void check(final String text) {
        if (!isAuto(text)) {
            CoreList.parse(text);
        } else if (text.length() > AUTO.length() && !text.matches("auto:[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("cores '" + text + "': expected auto, or auto:3 for three cores");
        }
    }

    /** @param text see {@link #check}. */
    public Chosen choose(final String text) {
        check(text);
        return isAuto(text) ? automatic(text.length() > AUTO.length() ? Integer.parseInt(text.substring(AUTO.length() + 1)) : 0)
                : given(CoreList.parse(text));
    }

    private static boolean isAuto(final String text) {
        return text.equals(AUTO) || text.startsWith(AUTO + ":");
    }

    /** Most shards that have a core each, with something left for the rest; at least 1. */
    public int most() {
        return Math.max(1, Math.min(candidates().size(), byQuota()));
    }

    private int byQuota() {
        return cpuQuota == null ? Integer.MAX_VALUE : Math.max(1, (int) Math.floor(cpuQuota - 1));
    }

    /** One hardware thread of each physical core that shards may have, those of the largest node first. */
    private List<Integer> candidates() {
        final BitSet usable = (BitSet) topology.isolated().clone();
        usable.and(topology.online());
        for (int core = usable.nextSetBit(0); core >= 0; core = usable.nextSetBit(core + 1)) {
            usable.set(core, pinnable.test(core));
        }
        final boolean isolated = !usable.isEmpty();
        if (!isolated) {
            usable.or(topology.online());
            usable.and(allowed);
        }
        final BitSet taken = new BitSet();
        final TreeMap<Integer, List<Integer>> byNode = new TreeMap<>();
        for (int core = usable.nextSetBit(0); core >= 0; core = usable.nextSetBit(core + 1)) {
            if (!taken.get(topology.physical(core))) {
                taken.set(topology.physical(core));
                byNode.computeIfAbsent(topology.node(core), node -> new ArrayList<>()).add(core);
            }
        }
        if (!isolated && taken.cardinality() > 1) {
            byNode.firstEntry().getValue().removeFirst();
        }
        return byNode.values().stream().sorted((a, b) -> Integer.compare(b.size(), a.size())).flatMap(List::stream).toList();
    }

    private Chosen automatic(final int wanted) {
        final List<Integer> candidates = candidates();
        final int most = most();
        final int count = wanted == 0 ? most : Math.min(wanted, most);
        final List<String> warnings = new ArrayList<>();
        if (wanted > most) {
            warnings.add("cores auto:" + wanted + ": " + count + (count == 1 ? " core" : " cores") + " instead, of "
                    + CpuAffinity.text(allowed) + " one on each physical core, one left for the rest"
                    + (byQuota() <= most ? ", CPU quota " + quotaText() : ""));
        }
        final List<Integer> chosen = candidates.subList(0, Math.min(count, candidates.size())).stream().sorted().toList();
        if (chosen.isEmpty()) {
            warnings.add("cores auto: no core found that this process may use: one shard, not pinned");
        }
        return new Chosen(chosen.isEmpty() ? null : new CoreList(chosen), warnings);
    }

    private Chosen given(final CoreList wanted) {
        final BitSet absent = new BitSet();
        final BitSet refused = new BitSet();
        final List<Integer> cores = new ArrayList<>();
        for (final int core : wanted.cores()) {
            if (!topology.online().get(core)) {
                absent.set(core);
            } else if (pinnable.test(core)) {
                cores.add(core);
            } else {
                refused.set(core);
            }
        }
        final List<String> warnings = new ArrayList<>();
        if (cores.size() < wanted.size()) {
            warnings.add("cores " + CpuAffinity.text(wanted.toSet()) + ": "
                    + (absent.isEmpty() ? "" : CpuAffinity.text(absent) + (absent.cardinality() == 1 ? " does" : " do") + " not exist (this machine has "
                            + CpuAffinity.text(topology.online()) + ")" + (refused.isEmpty() ? "" : ", "))
                    + (refused.isEmpty() ? "" : "this process may not be pinned to " + CpuAffinity.text(refused))
                    + ": " + (cores.isEmpty() ? "one shard, not pinned, on " + CpuAffinity.text(allowed)
                            : cores.size() + (cores.size() == 1 ? " shard on " : " shards on ") + CpuAffinity.text(new CoreList(cores).toSet())
                                    + " instead of " + wanted.size()));
        }
        warnAboutSiblings(cores, warnings);
        if (cpuQuota != null && cores.size() > cpuQuota) {
            warnings.add(cores.size() + " pinned shards under a CPU quota of " + quotaText()
                    + " cores: the kernel stops them for parts of each period; pin fewer or raise the quota");
        }
        return new Chosen(cores.isEmpty() ? null : new CoreList(cores), warnings);
    }

    private void warnAboutSiblings(final List<Integer> cores, final List<String> warnings) {
        final TreeMap<Integer, BitSet> byPhysical = new TreeMap<>();
        cores.forEach(core -> byPhysical.computeIfAbsent(topology.physical(core), physical -> new BitSet()).set(core));
        byPhysical.values().stream().filter(same -> same.cardinality() > 1).forEach(same -> warnings.add("cores " + CpuAffinity.text(same)
                + " are hardware threads of one physical core: their shards share it"));
    }

    private String quotaText() {
        return String.format(Locale.ROOT, "%.1f", cpuQuota);
    }
}
