package busyhour.engine.scenario;

import busyhour.engine.media.TrackSet;
import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ActionSpec.Event;
import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.ipc.plan.ActionSpec.Step;
import busyhour.ipc.plan.ActionSpec.Trigger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The actions of a group, compiled: conditions and steps in flat arrays. The first conditions are the actions' triggers in
 * the order of the plan, those of {@code expect} follow. Immutable, shared by all shards.
 *
 * <pre>
 *   action   0      1          2
 *   steps   [0 1 2][3][4 5 6 7 8 ...]
 * </pre>
 */
public final class ScenarioProgram {

    /** A group without actions. */
    public static final ScenarioProgram NONE = compile(List.of(), "localhost", audio -> new TrackSet[0]);

    /** Where files to play come from, encoded for each codec of the group. */
    @FunctionalInterface
    public interface Tracks {
        /** @param audio key into the assignment's files. */
        TrackSet[] of(String audio);
    }

    private static final int NONE_EXPECTED = -1;
    private static final long NS_PER_MS = 1_000_000L;

    private final int[] firstSteps;
    private final boolean[] every;
    private final Event[] events;
    private final long[] afterNs;
    private final byte[][] digits;
    private final int[] statuses;
    private final StepDetail[] steps;
    private final int[] expected;

    private ScenarioProgram(final List<ActionSpec> actions, final String domain, final Tracks tracks) {
        final List<Step> all = actions.stream().flatMap(action -> action.steps().stream()).toList();
        final List<Trigger> conditions = new ArrayList<>(actions.stream().map(ActionSpec::on).toList());
        firstSteps = new int[actions.size() + 1];
        every = new boolean[actions.size()];
        for (int i = 0; i < actions.size(); i++) {
            firstSteps[i + 1] = firstSteps[i] + actions.get(i).steps().size();
            every[i] = actions.get(i).every();
        }
        steps = new StepDetail[all.size()];
        expected = new int[all.size()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = new StepDetail(all.get(i), domain, tracks);
            expected[i] = all.get(i).kind() == Kind.EXPECT ? conditions.size() : NONE_EXPECTED;
            if (expected[i] != NONE_EXPECTED) {
                conditions.add(all.get(i).expected());
            }
        }
        events = new Event[conditions.size()];
        afterNs = new long[events.length];
        digits = new byte[events.length][];
        statuses = new int[events.length];
        for (int i = 0; i < events.length; i++) {
            final Trigger condition = conditions.get(i);
            events[i] = condition.event();
            afterNs[i] = condition.afterMs() * NS_PER_MS;
            digits[i] = condition.digits() == null ? null : StepDetail.digits(condition.digits());
            statuses[i] = condition.status();
        }
    }

    /** Set-up time. @param domain of those whom a transfer names by their user part alone. */
    public static ScenarioProgram compile(final List<ActionSpec> actions, final String domain, final Tracks tracks) {
        return new ScenarioProgram(actions, domain, tracks);
    }

    public int actions() {
        return every.length;
    }

    /** What the step needs besides its kind. */
    public StepDetail step(final int step) {
        return steps[step];
    }

    /** Whether some action begins with digits or expects them. */
    public boolean awaitsDigits() {
        return Arrays.asList(events).contains(Event.DTMF_RECEIVED);
    }

    /** Whether some action begins with speech or silence, or expects it. */
    public boolean awaitsSpeech() {
        return Arrays.asList(events).contains(Event.SPEECH) || Arrays.asList(events).contains(Event.SILENCE);
    }

    boolean every(final int action) {
        return every[action];
    }

    int firstStep(final int action) {
        return firstSteps[action];
    }

    /** The first step that is not the action's. */
    int endStep(final int action) {
        return firstSteps[action + 1];
    }

    /** The condition that the step expects. */
    int expected(final int step) {
        return expected[step];
    }

    Event event(final int condition) {
        return events[condition];
    }

    /** Time after the answer, or how long silence has to last. */
    long afterNs(final int condition) {
        return afterNs[condition];
    }

    /** Digits to wait for, null = any. */
    byte[] digits(final int condition) {
        return digits[condition];
    }

    boolean takesStatus(final int condition, final int status) {
        final int wanted = statuses[condition];
        return wanted == status || wanted < 10 && wanted == status / 100;
    }
}
