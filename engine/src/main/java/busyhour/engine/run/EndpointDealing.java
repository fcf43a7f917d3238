package busyhour.engine.run;

import busyhour.engine.io.PortRange;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Share;
import busyhour.ipc.plan.Assignment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which shard plays which endpoint: dealt out by what endpoints cost, not by their count. A group that listens shares one socket and
 * so lies in one shard as a whole; the endpoints of any other group go one by one to the shard that has least to do. A caller and its
 * callee meet over their sockets only, so they may lie anywhere.
 *
 * <pre>
 *   heaviest listening group first ----> least loaded shard, whole
 *   then heaviest endpoints first  ----> least loaded shard, one by one (equal ones in turn)
 * </pre>
 *
 * Set-up time value; the same groups and shards give the same dealing.
 */
final class EndpointDealing {

    /** In place of a shard: another worker plays it. */
    static final int NOWHERE = -1;

    private final int[][] shards;
    private final int[][] counts;
    private final long[] loads;
    private final long[] streams;

    private EndpointDealing(final int groups, final int shardCount) {
        shards = new int[groups][];
        counts = new int[groups][shardCount];
        loads = new long[shardCount];
        streams = new long[shardCount];
    }

    /** Of all endpoints. */
    static EndpointDealing of(final List<GroupSpec> groups, final int shardCount) {
        return of(groups, groups.stream().map(group -> new Share(0, group.endpoints())).toList(), shardCount);
    }

    /** Of those that this worker plays. */
    static EndpointDealing of(final Assignment assignment, final int shardCount) {
        return assignment.part() == null ? of(assignment.groups(), shardCount)
                : of(assignment.groups(), assignment.part().shares(), shardCount);
    }

    private static EndpointDealing of(final List<GroupSpec> groups, final List<Share> shares, final int shardCount) {
        final EndpointDealing dealing = new EndpointDealing(groups.size(), shardCount);
        IntStream.range(0, groups.size()).boxed().filter(group -> isWhole(groups.get(group)))
                .sorted(Comparator.comparingLong((Integer group) -> EndpointLoad.ofAll(groups.get(group))).reversed())
                .forEach(group -> dealing.dealWhole(group, groups.get(group), shares.get(group)));
        IntStream.range(0, groups.size()).boxed().filter(group -> !isWhole(groups.get(group)))
                .sorted(Comparator.comparingLong((Integer group) -> EndpointLoad.of(groups.get(group))).reversed())
                .forEach(group -> dealing.dealOneByOne(group, groups.get(group), shares.get(group)));
        for (int group = 0; group < groups.size(); group++) {
            for (int shard = 0; shard < shardCount; shard++) {
                dealing.streams[shard] += RunNeeds.portPairs(groups.get(group), dealing.counts[group][shard]);
            }
        }
        return dealing;
    }

    /** Whether its endpoints answer at one address of the plan's. */
    private static boolean isWhole(final GroupSpec spec) {
        return spec.registrar() < 0 && !spec.callee().calls();
    }

    private int[] nowhere(final GroupSpec spec) {
        final int[] places = new int[spec.endpoints()];
        Arrays.fill(places, NOWHERE);
        return places;
    }

    private void dealWhole(final int group, final GroupSpec spec, final Share share) {
        final int shard = leastLoaded();
        shards[group] = nowhere(spec);
        Arrays.fill(shards[group], share.first(), share.first() + share.endpoints(), shard);
        counts[group][shard] = share.endpoints();
        loads[shard] += EndpointLoad.of(spec) * share.endpoints();
    }

    private void dealOneByOne(final int group, final GroupSpec spec, final Share share) {
        final long load = EndpointLoad.of(spec);
        shards[group] = nowhere(spec);
        for (int i = share.first(); i < share.first() + share.endpoints(); i++) {
            final int shard = leastLoaded();
            shards[group][i] = shard;
            counts[group][shard]++;
            loads[shard] += load;
        }
    }

    private int leastLoaded() {
        int least = 0;
        for (int shard = 1; shard < loads.length; shard++) {
            least = loads[shard] < loads[least] ? shard : least;
        }
        return least;
    }

    int shardCount() {
        return loads.length;
    }

    /** Shard of the endpoint at this place of its group, {@link #NOWHERE} for another worker's. */
    int shard(final int group, final int index) {
        return shards[group][index];
    }

    /** How many endpoints of a group a shard plays. */
    int endpoints(final int group, final int shard) {
        return counts[group][shard];
    }

    /** The media ports of a shard: its share by the streams that it has, so that each has enough where there are enough in all. */
    PortRange ports(final PortRange range, final int shard) {
        return range.share(shard, streams);
    }

    /** What a shard has to do, see {@link EndpointLoad}. */
    long load(final int shard) {
        return loads[shard];
    }
}
