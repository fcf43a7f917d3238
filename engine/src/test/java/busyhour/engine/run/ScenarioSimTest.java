package busyhour.engine.run;

import static busyhour.engine.run.Scripts.at;
import static busyhour.engine.run.Scripts.dtmf;
import static busyhour.engine.run.Scripts.every;
import static busyhour.engine.run.Scripts.expect;
import static busyhour.engine.run.Scripts.on;
import static busyhour.engine.run.Scripts.onDigits;
import static busyhour.engine.run.Scripts.pause;
import static busyhour.engine.run.Scripts.reInvite;
import static busyhour.engine.run.Scripts.step;
import static busyhour.engine.run.Scripts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ActionSpec.Event;
import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.run.EndpointOutcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Scenario actions between a caller (endpoint 1) and a callee (endpoint 0) of one shard in virtual time. */
class ScenarioSimTest {

    private static final int CALLEE = 0;
    private static final int CALLER = 1;

    private static SimRun play(final long durationMs, final List<ActionSpec> callee, final List<ActionSpec> caller) throws Exception {
        return new SimRun(pair(durationMs, callee, caller)).play();
    }

    private static Assignment pair(final long durationMs, final List<ActionSpec> callee, final List<ActionSpec> caller) {
        return Assignments.assignment(List.of(), twoCodecs(Assignments.receivers(0, 1, "127.0.0.1:5070", durationMs)).withActions(callee),
                twoCodecs(Assignments.callers(1, 1, durationMs)).withActions(caller));
    }

    private static GroupSpec twoCodecs(final GroupSpec group) {
        return group.withMedia(MediaSpec.PLAIN);
    }

    private static void assertWell(final SimRun run) {
        assertThat(run.record.outcomes.values()).as("%s", run.record.details).containsOnly(EndpointOutcome.SUCCESS).hasSize(2);
    }

    private static double counter(final SimRun run, final String key, final int endpoint) {
        return run.record.counters.get(key).get(endpoint);
    }

    @Test
    void shouldHoldAndResume() throws Exception {
        final SimRun run = play(10_000, List.of(on(Event.HOLD_RECEIVED, step(Kind.PAUSE_MEDIA)), on(Event.RESUME_RECEIVED, step(Kind.RESUME_MEDIA))),
                List.of(at(2_000, step(Kind.HOLD), pause(3_000), step(Kind.RESUME))));

        assertThat(run.record.actions).isEqualTo(Map.of(
                CALLEE, List.of("0.0 pause-media", "1.0 resume-media"),
                CALLER, List.of("0.0 hold", "0.1 wait", "0.2 resume")));
        assertWell(run);
        for (final int endpoint : new int[] {CALLEE, CALLER}) {
            assertThat(counter(run, "hold_count", endpoint)).isEqualTo(1);
            assertThat(counter(run, "total_hold_duration_ms", endpoint)).isCloseTo(3_000, within(50.0));
        }
        assertThat(counter(run, "reinvites_sent", CALLER)).isEqualTo(2);
        assertThat(counter(run, "reinvites_received", CALLEE)).isEqualTo(2);
        assertThat(counter(run, "reinvites_received", CALLER)).isZero();
        assertThat(counter(run, "scenario_actions_executed", CALLER)).isEqualTo(3);
        assertThat(counter(run, "scenario_actions_failed", CALLER)).isZero();
        // 7 s of 10 s, 50 packets each
        assertThat(counter(run, "packets_sent", CALLEE)).isCloseTo(350, within(10.0));
    }

