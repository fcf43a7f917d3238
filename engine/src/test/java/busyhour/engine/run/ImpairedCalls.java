package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.engine.io.Impairment.Counts;
import busyhour.ipc.plan.Assignment.Callee;
import java.util.Comparator;
import java.util.List;

/** What calls over an impaired network must have measured, from what the network wrote down. */
final class ImpairedCalls {

    static final Callee RECEIVE = new Callee(Callee.Kind.RECEIVE, -1, null);

    private static final double MOS_TOLERANCE = 0.05;
    private static final double PACKET_MS = 20;

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

    /** The call's MOS against G.107 for loss and bursts as the network made them and as the jitter buffer discarded, and for the delay. */
    static void assertScores(final RecordedRun record, final List<Counts> network, final double rttMs) {
        for (final int endpoint : record.counters.get("packets_received").keySet()) {
            final Counts stream = network.stream().filter(counts -> counts.lost() == lost(record, endpoint)
                    && counts.forwarded() == counter(record, "packets_received", endpoint)).min(Comparator.comparing(Counts::ssrc)).orElseThrow();
            final double discarded = counter(record, "jb_late_packets", endpoint);
            final double bufferMs = record.endpointGauges.get("jb_current_delay_ms").get(endpoint).stream()
                    .mapToDouble(Double::doubleValue).average().orElseThrow();
            final double missing = (stream.lost() + discarded) / stream.expected();
            final double burst = stream.lost() == 0 || discarded > 0 ? 1 : Math.max(1, (double) stream.lost() / stream.bursts() * (1 - missing));
            final double expected = G107.mos(100 * missing, burst, rttMs / 2 + bufferMs + PACKET_MS);
            assertThat(record.callGauges.get("mos").get(endpoint)).as("endpoint %d: %s, %.0f discarded, buffer %.1f ms", endpoint, stream,
                    discarded, bufferMs).isCloseTo(expected, within(MOS_TOLERANCE));
        }
    }
}
