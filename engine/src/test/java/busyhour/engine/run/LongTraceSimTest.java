package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.run.RecordedRun.Traced;
import busyhour.sip.TransportKind;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Of a long trace the first messages and the last ones come, and numbers tell of those between. */
class LongTraceSimTest {

    private static final int FIRST = 200;
    private static final int LAST = 100;

    @Test
    void shouldKeepFirstAndLastMessagesOfEndpointThatCallsAllDay() throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(), Assignments.receivers(0, 1, "127.0.0.1:5070", 1_000),
                Assignments.repeating(Assignments.callers(1, 1, 200), 70, 0, 0))).play();

        for (int endpoint = 0; endpoint < 2; endpoint++) {
            final List<Traced> traced = run.record.traces.get(endpoint);
            final int total = (int) (double) run.record.counters.get("sip_messages_sent").get(endpoint)
                    + (int) (double) run.record.counters.get("sip_messages_received").get(endpoint);
            assertThat(total).as("INVITE, 180 or not, 200, ACK, BYE, 200, seventy times").isGreaterThan(FIRST + LAST + 10);
            assertThat(traced).extracting(Traced::number).containsExactlyElementsOf(Stream.concat(
                    IntStream.range(0, FIRST).boxed(), IntStream.range(total - LAST, total).boxed()).toList());
            assertThat(traced).allSatisfy(message -> {
                assertThat(message.transport()).isEqualTo(TransportKind.UDP);
                assertThat(message.localPort()).isPositive();
            });
            assertThat(traced).extracting(Traced::epochNs).isSorted();
        }
        assertThat(run.record.traces.get(0).getFirst().localPort()).isEqualTo(5_070);
        assertThat(run.record.ringRefusals).isZero();
    }
}
