package busyhour.web.cli;

import busyhour.ipc.link.CollectorHandler;
import busyhour.ipc.link.Source;
import busyhour.ipc.link.WorkerHeartbeat;
import busyhour.ipc.message.ActionResult;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.EndpointFile;
import busyhour.ipc.message.EndpointState;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.LoadChange;
import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.message.RunState;
import busyhour.ipc.message.SampleView;
import busyhour.ipc.message.SipTrace;
import busyhour.ipc.message.WorkerReport;
import busyhour.ipc.run.RunStatus;
import busyhour.web.recording.RecordingWriter;
import busyhour.web.result.RunAggregates;
import busyhour.web.run.RunObserver;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes the records of the one run: into the aggregates, then to the platform's follower. Handler methods by the
 * collector's thread; the rest by the main thread. A worker may connect at any time; once the run is started its records wait until
 * {@link #open} was called.
 */
final class RunCollector implements CollectorHandler {
    private final RunAggregates aggregates;
    private final String ticket;
    private final RunCapture capture;
    private final RecordingWriter recordings;
    private final RunWarnings warnings;
    private volatile RunObserver observer;
    private volatile boolean refused;
    private volatile boolean open;
    private volatile boolean held;
    private volatile String worker;
    private volatile String lost;
    private volatile long sequence;
    private volatile String observerFault;
    private volatile RunObserver.Acknowledger foreign;

    /**
     * For one run.
     *
     * @param capture    takes every SIP message, null without one.
     * @param recordings takes files about calls, null without.
     * @param warnings   what the worker wants people to know.
     */
    RunCollector(RunAggregates aggregates, String ticket, RunCapture capture, RecordingWriter recordings, RunWarnings warnings) {
        this.aggregates = aggregates;
        this.ticket = ticket;
        this.capture = capture;
        this.recordings = recordings;
        this.warnings = warnings;
    }

    /** Whom to tell that an earlier command's journal may go. */
    void forgetForeign(RunObserver.Acknowledger acknowledger) {
        foreign = acknowledger;
    }

    /** Lets records in. @param follower of the platform, null without one. */
    void open(RunObserver follower) {
        observer = follower;
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    /** From now on what the worker sends waits until {@link #open}: to be called before the run is started. */
    void hold() {
        held = true;
    }

    /** Name of the worker that is connected, null before. */
    String worker() {
        return worker;
    }

    /** Why the worker is lost, null while it is not. */
    String lost() {
        return lost;
    }

    /** Last record taken. */
    long sequence() {
        return sequence;
    }

    /** Whether somebody else tells the worker what is stored. */
    boolean isFollowed() {
        return observer != null;
    }

    /** What the platform's follower broke with, null while it did not. */
    String observerFault() {
        return observerFault;
    }

    @Override
    public boolean isReady() {
        return open || !held;
    }

    @Override
    public boolean admits(String name, String itsTicket, String host) {
        return ticket.equals(itsTicket);
    }

    @Override
    public long storedSequence(String name, long runId) {
        RunObserver follower = observer;
        return follower == null ? 0 : follower.storedSequence(name, runId);
    }

    @Override
    public void onWorkerConnected(String name, String host) {
        worker = name;
        lost = null;
        follow(follower -> follower.onWorkerConnected(name, host));
    }

    @Override
    public void onWorkerLost(String name, String reason) {
        lost = reason;
        follow(follower -> follower.onWorkerLost(name, reason));
    }

    /** Whether the worker said by its sign of life that it cannot play the run: without a journal it has no other way. */
    boolean isRefused() {
        return refused;
    }

    @Override
    public void onHeartbeat(WorkerHeartbeat heartbeat) {
        if (heartbeat.status(aggregates.runId()) == RunStatus.FAILED) {
            refused = true;
        }
        follow(follower -> follower.onHeartbeat(heartbeat));
    }

    @Override
    public void onSample(Source source, SampleView sample) {
        if (isForeign(source)) {
            return;
        }
        aggregates.onSample(source, sample);
        sample.rewind();
        follow(follower -> follower.onSample(source, sample));
        taken(source);
    }

    @Override
    public void onText(Source source, EndpointText text) {
        if (isForeign(source)) {
            return;
        }
        aggregates.onText(source, text);
        follow(follower -> follower.onText(source, text));
        taken(source);
    }

    @Override
    public void onState(Source source, EndpointState state) {
        if (isForeign(source)) {
            return;
        }
        aggregates.onState(source, state);
        follow(follower -> follower.onState(source, state));
        taken(source);
    }

    @Override
    public void onCallEvent(Source source, CallEvent event) {
        if (isForeign(source)) {
            return;
        }
        aggregates.onCallEvent(source, event);
        follow(follower -> follower.onCallEvent(source, event));
        taken(source);
    }

    @Override
    public void onAction(Source source, ActionResult action) {
        if (isForeign(source)) {
            return;
        }
        aggregates.onAction(source, action);
        follow(follower -> follower.onAction(source, action));
        taken(source);
    }

    @Override
    public void onCallMedia(Source source, CallMedia media) {
        if (isForeign(source)) {
            return;
        }
        aggregates.onCallMedia(source, media);
        follow(follower -> follower.onCallMedia(source, media));
        taken(source);
    }

    @Override
    public void onMediaCheck(Source source, MediaCheck check) {
        if (isForeign(source)) {
            return;
        }
        aggregates.onMediaCheck(source, check);
        follow(follower -> follower.onMediaCheck(source, check));
        taken(source);
    }

    @Override
    public void onEndpointFile(Source source, EndpointFile file) {
        if (isForeign(source)) {
            return;
        }
        if (recordings != null) {
            recordings.write(file);
        }
        follow(follower -> follower.onEndpointFile(source, file));
        taken(source);
    }

    @Override
    public void onSipTrace(Source source, SipTrace trace) {
        if (isForeign(source)) {
            return;
        }
        if (capture != null) {
            capture.write(trace);
        }
        aggregates.onSipTrace(source, trace);
        follow(follower -> follower.onSipTrace(source, trace));
        taken(source);
    }

    @Override
    public void onLoadChange(Source source, LoadChange change) {
        if (isForeign(source)) {
            return;
        }
        aggregates.onLoadChange(source, change);
        follow(follower -> follower.onLoadChange(source, change));
        taken(source);
    }

    @Override
    public void onEngineReport(Source source, EngineReport report) {
        if (isForeign(source)) {
            return;
        }
        aggregates.onEngineReport(source, report);
        follow(follower -> follower.onEngineReport(source, report));
        taken(source);
    }

    @Override
    public void onWorkerReport(Source source, WorkerReport report) {
        if (isForeign(source)) {
            return;
        }
        aggregates.onWorkerReport(source, report);
        follow(follower -> follower.onWorkerReport(source, report));
        taken(source);
    }

    @Override
    public void onHostFacts(Source source, Map<String, String> facts) {
        if (isForeign(source)) {
            return;
        }
        aggregates.onHostFacts(source, facts);
        warnings.onFacts(facts);
        follow(follower -> follower.onHostFacts(source, facts));
        taken(source);
    }

    @Override
    public void onRunState(Source source, RunState state) {
        if (isForeign(source)) {
            return;
        }
        aggregates.onRunState(source, state);
        follow(follower -> follower.onRunState(source, state));
        taken(source);
    }

    @Override
    public void onRunEnd(Source source, RunEnd end) {
        if (isForeign(source)) {
            RunObserver.Acknowledger acknowledger = foreign;
            if (acknowledger != null) {
                acknowledger.acknowledge(source.worker(), source.runId(), source.sequence());
            }
            return;
        }
        aggregates.onRunEnd(source, end);
        follow(follower -> follower.onRunEnd(source, end));
        taken(source);
    }

    /** A journal that an earlier command left when it was killed: its run has been given up, it goes once it was read. */
    private boolean isForeign(Source source) {
        return source.runId() != aggregates.runId();
    }

    private void taken(Source source) {
        sequence = source.sequence();
    }

    /** A follower that breaks is left behind: its fault must not bring a record a second time into the aggregates. */
    private void follow(Consumer<RunObserver> call) {
        RunObserver follower = observer;
        if (follower != null && observerFault == null) {
            try {
                call.accept(follower);
            } catch (RuntimeException e) {
                observerFault = e.toString();
            }
        }
    }
}
