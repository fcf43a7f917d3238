package busyhour.web.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.ipc.link.Source;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.DropReason;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanFiles;
import busyhour.web.plan.PlanReader;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ArrivalCountsTest {

    private static final long MS = 1_000_000;
    private static final Source SOURCE = new Source();
    private static final int CALLERS = 1;

    private final RunAggregates aggregates = new RunAggregates(plan(), 1, 0);

    private static Plan plan() {
        try {
            return PlanReader.readYaml("plan.yaml", """
                    groups:
                      - { name: in, endpoints: 2, callee: receive-external, listen: "127.0.0.1:5070" }
                      - { name: out, endpoints: 4, callee: { group: in }, for: 10s, arrivals: 10/s }
                    thresholds: [groups.out.calls.dropped == 0, groups.out.calls.startedPerSecond >= 5, calls.startDelayMs.p99 < 10,
                      calls.offeredPerSecond >= 9.9]
                    """.getBytes(StandardCharsets.UTF_8), PlanFiles.NONE);
        } catch (busyhour.web.plan.PlanException e) {
            throw new AssertionError(e);
        }
    }

    private void event(int endpoint, CallEventKind kind, long intendedMs, long timeMs, DropReason reason) {
        aggregates.onCallEvent(SOURCE, new CallEvent(timeMs * MS, intendedMs * MS, endpoint, 0, kind, true, true,
                kind == CallEventKind.ENDED ? CallResult.ANSWERED : null, 0, CALLERS, reason));
    }

    @Test
    void shouldSayWhatWasOfferedStartedAndDropped() {
        for (int k = 0; k < 4; k++) {
            event(2 + k, CallEventKind.OFFERED, 100 * k, 100 * k + 2, null);
            event(2 + k, CallEventKind.STARTED, 100 * k, 100 * k + 2, null);
            event(2 + k, CallEventKind.ANSWERED, 100 * k, 100 * k + 20, null);
        }
        for (int k = 4; k < 10; k++) {
            event(-1, CallEventKind.OFFERED, 100 * k, 100 * k + 1_000, null);
            event(-1, CallEventKind.DROPPED, 100 * k, 100 * k + 1_000, DropReason.NO_FREE_CALLER);
        }
        event(2, CallEventKind.ENDED, 0, 5_000, null);
        event(2, CallEventKind.OFFERED, 1_000, 5_001, null);
        event(2, CallEventKind.DROPPED, 1_000, 5_001, DropReason.NO_SOCKET);

        RunResult result = aggregates.result();
        RunResult.Arrivals out = result.groups().get("out").arrivals();
        assertThat(out.offered()).isEqualTo(11);
        assertThat(out.started()).isEqualTo(4);
        assertThat(out.answered()).isEqualTo(4);
        assertThat(out.failed()).isZero();
        assertThat(out.dropped()).isEqualTo(7);
        assertThat(out.dropReasons()).containsEntry("no free caller", 6L).containsEntry("no media socket", 1L).hasSize(2);
        assertThat(out.offeredPerSecond()).isCloseTo(10, within(1e-9));
        assertThat(out.startedPerSecond()).isCloseTo(10, within(1e-9));
        assertThat(out.startDelayMaxMs()).isEqualTo(2);
        assertThat(result.calls().dropped()).isEqualTo(7);
        assertThat(result.calls().offered()).isEqualTo(11);
        assertThat(result.calls().arrivals()).isEqualTo(out);

        JsonNode tree = ResultJson.tree(result);
        assertThat(tree.path("groups").path("in").path("calls").isNull()).isTrue();
        assertThat(tree.path("groups").path("out").path("calls").path("dropReasons").path("no free caller").asInt()).isEqualTo(6);
        assertThat(tree.path("calls").path("startDelayMs").path("p99").asDouble()).isCloseTo(2, within(0.1));
        assertThat(result.thresholds()).extracting(RunResult.Verdict::passed).containsExactly(false, true, true, true);
    }

    @Test
    void shouldMeasureNothingOfOneCall() {
        event(2, CallEventKind.OFFERED, 0, 0, null);
        assertThat(aggregates.result().calls().arrivals().offeredPerSecond()).isNaN();
        assertThat(aggregates.result().calls().arrivals().startDelayP99Ms()).isNaN();
        JsonNode calls = ResultJson.tree(aggregates.result()).path("calls");
        assertThat(calls.path("offeredPerSecond").isNull()).isTrue();
        assertThat(calls.path("startDelayMs").path("max").isNull()).isTrue();
    }
}
