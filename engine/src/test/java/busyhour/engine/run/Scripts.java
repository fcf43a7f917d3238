package busyhour.engine.run;

import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ActionSpec.Event;
import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.ipc.plan.ActionSpec.Step;
import busyhour.ipc.plan.ActionSpec.Trigger;
import java.util.List;

/** Scenario actions for tests. */
final class Scripts {

    private Scripts() {
    }

    static ActionSpec at(final long ms, final Step... steps) {
        return new ActionSpec(new Trigger(Event.AT, ms, null, 0), false, List.of(steps));
    }

    static ActionSpec on(final Event event, final Step... steps) {
        return new ActionSpec(new Trigger(event, 0, null, 0), false, List.of(steps));
    }

    static ActionSpec onDigits(final String digits, final Step... steps) {
        return new ActionSpec(new Trigger(Event.DTMF_RECEIVED, 0, digits, 0), false, List.of(steps));
    }

    static ActionSpec every(final ActionSpec action) {
        return new ActionSpec(action.on(), true, action.steps());
    }

    static Step step(final Kind kind) {
        return new Step(kind, null, null, 0, 0, null, null, 0, null);
    }

    static Step dtmf(final String digits, final String method) {
        return new Step(Kind.SEND_DTMF, digits, method, 100, 60, null, null, 0, null);
    }

    static Step pause(final long ms) {
        return new Step(Kind.WAIT, null, null, ms, 0, null, null, 0, null);
    }

    static Step reInvite(final String direction, final String... codecs) {
        return new Step(Kind.RE_INVITE, direction, null, 0, 0, List.of(codecs), null, 0, null);
    }

    static Step refer(final String to, final String type) {
        return new Step(Kind.REFER, to, type, 0, 0, null, null, 0, null);
    }

    static Step play(final String file) {
        return new Step(Kind.PLAY, file, null, 0, 0, null, null, 0, null);
    }

    static Step text(final Kind kind, final String text) {
        return new Step(kind, text, null, 0, 0, null, null, 0, "text/plain");
    }

    static Step expect(final Event event, final String digits, final long withinMs) {
        return new Step(Kind.EXPECT, null, null, 0, 0, null, new Trigger(event, 0, digits, 0), withinMs, null);
    }
}
