package busyhour.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void shouldTakeTheMiddleOfAnOddNumber() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 4.0))).isEqualTo(4);
        assertThat(Statistics.median(List.of(7.0))).isEqualTo(7);
    }

    @Test
    void shouldTakeTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
        assertThat(Statistics.median(List.of(10.0, 1.0, 2.0, 4.0))).isEqualTo(3);
    }

    @Test
    void shouldLeaveOutWhatWasNotMeasured() {
        assertThat(Statistics.median(List.of(Double.NaN, 5.0, 3.0, 8.0))).isEqualTo(5);
        assertThat(Statistics.best(List.of(Double.NaN, 0.9, 0.999, 0.5))).isEqualTo(0.999);
        assertThat(Statistics.least(Double.NaN, 3, 2)).isEqualTo(2);
    }

    @Test
    void shouldSayNothingOfNothing() {
        assertThat(Statistics.median(List.of())).isNaN();
        assertThat(Statistics.median(List.of(Double.NaN))).isNaN();
        assertThat(Statistics.best(List.of())).isNaN();
        assertThat(Statistics.least()).isNaN();
    }
}
