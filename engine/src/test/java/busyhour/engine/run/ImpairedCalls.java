package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.io.Impairment.Counts;
import busyhour.ipc.plan.Assignment.Callee;
import java.util.List;

/** What calls over an impaired network must have measured, from what the network wrote down. */
final class ImpairedCalls {

    static final Callee RECEIVE = new Callee(Callee.Kind.RECEIVE, -1, null);

    private ImpairedCalls() {
    }

    /** Stream by stream; which endpoint heard which stream is told by the counts themselves. */
    static void assertCounts(final RecordedRun record, final List<Counts> network) {
        final List<List<Integer>> measured = record.counters.get("packets_received").keySet().stream()
                .map(endpoint -> List.of(counter(record, "packets_received", endpoint), lost(record, endpoint),
                        counter(record, "duplicate_packets", endpoint), counter(record, "out_of_order_packets", endpoint)))
                .toList();
        final List<List<Integer>> done = network.stream()
                .map(stream -> List.of(stream.forwarded(), stream.lost(), stream.duplicates(), stream.reordered())).toList();
        assertThat(measured).as("received, lost, doubled, reordered of each stream").containsExactlyInAnyOrderElementsOf(done);
    }

    /** Cumulative lost by RFC 3550 A.3 takes a duplicate for one that was lost: without that. */
    private static int lost(final RecordedRun record, final int endpoint) {
        return counter(record, "packets_lost", endpoint) + counter(record, "duplicate_packets", endpoint);
    }

    private static int counter(final RecordedRun record, final String key, final int endpoint) {
        return record.counters.get(key).get(endpoint).intValue();
    }
}
