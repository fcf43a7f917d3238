package busyhour.web.find;

import busyhour.ipc.histogram.BucketHistogram;
import busyhour.ipc.link.Source;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.LoadChange;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.message.RunState;
import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.Load;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.DropReason;
import busyhour.ipc.run.RunStatus;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanFiles;
import busyhour.web.plan.PlanReader;
import busyhour.web.result.FindMaxResult;
import busyhour.web.result.RunAggregates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A run in virtual time: a generator that does what it is told, a tested system that answers as the test wants, and the search that
 * looks at both once in each second.
 */
final class VirtualRun {
    static final long MS = 1_000_000L;
    static final long S = 1_000 * MS;
    private static final int CALLERS = 1;
    private static final int MAX_SECONDS = 20_000;

    /** What becomes of a call. */
    interface System {
        /**
         * @param load of the generator now, calls/s or calls.
         * @param up   calls that are up.
         * @return milliseconds until it is answered; or a negative SIP status with which it is refused; or 0: nothing comes.
         */
        int take(long load, int up);
    }

    /** How the generator itself does at a load. */
    interface Generator {
        /** @return busy share and lateness of all packets in microseconds. */
        double[] at(long load);
    }

    private record Event(long timeNs, int order, Runnable run) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Integer.compare(order, other.order);
        }
    }

    final RunAggregates aggregates;
    final LoadFinder finder;
    final List<String> told = new ArrayList<>();
    private final Plan plan;
    private final Source source = new Source();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final int[] callNumber;
    private final long durationNs;
    private System system = (load, up) -> 5;
    private Generator generator = load -> new double[] {0.1, 20};
    private boolean deaf;
    private Load load;
    private int up;
    private int inUse;
    private int order;
    private int second;
    private double owed;

    VirtualRun(String findMax, int endpoints, String duration, String... thresholds) {
        String yaml = """
                name: virtual
                groups:
                  - { name: callees, endpoints: 1, callee: receive-external, listen: "127.0.0.1:5060" }
                  - { name: callers, endpoints: %d, callee: { group: callees }, duration: %s }
                thresholds: [%s]
                find-max: { group: callers, %s }
                """.formatted(endpoints, duration, String.join(", ", thresholds), findMax);
        try {
            plan = PlanReader.readYaml("plan.yaml", yaml.getBytes(StandardCharsets.UTF_8), PlanFiles.NONE);
        } catch (PlanException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        aggregates = new RunAggregates(plan, 7, 0);
        finder = new LoadFinder(aggregates, this::told);
        callNumber = new int[plan.endpoints()];
        for (int i = 1; i < plan.endpoints(); i++) {
            free.add(i);
        }
        durationNs = plan.groups().get(CALLERS).durationMs() * MS;
        load = plan.findMax().load(plan.findMax().from());
    }

    VirtualRun system(System itsSystem) {
        system = itsSystem;
        return this;
    }

    VirtualRun generator(Generator itsGenerator) {
        generator = itsGenerator;
        return this;
    }

    /** The worker does not do what it is told. */
    VirtualRun deaf() {
        deaf = true;
        return this;
    }

    private boolean told(Load next) {
        told.add(next.toString());
        if (!deaf) {
            long atNs = second * S + 20 * MS;
            events.add(new Event(atNs, order++, () -> {
                load = next;
                aggregates.onLoadChange(source, new LoadChange(atNs, CALLERS, next));
                refill(atNs);
            }));
        }
        return true;
    }

    /** Plays until the search is over. */
    FindMaxResult play() {
        aggregates.onRunState(source, new RunState(0, 1, RunStatus.RUNNING, ""));
        while (!finder.onTick()) {
            if (second == MAX_SECONDS) {
                throw new AssertionError("no end: " + aggregates.result().findMax());
            }
            playSecond();
        }
        return aggregates.result().findMax();
    }

    /** The worker ends the run. */
    void end() {
        aggregates.onRunState(source, new RunState(second * S, 1, RunStatus.COMPLETED, ""));
        aggregates.onRunEnd(source, new RunEnd(true, 0));
    }

    void playSecond() {
        long startNs = second * S;
        if (load.kind() == ArrivalSpec.Kind.RATE) {
            owed += load.amount() * 1_000.0 / load.perMs();
            int calls = (int) owed;
            owed -= calls;
            for (int i = 0; i < calls; i++) {
                long atNs = startNs + i * S / calls;
                events.add(new Event(atNs, order++, () -> arrive(atNs)));
            }
        } else {
            events.add(new Event(startNs, order++, () -> refill(startNs)));
        }
        while (!events.isEmpty() && events.peek().timeNs < startNs + S) {
            events.poll().run.run();
        }
        double[] health = generator.at(load.amount());
        BucketHistogram lateness = new BucketHistogram();
        lateness.record((long) (health[1] * 1_000));
        aggregates.onEngineReport(source, new EngineReport(0, second, -1, S, (long) (health[0] * S), S / 10, 300_000, 0, 1, 1, 0, 0, 3, 4,
                0, 0, 0, 0, 4, Math.max(1, up), lateness));
        second++;
    }

    private void refill(long nowNs) {
        while (load.kind() == ArrivalSpec.Kind.USERS && inUse < load.amount() && !free.isEmpty()) {
            arrive(nowNs);
        }
    }

    private void arrive(long atNs) {
        Integer endpoint = free.poll();
        if (endpoint == null) {
            event(atNs, atNs, -1, CallEventKind.OFFERED, null, 0, null);
            event(atNs, atNs, -1, CallEventKind.DROPPED, null, 0, DropReason.NO_FREE_CALLER);
            return;
        }
        inUse++;
        event(atNs, atNs, endpoint, CallEventKind.OFFERED, null, 0, null);
        event(atNs, atNs, endpoint, CallEventKind.STARTED, null, 0, null);
        int taken = system.take(load.amount(), up);
        if (taken > 0) {
            at(atNs + taken * MS, now -> {
                up++;
                event(now, atNs, endpoint, CallEventKind.ANSWERED, null, 200, null);
                at(now + durationNs, end -> {
                    up--;
                    over(end, atNs, endpoint, CallResult.ANSWERED, 200);
                });
            });
        } else if (taken < 0) {
            at(atNs + 5 * MS, now -> over(now, atNs, endpoint, CallResult.BUSY, -taken));
        } else {
            at(atNs + 32 * S, now -> over(now, atNs, endpoint, CallResult.TIMEOUT, 0));
        }
    }

    private void over(long nowNs, long intendedNs, int endpoint, CallResult result, int status) {
        event(nowNs, intendedNs, endpoint, CallEventKind.ENDED, result, status, null);
        callNumber[endpoint]++;
        free.add(endpoint);
        inUse--;
        if (status == 200) {
            refill(nowNs);
        }
    }

    private void at(long timeNs, java.util.function.LongConsumer what) {
        events.add(new Event(timeNs, order++, () -> what.accept(timeNs)));
    }

    private void event(long timeNs, long intendedNs, int endpoint, CallEventKind kind, CallResult result, int status, DropReason reason) {
        aggregates.onCallEvent(source, new CallEvent(timeNs, intendedNs, endpoint, endpoint < 0 ? 0 : callNumber[endpoint], kind, true, true,
                result, status, CALLERS, reason));
    }
}