    @Test
    void shouldWalkTwoLevelsOfAnIvr() throws Exception {
        final List<ActionSpec> ivr = List.of(
                onDigits("1", pause(300), dtmf("5", "RTP")),
                onDigits("2#", pause(300), dtmf("6", "RTP"), pause(200), step(Kind.HANG_UP)));
        final List<ActionSpec> user = List.of(at(500,
                dtmf("1", "RTP"), expect(Event.DTMF_RECEIVED, "5", 3_000),
                dtmf("2#", "RTP"), expect(Event.DTMF_RECEIVED, "6", 3_000)));
        final SimRun run = play(10_000, ivr, user);

        assertThat(run.record.actions).isEqualTo(Map.of(
                CALLEE, List.of("0.0 wait", "0.1 send-dtmf", "1.0 wait", "1.1 send-dtmf", "1.2 wait", "1.3 hang-up"),
                CALLER, List.of("0.0 send-dtmf", "0.1 expect", "0.2 send-dtmf", "0.3 expect")));
        assertWell(run);
        assertThat(counter(run, "dtmf_digits_received", CALLEE)).isEqualTo(3);
        assertThat(counter(run, "dtmf_digits_received", CALLER)).isEqualTo(2);
        assertThat(counter(run, "dtmf_digits_sent", CALLER)).isEqualTo(3);
        assertThat(run.record.oneShots.get("call_duration_ms")).allMatch(ms -> ms < 5_000);
    }

    @Test
    void shouldSayThatWhatWasExpectedDidNotHappen() throws Exception {
        final SimRun run = play(5_000, List.of(),
                List.of(at(500, dtmf("1", "RTP"), expect(Event.DTMF_RECEIVED, "5", 1_000), step(Kind.HANG_UP))));

        assertThat(run.record.actions).isEqualTo(Map.of(CALLER,
                List.of("0.0 send-dtmf", "0.1 expect: what was expected did not happen in time")));
        assertThat(counter(run, "scenario_actions_executed", CALLER)).isEqualTo(2);
        assertThat(counter(run, "scenario_actions_failed", CALLER)).isEqualTo(1);
        assertThat(run.record.outcomes).isEqualTo(
                Map.of(CALLER, EndpointOutcome.COMPLETED_WITH_WARNINGS, CALLEE, EndpointOutcome.SUCCESS));
        assertThat(run.record.details.get(CALLER)).isEqualTo("a scenario action failed");
    }

    @Test
    void shouldHoldDigitsBackWhileTheCallIsHeld() throws Exception {
        final SimRun run = play(8_000, List.of(at(1_000, step(Kind.HOLD), pause(3_000), step(Kind.RESUME))),
                List.of(at(2_000, dtmf("7", "RTP")), at(2_500, dtmf("8", "INFO")),
                        on(Event.RESUME_RECEIVED, expect(Event.INFO_RECEIVED, null, 100))));

        assertThat(run.record.actions.get(CALLER)).contains("0.0 send-dtmf", "1.0 send-dtmf");
        assertThat(counter(run, "dtmf_digits_received", CALLEE)).isEqualTo(2);
        final int resumed = indexOfMessage(run, "a=sendrecv", 2);
        assertThat(indexOfMessage(run, "Signal=8", 0)).isGreaterThan(resumed);
    }

