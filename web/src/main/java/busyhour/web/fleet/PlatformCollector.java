package busyhour.web.fleet;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import busyhour.ipc.link.CollectorHandler;
import busyhour.ipc.link.FrameRefusal;
import busyhour.ipc.link.RunPosition;
import busyhour.ipc.link.Source;
import busyhour.ipc.link.WorkerHeartbeat;
import busyhour.ipc.message.ActionResult;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.EndpointFile;
import busyhour.ipc.message.EndpointState;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.GroupState;
import busyhour.ipc.message.LoadChange;
import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.message.RunState;
import busyhour.ipc.message.SampleView;
import busyhour.ipc.message.SipTrace;
import busyhour.ipc.message.WorkerReport;
import busyhour.web.recording.Recordings;
import busyhour.web.result.RunAggregates;
import busyhour.web.run.RunObserver;
import busyhour.web.store.Runs;
import busyhour.web.store.SampleStore;

/**
 * What arrives from workers: to the run's aggregates, and to the store. Records of a run that was begun before this process are stored
 * too; those of a run that nobody knows are acknowledged at once, so that their worker forgets them. The collector's thread.
 */
public final class PlatformCollector implements CollectorHandler {

    private static final int MAX_STRANGERS = 1_000;

    private final RunConductor conductor;
    private final SampleStore store;
    private final Recordings recordings;
    private final RunObserver.Acknowledger acknowledger;
    private final Map<Long, Stranger> strangers = new HashMap<>();

    /** A run that this process does not conduct. */
    private static final class Stranger {
        private final RunRecorder recorder;
        private final Map<String, Long> handedIn = new HashMap<>();

        private Stranger(RunRecorder recorder) {
            this.recorder = recorder;
        }
    }

    public PlatformCollector(RunConductor conductor, SampleStore store, Recordings recordings, RunObserver.Acknowledger acknowledger) {
        this.conductor = conductor;
        this.store = store;
        this.recordings = recordings;
        this.acknowledger = acknowledger;
    }

    @Override
    public boolean isReady() {
        return store.hasRoom();
    }

    @Override
    public void onRefusedFrame(String worker, FrameRefusal reason, String source) {
        conductor.workers().refusedFrame(worker, reason, source);
    }

    @Override
    public long storedSequence(String worker, long runId) {
        return store.storedSequence(runId, worker);
    }

    @Override
    public RunPosition position(String worker, long runId) {
        long stored = store.storedSequence(runId, worker);
        ActiveRun run = conductor.active(runId);
        Stranger stranger = strangers.get(runId);
        if (run != null) {
            return run.ledger.position(worker, stored, stranger == null ? 0 : stranger.handedIn.getOrDefault(worker, 0L));
        }
        boolean mayBeCountedAgain = conductor.known(runId).filter(Runs.Run::isUnfinished).isPresent();
        return new RunPosition(stored, stored, mayBeCountedAgain);
    }

    @Override
    public void onWorkerConnected(String worker, String host) {
        conductor.workers().connected(worker, host);
        conductor.onConnected(worker);
    }

    @Override
    public void onWorkerLost(String worker, String reason) {
        conductor.workers().lost(worker);
    }

    @Override
    public void onHeartbeat(WorkerHeartbeat heartbeat) {
        conductor.onHeartbeat(heartbeat);
    }

    @Override
    public void onSample(Source source, SampleView sample) {
        take(source, aggregates -> aggregates.onSample(source, sample), recorder -> recorder.sample(sample));
    }

    @Override
    public void onText(Source source, EndpointText text) {
        take(source, aggregates -> aggregates.onText(source, text), recorder -> recorder.text(text));
    }

    @Override
    public void onState(Source source, EndpointState state) {
        take(source, aggregates -> aggregates.onState(source, state), recorder -> recorder.state(state));
    }

    @Override
    public void onCallEvent(Source source, CallEvent event) {
        take(source, aggregates -> aggregates.onCallEvent(source, event), recorder -> recorder.call(event, source.sequence()));
    }

