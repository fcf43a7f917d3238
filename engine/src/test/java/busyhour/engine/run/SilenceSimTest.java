package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.media.PlanAudio;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec.OpusSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the pauses of the built-in speech in whole calls, in virtual time. */
class SilenceSimTest {

    private static final String LISTEN = "127.0.0.1:5070";
    private static final long CALL_MS = 10_000;

    private static SimRun play(final AudioSpec callees, final AudioSpec callers) throws RunFaultException {
        final SimRun run = new SimRun(Assignments.assignment(List.of(),
                Assignments.receivers(0, 2, LISTEN, CALL_MS).withMedia(MediaSpec.PLAIN.withAudio(callees)),
                Assignments.callers(2, 2, CALL_MS).withMedia(MediaSpec.PLAIN.withAudio(callers))), new PlanAudio(Map.of())).play();
        assertThat(run.record.outcomes.values()).as("%s", run.record.details).hasSize(4).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.record.sum("packets_lost")).isZero();
        assertThat(run.record.sum("packets_received")).isEqualTo(run.record.sum("packets_sent"));
        return run;
    }

    @ParameterizedTest
    @CsvSource({"PCMU", "PCMA", "G722", "L16"})
    void shouldDescribeSilenceInsteadOfSendingIt(final String codec) throws RunFaultException {
        final AudioSpec quiet = AudioSpec.PLAIN.withCodecs(codec).withComfortNoise(true);
        final SimRun run = play(quiet, quiet);
        assertThat(run.record.sum("comfort_noise_packets_sent")).isBetween(4.0, 80.0);
        assertThat(run.record.sum("comfort_noise_packets_received")).isEqualTo(run.record.sum("comfort_noise_packets_sent"));
        assertThat(run.record.sum("packets_sent")).isLessThan(4 * 490);
    }

    @Test
    void shouldSendSilenceToAPeerThatTakesNoComfortNoise() throws RunFaultException {
        final SimRun run = play(AudioSpec.PLAIN.withCodecs("PCMA"), AudioSpec.PLAIN.withCodecs("PCMA").withComfortNoise(true));
        assertThat(run.record.sum("comfort_noise_packets_sent")).isZero();
        assertThat(run.record.sum("packets_sent")).isBetween(4 * 499.0, 4 * 502.0);
    }

    @Test
    void shouldPauseInSilenceWithOpus() throws RunFaultException {
        final AudioSpec spec = AudioSpec.PLAIN.withCodecs("OPUS").withOpus(new OpusSpec(24_000, 2, true, true));
        final SimRun run = play(spec, spec);
        assertThat(run.record.sum("packets_sent")).isBetween(4 * 300.0, 4 * 495.0);
        assertThat(run.record.sum("comfort_noise_packets_sent")).isZero();
    }

    @Test
    void shouldKeepToTheLongestPacketThatThePeerWishes() throws RunFaultException {
        final SimRun run = play(AudioSpec.PLAIN.withCodecs("OPUS").withPtimeMs(20), AudioSpec.PLAIN.withCodecs("OPUS").withPtimeMs(60));
        assertThat(run.record.counters.get("packets_sent").values()).allMatch(packets -> packets > CALL_MS / 60 - 2);
    }
}
