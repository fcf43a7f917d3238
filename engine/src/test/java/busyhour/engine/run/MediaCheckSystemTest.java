package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec.DecodingSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in is compared with what the peer's group sends, and the worst calls are kept. */
class MediaCheckSystemTest {

    private static final int CALLS = 3;
    private static final long DURATION_MS = 5_000;

    @ParameterizedTest
    @ValueSource(strings = {"PCMU", "G722"})
    void shouldJudgeWhatCameInAndKeepTheWorst(final String codec) throws Exception {
        final MediaSpec plain = MediaSpec.PLAIN.withAudio(AudioSpec.PLAIN.withCodecs(codec));
        final MediaSpec verified = plain.withDecoding(new DecodingSpec(0, true, 2));
        final GroupSpec callees = Assignments.receivers(0, CALLS, "127.0.0.1:" + Assignments.freePort(), DURATION_MS).withMedia(plain);
        final GroupSpec callers = Assignments.group("callers", CALLS, CALLS, -1, List.of(),
                new busyhour.ipc.plan.Assignment.Callee(busyhour.ipc.plan.Assignment.Callee.Kind.GROUP, 0, null), null, DURATION_MS,
                new Ramp(0, 0)).withMedia(verified);

        final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(), callees, callers), EngineSettings.defaults());

        assertThat(run.outcomes.values()).as("%s", run.details).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.checks).containsOnlyKeys(3, 4, 5);
        assertThat(run.checks.values()).allSatisfy(check -> assertGood(check));
        assertThat(run.files.keySet()).hasSize(4).filteredOn(name -> name.endsWith(".wav")).hasSize(2);
        for (final String name : run.files.keySet()) {
            if (name.endsWith(".wav")) {
                try (AudioInputStream sound = AudioSystem.getAudioInputStream(new ByteArrayInputStream(run.files.get(name).toByteArray()))) {
                    assertThat(sound.getFrameLength() / sound.getFormat().getFrameRate()).as(name).isCloseTo(DURATION_MS / 1e3F, within(0.3F));
                }
            }
        }
        assertThat(run.gauges.get("audio_level_rms_dbov")).as("levels of what was decoded").isNotEmpty();
    }

    private static void assertGood(final MediaCheck check) {
        assertThat(check.presence()).isGreaterThan(97);
        assertThat(check.score()).isGreaterThan(95);
        assertThat(check.levelDb()).isCloseTo(0, within(1.5));
        assertThat(check.dropouts()).isZero();
        assertThat(check.firstWordClippedMs()).isLessThan(30);
    }
}
