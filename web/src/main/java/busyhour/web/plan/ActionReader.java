package busyhour.web.plan;

import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ActionSpec.Event;
import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.ipc.plan.ActionSpec.Step;
import busyhour.ipc.plan.ActionSpec.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The scenario actions of a group:
 *
 * <pre>
 *   actions:
 *     - at: 5s
 *       do: { send-dtmf: "12#", method: rtp }
 *     - on: { dtmf-received: "1" }
 *       every: true
 *       do: [{ wait: 500ms }, { send-dtmf: "2" }, { expect: dtmf-received, within: 5s }]
 * </pre>
 */
final class ActionReader {
    private static final int MAX_ACTIONS = 30;
    private static final int MAX_STEPS = 100;
    private static final long MAX_AT_MS = 24 * 3_600_000L;

    private final Fields group;
    private final StepReader steps;
    private final long callMs;
    private final Set<String> waiting;

    private ActionReader(Fields group, StepReader steps, long callMs, Set<String> waiting) {
        this.group = group;
        this.steps = steps;
        this.callMs = callMs;
        this.waiting = waiting;
    }

    /**
     * Reads {@code actions}.
     *
     * @param callMs   how long the group's calls last, {@link Long#MAX_VALUE} when others end them.
     * @param waiting  tracks that wait to be activated.
     */
    static List<ActionSpec> read(Fields group, StepReader steps, long callMs, Set<String> waiting) {
        return new ActionReader(group, steps, callMs, waiting).readAll();
    }

    private List<ActionSpec> readAll() {
        List<ActionSpec> actions = new ArrayList<>();
        PlanNode.Sequence list = group.list("actions", "a list of actions such as - { at: 5s, do: { send-dtmf: \"1\" } }");
        if (list == null) {
            return actions;
        }
        if (list.items().size() > MAX_ACTIONS) {
            group.fault("actions", list.items().size() + " actions", "at most " + MAX_ACTIONS);
            return actions;
        }
        for (int i = 0; i < list.items().size(); i++) {
            PlanNode item = list.items().get(i);
            String path = group.pathOf("actions") + "[" + i + "]";
            if (item instanceof PlanNode.Mapping mapping) {
                actions.add(action(new Fields(mapping, path, group.faults())));
            } else {
                group.faults().add(item, path, "a map with at or on, and do");
            }
        }
        return actions;
    }

    private ActionSpec action(Fields at) {
        Trigger trigger = trigger(at);
        boolean every = at.flag("every", false);
        if (every && at.has("at")) {
            at.fault("every", "none: a time comes once in a call, only an event (on) comes again");
        }
        List<Step> read = steps(at);
        at.refuseOthers(Set.of());
        return new ActionSpec(trigger, every, read);
    }

    private Trigger trigger(Fields at) {
        boolean timed = at.has("at");
        if (timed == at.has("on")) {
            at.faults().add(at.map(), at.pathOf("at"), timed ? "both at and on" : "neither at nor on",
                    "at: a time after the answer, or on: an event");
        }
        if (!timed) {
            return at.has("on") ? ConditionReader.read(at, "on", null) : null;
        }
        long afterMs = at.durationMs("at", 0, MAX_AT_MS, 0);
        if (afterMs >= callMs) {
            at.fault("at", "a time before the call's end: its duration is " + PlanUnits.duration(callMs));
        }
        return new Trigger(Event.AT, afterMs, null, 0);
    }

    private List<Step> steps(Fields at) {
        PlanNode value = at.find("do");
        List<Step> read = new ArrayList<>();
        if (value instanceof PlanNode.Sequence list) {
            if (list.items().isEmpty() || list.items().size() > MAX_STEPS) {
                at.fault("do", list.items().size() + " steps", "1 to " + MAX_STEPS);
                return read;
            }
            for (int i = 0; i < list.items().size(); i++) {
                add(read, list.items().get(i), at.pathOf("do") + "[" + i + "]");
            }
        } else if (value == null) {
            at.fault("do", "a step such as { send-dtmf: \"1\" }, or a list of them");
        } else {
            add(read, value, at.pathOf("do"));
        }
        return read;
    }

    private void add(List<Step> read, PlanNode value, String path) {
        Step step = steps.read(value, path, group.faults());
        if (step != null && step.kind() == Kind.ACTIVATE_TRACK && !waiting.contains(step.text())) {
            group.faults().add(value, path, "activate-track for " + step.text(), "a track that waits: media: { deferred: " + step.text() + " }");
        }
        if (step != null) {
            read.add(step);
        }
    }
}