    @Override
    public void onAction(Source source, ActionResult action) {
        take(source, aggregates -> aggregates.onAction(source, action), recorder -> recorder.action(action, source.sequence()));
    }

    @Override
    public void onCallMedia(Source source, CallMedia media) {
        take(source, aggregates -> aggregates.onCallMedia(source, media), recorder -> recorder.media(media));
    }

    @Override
    public void onMediaCheck(Source source, MediaCheck check) {
        take(source, aggregates -> aggregates.onMediaCheck(source, check), recorder -> recorder.check(check));
    }

    @Override
    public void onEndpointFile(Source source, EndpointFile file) {
        take(source, aggregates -> { }, recorder -> recorder.file(file));
    }

    @Override
    public void onSipTrace(Source source, SipTrace trace) {
        take(source, aggregates -> aggregates.onSipTrace(source, trace), recorder -> recorder.message(trace, source.sequence()));
    }

    @Override
    public void onLoadChange(Source source, LoadChange change) {
        take(source, aggregates -> aggregates.onLoadChange(source, change), recorder -> { });
    }

    @Override
    public void onEngineReport(Source source, EngineReport report) {
        take(source, aggregates -> aggregates.onEngineReport(source, report), recorder -> { });
    }

    @Override
    public void onWorkerReport(Source source, WorkerReport report) {
        take(source, aggregates -> aggregates.onWorkerReport(source, report), recorder -> { });
    }

    @Override
    public void onHostFacts(Source source, Map<String, String> facts) {
        take(source, aggregates -> aggregates.onHostFacts(source, facts), recorder -> { });
    }

    @Override
    public void onRunState(Source source, RunState state) {
        ActiveRun run = conductor.active(source.runId());
        if (take(source, aggregates -> aggregates.onRunState(source, state), recorder -> { }) && run != null) {
            conductor.onStatus(run, source.worker(), state.status());
        }
    }

    @Override
    public void onRunEnd(Source source, RunEnd end) {
        ActiveRun run = conductor.active(source.runId());
        if (take(source, aggregates -> aggregates.onRunEnd(source, end), recorder -> { }) && run != null) {
            conductor.onEnd(run, source.worker(), end);
        }
    }

    @Override
    public void onGroupState(Source source, GroupState state) {
        ActiveRun run = conductor.active(source.runId());
        if (take(source, aggregates -> { }, recorder -> { }) && run != null) {
            conductor.onGroupState(run, source.worker(), state);
        }
    }

    /** @return whether it was counted here. */
    private boolean take(Source source, Consumer<RunAggregates> toAggregates, Consumer<RunRecorder> toRecorder) {
        ActiveRun run = conductor.active(source.runId());
        if (run != null && run.ledger.isBegun(source.worker())) {
            boolean counted = run.ledger.isToBeCounted(source);
            if (counted) {
                toAggregates.accept(run.aggregates);
            }
            if (run.ledger.isToBeStored(source)) {
                toRecorder.accept(run.recorder);
                run.recorder.closed(source);
            }
            return counted;
        }
        Stranger stranger = stranger(source.runId());
        if (stranger == null) {
            acknowledger.acknowledge(source.worker(), source.runId(), source.sequence());
        } else {
            toRecorder.accept(stranger.recorder);
            stranger.recorder.closed(source);
            stranger.handedIn.put(source.worker(), source.sequence());
        }
        return false;
    }

    /** Null when the database does not know the run. */
    private Stranger stranger(long runId) {
        if (!strangers.containsKey(runId)) {
            if (strangers.size() >= MAX_STRANGERS) {
                strangers.clear();
            }
            strangers.put(runId, conductor.known(runId).map(run ->
                    new Stranger(new RunRecorder(RunRecorder.key(run, null), store, recordings.writer(runId)))).orElse(null));
        }
        return strangers.get(runId);
    }
}
