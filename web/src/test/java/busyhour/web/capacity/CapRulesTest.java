package busyhour.web.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import busyhour.web.capacity.Caps.Cap;
import busyhour.web.fleet.RunCaps.Load;
import busyhour.web.fleet.RunCaps.Refusal;
import org.junit.jupiter.api.Test;

class CapRulesTest {

    private static final List<Cap> CAPS = List.of(new Cap(1, 7, null, 500, null), new Cap(2, 7, "nightly", 200, 1));

    private static Load load(long project, int endpoints, String... labels) {
        return new Load(1, project, List.of(labels), endpoints);
    }

    @Test
    void shouldLetARunBeginBelowItsCaps() {
        assertThat(CapRules.refusal(List.of(), load(7, 1_000_000), List.of())).isEmpty();
        assertThat(CapRules.refusal(CAPS, load(7, 500), List.of(load(8, 400), load(8, 400, "nightly")))).as("other projects do not count").isEmpty();
        assertThat(CapRules.refusal(CAPS, load(7, 200, "nightly", "eu"), List.of(load(7, 300)))).as("500 in all, the first with the label").isEmpty();
    }

    @Test
    void shouldMakeARunWaitForThoseThatHoldTheCap() {
        assertThat(CapRules.refusal(CAPS, load(7, 201), List.of(load(7, 100), load(7, 200, "x"))))
                .contains(new Refusal("needs 201 endpoints; the project's cap is 500, 300 are held", false));
        assertThat(CapRules.refusal(CAPS, load(7, 10, "nightly"), List.of(load(7, 10, "nightly"))))
                .contains(new Refusal("the cap of label 'nightly' is 1 run at a time, 1 goes on", false));
    }

    @Test
    void shouldRefuseForGoodWhatIsAboveACapByItself() {
        assertThat(CapRules.refusal(CAPS, load(7, 501), List.of())).contains(new Refusal("needs 501 endpoints; the project's cap is 500", true));
        assertThat(CapRules.refusal(CAPS, load(7, 300, "nightly"), List.of(load(7, 400))))
                .as("that it would wait for the project's cap too does not help")
                .contains(new Refusal("needs 300 endpoints; the cap of label 'nightly' is 200", true));
    }
}
