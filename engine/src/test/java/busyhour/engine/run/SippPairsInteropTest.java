package busyhour.engine.run;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIPp against SIPp: the scenario files that fit each other are right by SIPp's own judgement, before they judge us. */
class SippPairsInteropTest {

    private static final int CALLS = 2;

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeSipp() {
        SippProcess.assumeInstalled();
    }

    @ParameterizedTest
    @CsvSource({"prack-uac, prack-uas, false", "prack-uac, prack-uas, true", "delayed-uac, delayed-uas, false",
        "cancel-uac, cancel-uas, false", "hold-uac, recv-hold-uas, true"})
    void shouldAgreeAmongThemselves(final String caller, final String callee, final boolean tcp) throws Exception {
        try (SippScenario answering = SippScenario.answers(directory, callee, tcp, CALLS, null)) {
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(300); // TCP: until it listens
            try (SippScenario calling = SippScenario.calls(directory, caller, tcp, CALLS, "sipp", answering.port, null)) {
                calling.shouldHaveSucceeded(callee);
                answering.shouldHaveSucceeded(caller);
            }
        }
    }
}
