package busyhour.engine.run;

import static busyhour.engine.run.Scripts.at;
import static busyhour.engine.run.Scripts.every;
import static busyhour.engine.run.Scripts.expect;
import static busyhour.engine.run.Scripts.on;
import static busyhour.engine.run.Scripts.pause;
import static busyhour.engine.run.Scripts.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ActionSpec.Event;
import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A caller that asks and a voice agent that greets and answers, both scripted, in virtual time. Files are tones, named by their length. */
class VoiceAgentSimTest {

    private static final int AGENT = 0;
    private static final int CALLER = 1;
    /** A packet, and what the first packet waits in the jitter buffer. */
    private static final double PLAYOUT_MS = 20 + 40;

    private static SimRun play(final long durationMs, final List<ActionSpec> agent, final List<ActionSpec> caller) throws Exception {
        final Assignment assignment = Assignments.assignment(List.of(),
                Assignments.receivers(0, 1, "127.0.0.1:5070", durationMs).withMedia(MediaSpec.PLAIN).withActions(agent),
                Assignments.callers(1, 1, durationMs).withMedia(MediaSpec.PLAIN).withActions(caller));
        return new SimRun(assignment, VoiceAgentSimTest::samples).play();
    }

    /** The ordinary track is silence; a file whose name is a number is so many milliseconds of a tone as loud as speech. */
    private static short[] samples(final String name, final int rateHz, final int channels) {
        if (name == null || !name.chars().allMatch(Character::isDigit)) {
            return new short[16_000];
        }
        final short[] pcm = new short[rateHz / 1_000 * channels * Integer.parseInt(name)];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (6_000 * Math.sin(i * 5_600.0 / rateHz));
        }
        return pcm;
    }

    /** Greets after 600 ms; answers each question 700 ms after it has noticed that the caller is silent. */
    private static List<ActionSpec> agent() {
        return List.of(at(600, Scripts.play("1000")),
                every(on(Event.SPEECH, expect(Event.SILENCE, null, 10_000), pause(700), Scripts.play("1500"))));
    }

    @Test
    void shouldMeasureAScriptedTurn() throws Exception {
        final SimRun run = play(8_000, agent(),
                List.of(at(2_500, Scripts.play("1000"), expect(Event.SPEECH, null, 3_000), pause(2_000), step(Kind.HANG_UP))));

        assertThat(run.record.outcomes.values()).as("%s", run.record.details).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.record.actions.get(CALLER)).containsExactly("0.0 play", "0.1 expect", "0.2 wait", "0.3 hang-up");
        final List<Double> turns = run.record.endpointGauges.get("turn_latency_ms").get(CALLER);
        // the agent notices silence 200 ms after its beginning, waits 700 ms, and its packets are on their way and buffered
        assertThat(turns).hasSize(1);
        assertThat(turns.getFirst()).isCloseTo(200 + 700 + PLAYOUT_MS, within(50.0));
        assertThat(run.record.callMedia.get(CALLER).timeToGreetingMs()).isCloseTo(600 + PLAYOUT_MS, within(40.0));
        final double answeredMs = run.record.oneShots.get("call_duration_ms").getFirst();
        assertThat(run.record.callMedia.get(CALLER).talkRatio()).isCloseTo((1_000 + 1_500) / answeredMs, within(0.02));
        assertThat(run.record.callMedia.get(AGENT).talkRatio()).isCloseTo(1_000 / answeredMs, within(0.02));
        assertThat(run.record.counters.get("dead_air_ms").get(CALLER)).isGreaterThan(2_000);
    }

    @Test
    void shouldMeasureAnInterruption() throws Exception {
        final SimRun run = play(9_000, List.of(at(500, Scripts.play("6000")), on(Event.SPEECH, pause(300), step(Kind.PAUSE_MEDIA))),
                List.of(at(3_000, Scripts.play("2000"))));

        assertThat(run.record.outcomes.get(CALLER)).isEqualTo(EndpointOutcome.SUCCESS);
        final List<Double> bargeIns = run.record.endpointGauges.get("barge_in_latency_ms").get(CALLER);
        assertThat(bargeIns).hasSize(1);
        assertThat(bargeIns.getFirst()).as("40 ms to notice, 300 ms to stop, the last packet").isCloseTo(20 + 300 + PLAYOUT_MS, within(40.0));
        assertThat(run.record.endpointGauges).doesNotContainKey("turn_latency_ms");
    }

    @Test
    void shouldFailAnExpectationOfSpeechThatDoesNotCome() throws Exception {
        final SimRun run = play(8_000, List.of(), List.of(at(500, Scripts.play("500"), expect(Event.SPEECH, null, 1_000))));

        assertThat(run.record.actions.get(CALLER)).containsExactly("0.0 play", "0.1 expect: what was expected did not happen in time");
        assertThat(run.record.outcomes.get(CALLER)).isEqualTo(EndpointOutcome.COMPLETED_WITH_WARNINGS);
        assertThat(run.record.callMedia.get(CALLER).timeToGreetingMs()).isNaN();
        assertThat(run.record.callMedia.get(CALLER).talkRatio()).isZero();
        assertThat(run.record.callMedia.get(AGENT).timeToGreetingMs()).isCloseTo(500 + PLAYOUT_MS, within(40.0));
    }
}
