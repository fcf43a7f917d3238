package busyhour.ipc.metric;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.Allocation;
import org.junit.jupiter.api.Test;

class MetricCatalogueAllocationTest {
    private final MetricCatalogue catalogue = MetricCatalogue.instance();
    private Object found;

    @Test
    void shouldLookUpWithoutAllocating() {
        assertThat(Allocation.bytes(this::lookUp)).isZero();
        assertThat(found).isNotNull();
    }

    private void lookUp() {
        found = catalogue.slot("video.rtt_ms.send");
        found = catalogue.slot(17);
        found = catalogue.metric("mos");
        found = catalogue.slot("jitter_ms", Media.AUDIO, Direction.RECV);
    }
}
