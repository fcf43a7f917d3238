package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.engine.io.Impairment;
import busyhour.engine.io.Impairment.Counts;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls over a network that loses, doubles, reorders and delays by a known seed: what is measured is what it did. */
class ImpairedNetworkSimTest {

    private static final int CALLS = 5;
    private static final double RTT_MS = 200;

    private static SimRun play(final MediaSpec.JitterBuffer buffer, final Impairment network) throws RunFaultException {
        final MediaSpec media = Assignments.PCMU.withJitterBuffer(buffer);
        final SimRun run = new SimRun(Assignments.assignment(List.of(),
                Assignments.group("callees", 0, CALLS, -1, List.of(), ImpairedCalls.RECEIVE, "127.0.0.1:5070", 30_000, new Ramp(0, 0)).withMedia(media),
                Assignments.callers(CALLS, CALLS, 30_000).withMedia(media)));
        run.network.impair(network);
        run.play();
        assertThat(run.record.outcomes.values()).as("%s", run.record.details).hasSize(2 * CALLS).containsOnly(EndpointOutcome.SUCCESS);
        return run;
    }

    @Test
    void shouldCountExactlyWhatTheNetworkDid() throws RunFaultException {
        final Impairment network = new Impairment(4_711, 0.03, 0.01, 0.02, 100 * SimRun.MS, 20 * SimRun.MS);

        final RecordedRun record = play(MediaSpec.JitterBuffer.ADAPTIVE, network).record;

        ImpairedCalls.assertCounts(record, network.streams().values().stream().map(Impairment.StreamLog::counts).toList());
        assertThat(record.gauges.get("rtt_ms")).isNotEmpty().allSatisfy(rtt -> assertThat(rtt).isCloseTo(RTT_MS, within(2.0)));
    }

    @Test
    void shouldScoreTheCallsAsG107DoesForThoseInputs() throws RunFaultException {
        // not 200 ms: there the few last packets by which the test knows the buffer's delay are worth 0.05 themselves
        for (final MediaSpec.JitterBuffer buffer : List.of(MediaSpec.JitterBuffer.ADAPTIVE, MediaSpec.JitterBuffer.FIXED_50)) {
            final Impairment network = new Impairment(4_711, 0.03, 0.01, 0.02, 100 * SimRun.MS, 20 * SimRun.MS);
            final RecordedRun record = play(buffer, network).record;
            ImpairedCalls.assertScores(record, network.streams().values().stream().map(Impairment.StreamLog::counts).toList(), RTT_MS);
        }
    }

    @Test
    void shouldCountNothingWhereNothingHappened() throws RunFaultException {
        final Impairment network = new Impairment(1, 0, 0, 0, 30 * SimRun.MS, 0);

        final RecordedRun record = play(MediaSpec.JitterBuffer.ADAPTIVE, network).record;

        final List<Counts> counts = network.streams().values().stream().map(Impairment.StreamLog::counts).toList();
        ImpairedCalls.assertCounts(record, counts);
        assertThat(counts).allSatisfy(stream -> assertThat(stream.lost() + stream.duplicates() + stream.reordered()).isZero());
        assertThat(Map.of("packets_lost", record.sum("packets_lost"), "duplicate_packets", record.sum("duplicate_packets"),
                "out_of_order_packets", record.sum("out_of_order_packets"))).allSatisfy((key, sum) -> assertThat(sum).as(key).isZero());
    }
}
