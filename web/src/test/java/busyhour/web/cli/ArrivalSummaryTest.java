package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.link.Source;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.DropReason;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanFiles;
import busyhour.web.plan.PlanReader;
import busyhour.web.result.RunAggregates;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ArrivalSummaryTest {

    private static final long MS = 1_000_000;
    private final Source source = new Source();

    private static RunAggregates aggregates() throws PlanException {
        return new RunAggregates(PlanReader.readYaml("plan.yaml", """
                groups:
                  - { name: in, endpoints: 2, callee: receive-external, listen: "127.0.0.1:5070" }
                  - { name: out, endpoints: 2, callee: { group: in }, for: 10s, arrivals: 10/s }
                """.getBytes(StandardCharsets.UTF_8), PlanFiles.NONE), 1, 0);
    }

    private void offer(RunAggregates aggregates, int endpoint, long intendedMs, long startedMs) {
        aggregates.onCallEvent(source, event(endpoint, CallEventKind.OFFERED, intendedMs, startedMs, null));
        aggregates.onCallEvent(source, event(endpoint, endpoint < 0 ? CallEventKind.DROPPED : CallEventKind.STARTED, intendedMs, startedMs,
                endpoint < 0 ? DropReason.NO_FREE_CALLER : null));
    }

    private static CallEvent event(int endpoint, CallEventKind kind, long intendedMs, long timeMs, DropReason reason) {
        return new CallEvent(timeMs * MS, intendedMs * MS, endpoint, 0, kind, true, true, null, 0, 1, reason);
    }

    @Test
    void shouldTellRatesLatenessAndWhyCallsWereDropped() throws PlanException {
        RunAggregates aggregates = aggregates();
        offer(aggregates, 2, 0, 0);
        offer(aggregates, 3, 100, 300);
        offer(aggregates, -1, 200, 1_200);
        offer(aggregates, -1, 300, 1_300);
        assertThat(ArrivalSummary.lines(aggregates.result())).satisfiesExactly(
                first -> assertThat(first).startsWith("out: 3.333 calls/s of 10/s offered   begun late by p99 ").endsWith("max 200 ms"),
                second -> assertThat(second).isEqualTo("dropped: 2 x no free caller"));
    }

    @Test
    void shouldSayNothingOfLatenessThatNobodyFeels() throws PlanException {
        RunAggregates aggregates = aggregates();
        offer(aggregates, 2, 0, 1);
        offer(aggregates, 3, 100, 101);
        assertThat(ArrivalSummary.lines(aggregates.result())).containsExactly("out: 10 calls/s of 10/s offered");
        assertThat(ArrivalSummary.lines(aggregates().result())).isEmpty();
    }
}
