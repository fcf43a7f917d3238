package busyhour.engine.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import org.junit.jupiter.api.Test;

class CallResultsTest {

    @Test
    void shouldNameTheResultOfEachFinalStatus() {
        assertThat(CallResults.of(200)).isEqualTo(CallResult.ANSWERED);
        assertThat(CallResults.of(486)).isEqualTo(CallResult.BUSY);
        assertThat(CallResults.of(600)).isEqualTo(CallResult.BUSY);
        assertThat(CallResults.of(603)).isEqualTo(CallResult.REJECTED);
        assertThat(CallResults.of(408)).isEqualTo(CallResult.TIMEOUT);
        assertThat(CallResults.of(487)).isEqualTo(CallResult.CANCELLED);
        assertThat(CallResults.of(404)).isEqualTo(CallResult.FAILED);
        assertThat(CallResults.of(503)).isEqualTo(CallResult.UNAVAILABLE);
        assertThat(CallResults.of(480)).isEqualTo(CallResult.UNAVAILABLE);
        assertThat(CallResults.of(500)).isEqualTo(CallResult.FAILED);
        assertThat(CallResults.of(401)).isEqualTo(CallResult.FAILED);
    }

    @Test
    void shouldTellTimeoutsAndNegotiationFromOtherFailures() {
        assertThat(CallResults.outcome(408)).isEqualTo(EndpointOutcome.TIMEOUT);
        assertThat(CallResults.outcome(488)).isEqualTo(EndpointOutcome.NEGOTIATION_FAILED);
        assertThat(CallResults.outcome(415)).isEqualTo(EndpointOutcome.NEGOTIATION_FAILED);
        assertThat(CallResults.outcome(486)).isEqualTo(EndpointOutcome.CALL_FAILED);
    }
}
