package busyhour.engine.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.media.TrackSet;
import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ActionSpec.Event;
import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.ipc.plan.ActionSpec.Step;
import busyhour.ipc.plan.ActionSpec.Trigger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The interpreter in virtual time, with somebody who notes what he is asked to perform. */
class ScenariosTest implements StepPerformer, StepListener {

    private static final long MS = 1_000_000L;

    private final List<String> performed = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private long nowNs = 5_000 * MS;
    private final long startNs = nowNs;
    private int answer = DONE;
    private Scenarios scenarios;

    @Override
    public int perform(final int endpoint, final ScenarioProgram program, final int step, final int part, final long atNs) {
        performed.add((atNs - startNs) / MS + " " + program.step(step).kind().word() + (part > 0 ? "/" + part : ""));
        if (program.step(step).kind() == Kind.HANG_UP) {
            scenarios.onCallOver(endpoint, false, atNs);
        }
        return answer;
    }

    @Override
    public void onStep(final int endpoint, final int action, final int step, final int failure, final int status, final long atNs) {
        ended.add(action + "." + step + (failure == DONE ? " ok" : " " + StepFailure.text(failure) + (status == 0 ? "" : " " + status)));
    }

    static Trigger at(final long ms) {
        return new Trigger(Event.AT, ms, null, 0);
    }

    static Trigger on(final Event event) {
        return new Trigger(event, 0, null, 0);
    }

    static Trigger digits(final String digits) {
        return new Trigger(Event.DTMF_RECEIVED, 0, digits, 0);
    }

    static Step step(final Kind kind) {
        return new Step(kind, kind == Kind.REFER ? "sip:x@127.0.0.1" : "", "BLIND", 0, 0, null, null, 0, null);
    }

    static Step dtmf(final String digits, final String method) {
        return new Step(Kind.SEND_DTMF, digits, method, 100, 50, null, null, 0, null);
    }

    static Step pause(final long ms) {
        return new Step(Kind.WAIT, null, null, ms, 0, null, null, 0, null);
    }

    static Step expect(final Trigger condition, final long withinMs) {
        return new Step(Kind.EXPECT, null, null, 0, 0, null, condition, withinMs, null);
    }

    static ActionSpec action(final Trigger on, final Step... steps) {
        return new ActionSpec(on, false, List.of(steps));
    }

    private void begin(final ActionSpec... actions) {
        final ScenarioProgram program = ScenarioProgram.compile(List.of(actions), "127.0.0.1", audio -> new TrackSet[0]);
        scenarios = new Scenarios(new ScenarioProgram[] {ScenarioProgram.NONE, program}, this, this);
        scenarios.onCallBegan(1);
    }

    private void answered(final ActionSpec... actions) {
        begin(actions);
        scenarios.onAnswered(1, nowNs);
    }

    private void run(final long ms) {
        final long untilNs = nowNs + ms * MS;
        while (nowNs < untilNs) {
            nowNs += MS;
            for (int cycle = 0; cycle < 100 && scenarios.poll(nowNs, 100) > 0; cycle++) {
                continue;
            }
        }
    }

    @Test
    void shouldRunStepsOneAfterTheOtherAfterTheirTime() {
        answered(action(at(100), step(Kind.PAUSE_MEDIA), pause(200), step(Kind.RESUME_MEDIA)));
        run(99);
        assertThat(performed).isEmpty();
        run(400);
        assertThat(performed).containsExactly("100 pause-media", "300 resume-media");
        assertThat(ended).containsExactly("0.0 ok", "0.1 ok", "0.2 ok");
    }

    @Test
    void shouldWaitForCompletionAndForWhatOnlyOneStepMayHold() {
        answer = UNDER_WAY;
        answered(action(at(10), step(Kind.HOLD)), action(at(11), step(Kind.RESUME)));
        run(50);
        assertThat(performed).containsExactly("10 hold");
        scenarios.onDone(1, Resource.OFFER, nowNs);
        run(10);
        assertThat(performed.get(1)).endsWith("resume");
        scenarios.onFailed(1, Resource.OFFER, StepFailure.OFFER_REFUSED, 488, nowNs);
        assertThat(ended).containsExactly("0.0 ok", "1.0 the peer refused the offer 488");
    }

