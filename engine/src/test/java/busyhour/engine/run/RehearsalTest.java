package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void shouldBringAllEndpointsToTheirEndInVirtualTime() throws RunFaultException {
        assertThat(Rehearsal.play()).isEqualTo(40);
    }
}