    private static int indexOfMessage(final SimRun run, final String text, final int skip) {
        int left = skip;
        for (int i = 0; i < run.record.messages.size(); i++) {
            if (run.record.messages.get(i).contains(text) && left-- == 0) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void shouldActEachTimeWhenTold() throws Exception {
        final SimRun run = play(8_000, List.of(every(onDigits(null, text(Kind.SEND_INFO, "heard"))), onDigits("3", text(Kind.SEND_MESSAGE, "three"))),
                List.of(at(500, dtmf("12343", "RTP"))));

        assertThat(run.record.actions.get(CALLEE)).filteredOn(word -> word.equals("0.0 send-info")).hasSize(5);
        assertThat(run.record.actions.get(CALLEE)).filteredOn(word -> word.equals("1.0 send-message")).hasSize(1);
        assertWell(run);
    }

    @Test
    void shouldSendDigitsByInfoInBandAndBothWays() throws Exception {
        final List<ActionSpec> hears = List.of(onDigits("1A", dtmf("9", "INFO")), onDigits("4*58", pause(100)));
        final SimRun run = play(20_000, hears,
                List.of(at(500, dtmf("1A", "INFO"), expect(Event.DTMF_RECEIVED, "9", 3_000), pause(1_000), dtmf("4*", "INBAND"), pause(500), dtmf("58", "BOTH"))));

        assertThat(run.record.actions.get(CALLER)).containsExactly("0.0 send-dtmf", "0.1 expect", "0.2 wait", "0.3 send-dtmf", "0.4 wait",
                "0.5 send-dtmf");
        assertThat(run.record.actions.get(CALLEE)).containsExactly("0.0 send-dtmf", "1.0 wait");
        assertThat(run.record.texts.get("dtmf_method.send")).isEqualTo(Map.of("both", 1, "info", 1));
        assertThat(counter(run, "dtmf_digits_received", CALLEE)).as("6 keys, two of them in both ways").isEqualTo(8);
        assertWell(run);
    }

    @Test
    void shouldChangeCodecAndDirection() throws Exception {
        final SimRun run = play(6_000, List.of(),
                List.of(at(1_000, reInvite(null, "PCMA")), at(2_000, reInvite("recvonly")), at(3_000, reInvite("sendrecv")),
                        at(4_000, step(Kind.UPDATE))));

        assertThat(run.record.actions.get(CALLER)).containsExactly("0.0 re-invite", "1.0 re-invite", "2.0 re-invite", "3.0 update");
        assertThat(run.record.texts.get("audio_codec.send")).containsKey("PCMA");
        assertThat(counter(run, "reinvites_sent", CALLER)).isEqualTo(4);
        assertThat(counter(run, "packets_sent", CALLER)).isCloseTo(250, within(10.0));
        assertWell(run);
    }

    @Test
    void shouldActivateADeferredTrack() throws Exception {
        final Assignment pair = pair(6_000, List.of(on(Event.MEDIA_STARTED, pause(100))), List.of(at(3_000, step(Kind.ACTIVATE_TRACK))));
        final SimRun run = new SimRun(Assignments.assignment(List.of(), pair.groups().get(0),
                pair.groups().get(1).withMedia(MediaSpec.PLAIN.withDeferred(Set.of("audio"))))).play();

        assertThat(run.record.messages.get(0)).contains("a=inactive");
        assertThat(run.record.actions).isEqualTo(Map.of(CALLEE, List.of("0.0 wait"), CALLER, List.of("0.0 activate-track")));
        assertThat(counter(run, "packets_sent", CALLER)).isCloseTo(150, within(5.0));
        assertThat(counter(run, "packets_sent", CALLEE)).isCloseTo(150, within(5.0));
        assertThat(counter(run, "hold_count", CALLER)).isZero();
        assertThat(counter(run, "hold_count", CALLEE)).isZero();
        assertWell(run);
    }

    @Test
    void shouldFailWhatACallThatEndsCutsOff() throws Exception {
        final SimRun run = play(2_000, List.of(at(1_000, pause(5_000)), at(3_000, step(Kind.HOLD))), List.of(at(1_500, pause(1_000))));

        assertThat(run.record.actions).isEqualTo(Map.of(
                CALLEE, List.of("0.0 wait: the call ended first", "1.0 hold: the peer ended the call before the action's time"),
                CALLER, List.of("0.0 wait: the call ended first")));
        assertThat(run.record.outcomes.values()).containsOnly(EndpointOutcome.COMPLETED_WITH_WARNINGS).hasSize(2);
    }

    @Test
    void shouldGoOnWhenBothHoldAtOnce() throws Exception {
        final SimRun run = play(20_000, List.of(at(1_000, step(Kind.HOLD)), at(8_000, step(Kind.RESUME))),
                List.of(at(1_000, step(Kind.HOLD)), at(8_000, step(Kind.RESUME))));

        assertThat(run.record.actions).isEqualTo(Map.of(CALLEE, List.of("0.0 hold", "1.0 resume"), CALLER, List.of("0.0 hold", "1.0 resume")));
        assertThat(counter(run, "hold_count", CALLER)).isEqualTo(1);
        assertThat(counter(run, "hold_count", CALLEE)).isEqualTo(1);
        assertWell(run);
    }
}