    @Test
    void shouldFailAStepWithoutCompletionAfterItsLimitAndIgnoreALateOne() {
        answer = UNDER_WAY;
        answered(action(at(0), new Step(Kind.SEND_INFO, "x", null, 0, 0, null, null, 500, "text/plain"), step(Kind.HOLD)));
        run(510);
        assertThat(ended).containsExactly("0.0 no answer in time");
        scenarios.onDone(1, Resource.INFO, nowNs);
        run(100);
        assertThat(performed).hasSize(1);
    }

    @Test
    void shouldOfferARefusedStepAgainUntilItsLimit() {
        answer = REFUSED;
        answered(action(at(0), new Step(Kind.SEND_INFO, "x", null, 0, 0, null, null, 50, "text/plain")));
        run(30);
        assertThat(performed).hasSizeBetween(4, 8);
        assertThat(ended).isEmpty();
        run(40);
        assertThat(ended).containsExactly("0.0 could not be sent in time");
    }

    @Test
    void shouldHoldDigitsBackUntilNobodyHolds() {
        answered(action(at(10), dtmf("1", "RTP")));
        scenarios.onHeldByPeer(1, true, nowNs);
        scenarios.onHeldByUs(1, true, nowNs);
        run(60_000);
        assertThat(performed).isEmpty();
        scenarios.onHeldByPeer(1, false, nowNs);
        run(5);
        assertThat(performed).isEmpty();
        scenarios.onHeldByUs(1, false, nowNs);
        run(5);
        assertThat(performed).hasSize(1);
        assertThat(ended).containsExactly("0.0 ok");
    }

    @Test
    void shouldSendDigitsByInfoOneByOneInTheirTime() {
        answer = UNDER_WAY;
        answered(action(at(0), dtmf("123", "INFO")));
        for (int i = 0; i < 3; i++) {
            run(5);
            scenarios.onDone(1, Resource.INFO, nowNs);
            run(160);
        }
        assertThat(performed).hasSize(3).element(1).satisfies(word -> assertThat(word).matches("15[01] send-dtmf/1"));
        assertThat(ended).containsExactly("0.0 ok");
    }

    @Test
    void shouldNeedBothCompletionsWhenDigitsGoBothWays() {
        answer = UNDER_WAY;
        answered(action(at(0), dtmf("1", "BOTH")));
        run(5);
        scenarios.onDone(1, Resource.INFO, nowNs);
        assertThat(ended).isEmpty();
        scenarios.onDone(1, Resource.DIGITS, nowNs);
        assertThat(ended).containsExactly("0.0 ok");
    }

    @Test
    void shouldFireOnceForADigitAndEachTimeWhenTold() {
        answered(action(digits("5"), step(Kind.PAUSE_MEDIA)),
                new ActionSpec(digits("5"), true, List.of(step(Kind.RESUME_MEDIA))),
                action(digits(null), step(Kind.HOLD)));
        for (final char digit : "15545".toCharArray()) {
            scenarios.onDigit(1, (byte) digit, nowNs);
            run(100);
        }
        assertThat(performed).filteredOn(word -> word.endsWith("pause-media")).hasSize(1);
        assertThat(performed).filteredOn(word -> word.endsWith("resume-media")).hasSize(3);
        assertThat(performed).filteredOn(word -> word.endsWith("hold")).containsExactly("1 hold");
    }

    @Test
    void shouldTakeASequenceOfDigitsOnlyAsAWholeAndNotTwice() {
        answered(new ActionSpec(digits("11#"), true, List.of(step(Kind.PAUSE_MEDIA))));
        for (final char digit : "1#111#1#11#".toCharArray()) {
            scenarios.onDigit(1, (byte) digit, nowNs);
            run(100);
        }
        assertThat(performed).hasSize(2);
    }

    @Test
    void shouldRememberOneTriggerWhileTheActionRuns() {
        answered(new ActionSpec(on(Event.INFO_RECEIVED), true, List.of(pause(50))));
        for (int i = 0; i < 5; i++) {
            scenarios.onInfo(1, nowNs);
            run(2);
        }
        run(500);
        assertThat(ended).hasSize(2);
    }

    @Test
    void shouldNotLoopWithoutTimePassingAndNotForEver() {
        answered(new ActionSpec(on(Event.SESSION_REFRESHED), true, List.of(step(Kind.UPDATE))));
        for (int i = 0; i < 25_000; i++) {
            scenarios.onSessionRefreshed(1, nowNs);
            run(1);
        }
        assertThat(performed).hasSize(StepRuns.MAX_RUNS);
        assertThat(ended).hasSize(StepRuns.MAX_RUNS + 1).last().isEqualTo("0.0 the action ran too often in one call");
    }

