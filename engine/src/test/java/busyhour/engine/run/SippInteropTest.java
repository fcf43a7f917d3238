package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.EndpointOutcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** SIPp calls us and is called by us: 500 calls, 50 a second, over UDP, none of them failed. */
@Execution(ExecutionMode.CONCURRENT)
class SippInteropTest {

    private static final int CALLS = 500;
    private static final String PER_SECOND = "50";

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeSipp() {
        SippProcess.assumeInstalled();
    }

    @Test
    void shouldCallAnEchoingSippWithoutLosingACall() throws Exception {
        try (SippScenario sipp = SippScenario.answers(directory, "echo-uas", false, CALLS, null)) {
            final RecordedRun run = RecordedRun.play(callers("sip:echo@127.0.0.1:" + sipp.port), EngineSettings.defaults());

            assertThat(run.faults).isEmpty();
            assertThat(run.countedCalls.get(CallEventKind.ANSWERED)).as("%s %s", run.details, run.statusCodes).isEqualTo(CALLS);
            assertThat(run.outcomes.values()).as("%s", run.details).containsOnly(EndpointOutcome.SUCCESS).hasSize(CALLS);
            assertThat(run.sum("packets_received")).as("what one buffer of SIPp's, full after 40 ms, does not lose while it stands still")
                    .isGreaterThanOrEqualTo(0.9 * run.sum("packets_sent"));
            assertThat(run.gauges.get("mos")).isNotEmpty();
            sipp.shouldHaveSucceeded(run.details.toString());
        }
    }

    @Test
    void shouldAnswerSippWithoutLosingACall() throws Exception {
        final int port = Assignments.freePort();
        final GroupSpec receivers = Assignments.group("receivers", 0, 300, -1, List.of(), new Callee(Callee.Kind.RECEIVE, -1, null),
                "127.0.0.1:" + port, 17_000, new Ramp(0, 0));
        final Thread[] caller = new Thread[1];
        final int[] exit = {-1};
        try (SippProcess sipp = SippProcess.start(directory, "-sn", "uac", "127.0.0.1:" + port, "-i", "127.0.0.1",
                "-p", String.valueOf(Assignments.freePort()), "-r", PER_SECOND, "-m", String.valueOf(CALLS), "-d", "2000")) {
            caller[0] = Thread.ofVirtual().start(() -> exit[0] = awaitQuietly(sipp));
            final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(), receivers), EngineSettings.defaults());
            caller[0].join();

            assertThat(exit[0]).as(sipp.screen()).isZero();
            assertThat(sipp.statistic("FailedCall(C)")).isZero();
            assertThat(run.faults).isEmpty();
            assertThat(run.countedCalls.get(CallEventKind.ANSWERED)).isEqualTo(CALLS);
            assertThat(run.countedCalls.get(CallEventKind.ENDED)).isEqualTo(CALLS);
        }
    }

    private static int awaitQuietly(final SippProcess sipp) {
        try {
            return sipp.await(60);
        } catch (final Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Assignment callers(final String uri) {
        return Assignments.assignment(List.of(), Assignments.group("callers", 0, CALLS, -1, List.of(),
                new Callee(Callee.Kind.URI, -1, uri), null, 3_000, new Ramp(50, 1_000)));
    }
}
