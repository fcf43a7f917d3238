package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoreListTest {

    @Test
    void shouldReadWhatTasksetWrites() {
        assertThat(CoreList.parse("1").cores()).containsExactly(1);
        assertThat(CoreList.parse("2-5,8").cores()).containsExactly(2, 3, 4, 5, 8);
        assertThat(CoreList.parse("0-6:2").cores()).containsExactly(0, 2, 4, 6);
        assertThat(CoreList.parse(" 3, 1 ").cores()).containsExactly(3, 1);
        assertThat(CoreList.parse("1,0-2").cores()).containsExactly(1, 0, 2);
        assertThat(CoreList.parse("1023").core(0)).isEqualTo(1023);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            '';      found '', expected core numbers
            1,;      found '', expected core numbers
            a;       found 'a', expected core numbers
            -1;      found '-1', expected core numbers
            5-2;     found '5-2', expected a range that rises
            1-;      found '1-', expected core numbers
            4:2;     found '4:2', expected a range before the stride
            0-4:0;   found '0-4:0', expected a stride
            1024;    found '1024', expected core numbers below 1024
            99999;   found '99999', expected core numbers
            0x3;     found '0x3', expected core numbers
            """)
    void shouldNameThePartThatIsWrong(String text, String fault) {
        assertThatIllegalArgumentException().isThrownBy(() -> CoreList.parse(text))
                .withMessageStartingWith("cores '" + text + "': " + fault);
    }
}