    @Test
    void shouldMeetWhatHappensSinceTheStepBefore() {
        answer = UNDER_WAY;
        answered(action(at(10), dtmf("1", "RTP"), expect(digits("2"), 1_000), expect(digits("2"), 1_000)));
        scenarios.onDigit(1, (byte) '2', nowNs); // too early
        run(20);
        scenarios.onDigit(1, (byte) '2', nowNs); // before our own digit is through
        scenarios.onDone(1, Resource.DIGITS, nowNs);
        run(100);
        assertThat(ended).containsExactly("0.0 ok", "0.1 ok");
        run(1_000);
        assertThat(ended).element(2).isEqualTo("0.2 what was expected did not happen in time");
    }

    @Test
    void shouldExpectAResponseOfAClassAndNoOther() {
        answered(action(at(0), expect(new Trigger(Event.RESPONSE, 0, null, 4), 1_000)),
                action(new Trigger(Event.RESPONSE, 0, null, 488), step(Kind.PAUSE_MEDIA)));
        run(5);
        scenarios.onResponse(1, 200, nowNs);
        assertThat(ended).isEmpty();
        scenarios.onResponse(1, 488, nowNs);
        run(5);
        assertThat(ended).containsExactly("0.0 ok", "1.0 ok");
    }

    @Test
    void shouldWaitUntilSilenceLastedLongEnough() {
        answered(new ActionSpec(new Trigger(Event.SILENCE, 2_000, null, 0), true, List.of(step(Kind.PAUSE_MEDIA))),
                action(at(0), expect(new Trigger(Event.SILENCE, 3_000, null, 0), 20_000)));
        run(100);
        scenarios.onSilence(1, nowNs, nowNs);
        run(1_500);
        scenarios.onSpeech(1, nowNs);
        run(5_000);
        assertThat(performed).isEmpty();
        scenarios.onSilence(1, nowNs - 500 * MS, nowNs);
        run(1_498);
        assertThat(performed).isEmpty();
        run(5);
        assertThat(performed).hasSize(1);
        assertThat(ended).containsExactly("0.0 ok");
        run(1_000);
        assertThat(ended).containsExactly("0.0 ok", "1.0 ok");
        run(10_000);
        assertThat(performed).as("one for each silence").hasSize(1);
    }

    @Test
    void shouldFailWhatRunsWhenTheCallEndsAndTimesThatThePeerCutOff() {
        answered(action(at(10), pause(1_000), step(Kind.HOLD)), action(at(5_000), step(Kind.HOLD)),
                action(on(Event.HOLD_RECEIVED), step(Kind.HOLD)), action(at(20), dtmf("1", "RTP")));
        scenarios.onHeldByUs(1, true, nowNs);
        run(50);
        scenarios.onCallOver(1, true, nowNs);
        scenarios.onCallOver(1, true, nowNs);
        assertThat(ended).containsExactly("0.0 the call ended first", "1.0 the peer ended the call before the action's time",
                "3.0 held back while the call was on hold, and the call ended");
        run(10_000);
        assertThat(performed).isEmpty();
    }

    @Test
    void shouldNotBlameTimesThatWeCutOffOurselves() {
        answered(action(at(10), step(Kind.HANG_UP), step(Kind.HOLD)), action(at(5_000), step(Kind.HOLD)));
        answer = UNDER_WAY;
        run(50);
        assertThat(ended).containsExactly("0.0 ok");
    }

    @Test
    void shouldBeginAnewWithTheNextCall() {
        answered(action(digits("1"), step(Kind.PAUSE_MEDIA)));
        scenarios.onDigit(1, (byte) '1', nowNs);
        run(5);
        scenarios.onCallOver(1, true, nowNs);
        scenarios.onDigit(1, (byte) '1', nowNs);
        scenarios.onCallBegan(1);
        run(5);
        assertThat(performed).hasSize(1);
        scenarios.onDigit(1, (byte) '1', nowNs);
        run(5);
        assertThat(performed).hasSize(2);
    }

    @Test
    void shouldActBeforeTheAnswer() {
        begin(action(new Trigger(Event.RESPONSE, 0, null, 180), pause(100), step(Kind.HANG_UP)));
        answer = UNDER_WAY;
        scenarios.onResponse(1, 180, nowNs);
        run(150);
        assertThat(performed).containsExactly("101 hang-up");
        assertThat(ended).containsExactly("0.0 ok", "0.1 ok");
    }
}
