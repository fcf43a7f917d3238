package busyhour.web.plan;

import busyhour.ipc.plan.Assignment;

/**
 * When calls start, how long they last, how often they repeat, how endpoints speak and what they send. May stand at the top of a plan, for all groups,
 * and in a group.
 *
 * @param calls 0 = as many as fit into {@code forMs}.
 * @param forMs 0 = by {@code calls}.
 */
record GroupDefaults(long durationMs, Assignment.Ramp ramp, int calls, long forMs, long pauseMs, SignallingTerms signalling,
                     MediaTerms media) {
    private static final long DAY_MS = 24 * 3_600_000L;
    private static final GroupDefaults BUILT_IN =
            new GroupDefaults(60_000, new Assignment.Ramp(0, 1_000), 1, 0, 0, SignallingTerms.BUILT_IN, MediaTerms.BUILT_IN);

    /** Those at the top of a plan. */
    static GroupDefaults read(Fields plan, MediaFiles files) {
        GroupDefaults timing = readTiming(plan, BUILT_IN);
        return new GroupDefaults(timing.durationMs, timing.ramp, timing.calls, timing.forMs, timing.pauseMs, timing.signalling,
                MediaTerms.read(plan, BUILT_IN.media, files));
    }

    /** Those of a group but for its media. */
    static GroupDefaults readTiming(Fields fields, GroupDefaults above) {
        long durationMs = fields.durationMs("duration", 100, 7 * DAY_MS, above.durationMs);
        Assignment.Ramp ramp = ramp(fields, above.ramp);
        int calls = fields.number("calls", 1, 1_000_000, fields.has("for") ? 0 : above.calls);
        long forMs = fields.durationMs("for", 1_000, 7 * DAY_MS, fields.has("calls") ? 0 : above.forMs);
        long pauseMs = fields.durationMs("pause", 0, DAY_MS, above.pauseMs);
        if (fields.has("calls") && fields.has("for")) {
            fields.fault("for", "either calls or for, not both");
        }
        return new GroupDefaults(durationMs, ramp, calls, forMs, pauseMs, SignallingTerms.read(fields, above.signalling), above.media);
    }

    private static Assignment.Ramp ramp(Fields fields, Assignment.Ramp above) {
        String expected = "a rate such as 10/s or 600/m";
        String text = fields.text("ramp", expected);
        if (text == null) {
            return above;
        }
        Assignment.Ramp ramp = PlanUnits.rate(text);
        if (ramp == null) {
            fields.fault("ramp", expected);
            return above;
        }
        return ramp;
    }
}
