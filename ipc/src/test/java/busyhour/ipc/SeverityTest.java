package busyhour.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import org.junit.jupiter.api.Test;

/** A worse outcome or result is never overwritten by a milder one, nor by one that is as bad and later. */
class SeverityTest {

    @Test
    void shouldKeepWorseOutcomeWhateverComesLater() {
        for (final EndpointOutcome first : EndpointOutcome.values()) {
            assertThat(EndpointOutcome.worse(null, first)).isEqualTo(first);
            assertThat(EndpointOutcome.worse(first, null)).isEqualTo(first);
            for (final EndpointOutcome then : EndpointOutcome.values()) {
                assertThat(EndpointOutcome.worse(first, then)).isEqualTo(then.severity() > first.severity() ? then : first);
            }
        }
        assertThat(EndpointOutcome.values()).hasSize(8);
        assertThat(EndpointOutcome.SUCCESS.severity()).isLessThan(EndpointOutcome.COMPLETED_WITH_WARNINGS.severity());
        assertThat(EndpointOutcome.COMPLETED_WITH_WARNINGS.severity()).isLessThan(EndpointOutcome.TEARDOWN_ERROR.severity());
    }

    @Test
    void shouldKeepWorseCallResultWhateverComesLater() {
        for (final CallResult first : CallResult.values()) {
            assertThat(CallResult.worse(null, first)).isEqualTo(first);
            assertThat(CallResult.worse(first, null)).isEqualTo(first);
            for (final CallResult then : CallResult.values()) {
                assertThat(CallResult.worse(first, then)).isEqualTo(then.severity() > first.severity() ? then : first);
            }
        }
        assertThat(CallResult.values()).hasSize(7);
        assertThat(CallResult.worse(CallResult.BUSY, CallResult.ANSWERED)).isEqualTo(CallResult.BUSY);
        assertThat(CallResult.worse(CallResult.ANSWERED, CallResult.CANCELLED)).isEqualTo(CallResult.CANCELLED);
    }
}
