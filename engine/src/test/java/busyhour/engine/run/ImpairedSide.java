package busyhour.engine.run;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.MediaSpec;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A program: the callers or the callees of an impaired line. Prints what each endpoint measured; ends when its callers have
 * finished, or when a line comes in.
 */
final class ImpairedSide {

    static final String CALLEES = "10.99.0.2";
    static final String CALLERS = "10.99.0.1";
    private static final int PORT = 5_060;
    private static final long CALLEES_MS = 120_000;

    private ImpairedSide() {
    }

    /** Arguments: callers or callees, calls, milliseconds of each call, jitter buffer. */
    public static void main(final String[] args) throws Exception {
        final int calls = Integer.parseInt(args[1]);
        final long durationMs = Long.parseLong(args[2]);
        final MediaSpec media = Assignments.PCMU.withJitterBuffer(MediaSpec.JitterBuffer.valueOf(args[3]));
        final GroupSpec group = args[0].equals("callees")
                ? Assignments.group("callees", 0, calls, -1, List.of(), ImpairedCalls.RECEIVE, CALLEES + ":" + PORT, durationMs, new Ramp(0, 0))
                        .withCalls(0, CALLEES_MS, 0)
                : Assignments.group("callers", 0, calls, -1, List.of(), new Callee(Callee.Kind.URI, -1, "sip:x@" + CALLEES + ":" + PORT), null,
                        durationMs, new Ramp(calls, 1_000));
        final Assignment assignment = Assignments.assignment(List.of(), group.withMedia(media));
        final AtomicBoolean stop = new AtomicBoolean();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                stop.set(System.in.read() >= 0);
            } catch (final java.io.IOException e) {
                stop.set(true);
            }
        });
        print(RecordedRun.play(assignment, EngineSettings.defaults(), stop::get));
    }

    private static void print(final RecordedRun record) {
        System.out.println("OUTCOMES " + record.outcomes + " " + record.details);
        record.counters.forEach((key, values) -> values.forEach((endpoint, value) -> print("COUNTER", key, endpoint, value)));
        record.endpointGauges.forEach((key, values) -> values.forEach((endpoint, all) -> all.forEach(value -> print("GAUGE", key, endpoint, value))));
        record.callGauges.forEach((key, values) -> values.forEach((endpoint, value) -> print("CALL", key, endpoint, value)));
    }

    private static void print(final String kind, final String key, final int endpoint, final double value) {
        System.out.printf(Locale.ROOT, "%s %s %d %s%n", kind, key, endpoint, value);
    }

    /** Takes a line back that {@link #print} wrote. @param first added to the endpoint's number. */
    static void read(final String line, final RecordedRun into, final int first) {
        final String[] words = line.split(" ");
        if (words.length != 4 || !List.of("COUNTER", "GAUGE", "CALL").contains(words[0])) {
            return;
        }
        final int endpoint = first + Integer.parseInt(words[2]);
        final double value = Double.parseDouble(words[3]);
        switch (words[0]) {
            case "COUNTER" -> into.counters.computeIfAbsent(words[1], k -> new java.util.TreeMap<>()).put(endpoint, value);
            case "CALL" -> into.callGauges.computeIfAbsent(words[1], k -> new java.util.TreeMap<>()).put(endpoint, value);
            default -> into.endpointGauges.computeIfAbsent(words[1], k -> new java.util.TreeMap<>())
                    .computeIfAbsent(endpoint, k -> new java.util.ArrayList<>()).add(value);
        }
    }
}
