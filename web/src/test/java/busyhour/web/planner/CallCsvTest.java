package busyhour.web.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallCsvTest {

    private static CallHistory read(String text) throws IOException {
        return CallCsv.read("calls.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), ZoneId.of("Europe/Berlin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "2026-10-05T09:30:00Z,120",
        "\uFEFFstart,duration\n2026-10-05T09:30:00Z,120\n",
        "start_time;caller;duration_ms\r\n2026-10-05 09:30:00+00:00;x;120000\r\n",
        "\"calldate\",\"src\",\"billsec\",\"duration\"\n\"2026-10-05 11:30:00\",\"a \"\"b\"\", c\",\"1\",\"120\"\n",
        "# exported\n\nStart Time\tSeconds\n2026-10-05T11:30:00.000\t0:02:00\n",
        "1791192600,2:00",
        "1791192600000,120.0",
        "2026-10-05T11:30:00+0200,120"})
    void shouldReadWhatPbxsWrite(String text) throws IOException {
        History history = read(text).summary("x", 13);
        assertThat(history.calls()).isEqualTo(1);
        assertThat(history.meanSeconds()).isEqualTo(120);
        assertThat(history.to()).isEqualTo("2026-10-05T09:32:00Z");
    }

    @Test
    void shouldNameLineAndFieldOfEachFault() {
        assertThatExceptionOfType(CsvException.class).isThrownBy(() -> read("start,duration\n2026-10-05T09:30:00Z,120\nyesterday,3\n2026-10-05T09:30:00Z,-1\n2026-10-05T09:30:00Z\n"))
                .satisfies(e -> assertThat(e.faults()).containsExactly(
                        "calls.csv:3: start: found 'yesterday', expected a time such as 2026-10-05T09:30:00Z, 2026-10-05 09:30:00 or seconds since 1970",
                        "calls.csv:4: duration: found '-1', expected seconds such as 182 or 182.5, or 0:03:02, at most a week",
                        "calls.csv:5: line: found 1 fields, expected at least 2"));
    }

    @Test
    void shouldStopTellingFaultsAfterTen() {
        String text = "start,duration\n" + IntStream.range(0, 50).mapToObj(i -> "x,y").collect(Collectors.joining("\n"));
        assertThatExceptionOfType(CsvException.class).isThrownBy(() -> read(text)).satisfies(e -> assertThat(e.faults()).hasSize(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "start,duration\n", "\n\n"})
    void shouldRefuseAFileWithoutCalls(String text) {
        assertThatExceptionOfType(CsvException.class).isThrownBy(() -> read(text)).withMessageContaining("found no call");
    }

    @Test
    void shouldSayWhichColumnIsMissing() {
        assertThatExceptionOfType(CsvException.class).isThrownBy(() -> read("start,callee\n2026-10-05T09:30:00Z,120"))
                .withMessageContaining("calls.csv:1: duration: found columns start, callee");
    }
}
