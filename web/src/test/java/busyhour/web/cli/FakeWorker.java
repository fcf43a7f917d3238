package busyhour.web.cli;

import busyhour.ipc.WorkerSettings;
import busyhour.ipc.histogram.BucketHistogram;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.link.WorkerListener;
import busyhour.ipc.message.CallEventWriter;
import busyhour.ipc.message.EngineReportWriter;
import busyhour.ipc.message.RunStateWriter;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.message.StateWriter;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.publish.PublisherAgent;
import busyhour.ipc.publish.PublisherContext;
import busyhour.ipc.publish.RunFeed;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.run.RunStatus;
import busyhour.ipc.run.SampleScope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A worker's process without an engine: says over the real link what the plan's name asks for. The last endpoint calls,
 * one second long.
 *
 * <p>Names: {@code passes}, {@code busy} (486), {@code slow} (a shard 95 % busy), {@code fails} (the run, with a word why), {@code jams}
 * (no journal: says so by its sign of life only),
 * {@code dies} (after its first record), {@code stays} (until it is told to stop), {@code deaf} (does not stop either).
 */
final class FakeWorker implements WorkerListener {
    private static final long S = 1_000_000_000L;

    private final BlockingQueue<Assignment> assignments = new ArrayBlockingQueue<>(4);
    private final BlockingQueue<Boolean> stops = new ArrayBlockingQueue<>(4);
    private final ShardRing ring = ShardRing.offHeap(1 << 20);
    private final RunStateWriter runState = new RunStateWriter();
    private final StateWriter state = new StateWriter();
    private final CallEventWriter callEvent = new CallEventWriter();
    private final SampleWriter sample = new SampleWriter();
    private final long startEpochNs = System.currentTimeMillis() * 1_000_000L;

    public static void main(String[] args) throws Exception {
        new FakeWorker().serve(WorkerSettings.of(System.getenv()));
    }

    private void serve(WorkerSettings settings) throws Exception {
        WorkerLink link = new WorkerLink(new LinkContext().host(settings.link().host()).dataPort(settings.link().dataPort())
                .controlPort(settings.link().controlPort()).workerName(settings.name()).ticket(settings.ticket()).conclude(), this);
        PublisherAgent publisher = new PublisherAgent(new PublisherContext().journalDirectory(settings.data())
                .workerName(settings.name()).reserveBytes(16 << 20), link);
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                if (publisher.doWork() == 0) {
                    Thread.yield();
                }
            }
        });
        Assignment assignment = assignments.poll(30, TimeUnit.SECONDS);
        if (assignment.name().equals("jams")) {
            System.err.println("02:35:14.146 ERROR b.e.r.WorkerAgent the disk is short");
            link.run(assignment.runId(), assignment.endpoints(), RunStatus.FAILED);
        } else {
            RunFeed feed = publisher.open(assignment.runId(), List.of(ring));
            play(assignment);
            feed.complete();
        }
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
    }

    private void play(Assignment assignment) throws InterruptedException {
        int caller = assignment.groups().stream().mapToInt(Assignment.GroupSpec::endpoints).sum() - 1;
        runState.tryWrite(ring, Map.of("engine", "fake"));
        runState.tryWrite(ring, 0, startEpochNs, RunStatus.RUNNING, null);
        switch (assignment.name()) {
            case "fails" -> {
                runState.tryWrite(ring, 1, startEpochNs, RunStatus.FAILED, "port 5060 of 127.0.0.1 is in use");
                return;
            }
            case "dies" -> {
                Thread.sleep(500);
                System.err.println("out of order");
                System.exit(7);
            }
            case "busy" -> {
                event(caller, CallEventKind.OFFERED, 0, null, 0);
                event(caller, CallEventKind.STARTED, 0, null, 0);
                event(caller, CallEventKind.ENDED, S / 10, CallResult.BUSY, 486);
                closed(caller, EndpointOutcome.CALL_FAILED);
            }
            default -> {
                event(caller, CallEventKind.OFFERED, 0, null, 0);
                event(caller, CallEventKind.STARTED, 0, null, 0);
                event(caller, CallEventKind.ANSWERED, S / 10, null, 200);
                sample.begin(caller, 0, SampleScope.SECOND).set(MetricCatalogue.instance().slot("mos"), 4.3);
                sample.tryWrite(ring);
                boolean slow = assignment.name().equals("slow");
                for (int second = 0; second < (slow ? 10 : 1); second++) {
                    engineReport(second, slow ? 0.95 : 0.05);
                }
                if (assignment.name().equals("stays") || assignment.name().equals("deaf")) {
                    stops.poll(60, TimeUnit.SECONDS);
                }
                if (assignment.name().equals("deaf")) {
                    stops.poll(60, TimeUnit.SECONDS);
                }
                event(caller, CallEventKind.ENDED, slow ? 10 * S : S, CallResult.ANSWERED, 200);
                closed(caller, EndpointOutcome.SUCCESS);
            }
        }
        runState.tryWrite(ring, S, startEpochNs, RunStatus.COMPLETED, null);
    }

    private void event(int endpoint, CallEventKind kind, long timeNs, CallResult result, int statusCode) {
        callEvent.tryWrite(ring, timeNs, 0, endpoint, 0, kind, true, true, result, statusCode);
    }

    private void closed(int endpoint, EndpointOutcome outcome) {
        state.tryWrite(ring, S, endpoint, 0, EndpointPhase.CLOSED, outcome, 0, null);
    }

    private void engineReport(int second, double busy) {
        new EngineReportWriter().begin(0, second, -1).time(S, (long) (busy * S), S / 10, 100_000).packets(50, 50, 0, 0).sip(3, 3)
                .faults(0, 0).load(2, 1).tryWrite(ring, new BucketHistogram());
    }

    @Override
    public void onStartRun(Assignment assignment) {
        assignments.offer(assignment);
    }

    @Override
    public void onStopRun(long runId, boolean graceful) {
        stops.offer(graceful);
    }
}
