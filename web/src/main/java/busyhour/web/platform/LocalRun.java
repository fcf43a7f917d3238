package busyhour.web.platform;

import java.util.Map;

import busyhour.ipc.link.Source;
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
import busyhour.web.fleet.Deferred;
import busyhour.web.fleet.RunRecorder;
import busyhour.web.live.LiveRun;
import busyhour.web.live.LiveRuns;
import busyhour.web.result.ResultJson;
import busyhour.web.result.RunResult;
import busyhour.web.run.RunObserver;
import busyhour.web.store.FaultLine;
import busyhour.web.store.Runs;
import busyhour.web.store.SampleStore;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that the command line conducts: its records are stored and shown here. It never waits for the database: what does not fit any
 * more while that is away is left out, and said.
 */
final class LocalRun implements RunObserver {

    private static final long DRAIN_MS = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(LocalRun.class);

    private final long id;
    private final RunRecorder recorder;
    private final SampleStore store;
    private final LiveRuns liveRuns;
    private final LiveRun live;
    private final Runs runs;
    private final Deferred deferred;
    private boolean overflowed;

    LocalRun(long id, RunRecorder recorder, SampleStore store, LiveRuns liveRuns, LiveRun live, Runs runs, Deferred deferred) {
        this.id = id;
        this.recorder = recorder;
        this.store = store;
        this.liveRuns = liveRuns;
        this.live = live;
        this.runs = runs;
        this.deferred = deferred;
    }

    @Override
    public void onWorkerConnected(String worker, String host) {
        // the command line's own matter
    }

    @Override
    public void onWorkerLost(String worker, String reason) {
        // the command line's own matter
    }

    private boolean takes() {
        if (!overflowed && !store.hasRoom()) {
            overflowed = true;
            LOG.warn("the database has been away too long: the rest of this run is not stored in it");
        }
        return !overflowed;
    }

    @Override
    public void onSample(Source source, SampleView sample) {
        if (takes()) {
            recorder.sample(sample);
            recorder.closed(source);
        }
    }

    @Override
    public void onText(Source source, EndpointText text) {
        if (takes()) {
            recorder.text(text);
            recorder.closed(source);
        }
    }

    @Override
    public void onState(Source source, EndpointState state) {
        if (takes()) {
            recorder.state(state);
            recorder.closed(source);
        }
    }

    @Override
    public void onCallEvent(Source source, CallEvent event) {
        if (takes()) {
            recorder.call(event, source.sequence());
            recorder.closed(source);
        }
    }

    @Override
    public void onAction(Source source, ActionResult action) {
        if (takes()) {
            recorder.action(action, source.sequence());
            recorder.closed(source);
        }
    }

    @Override
    public void onCallMedia(Source source, CallMedia media) {
        if (takes()) {
            recorder.media(media);
            recorder.closed(source);
        }
    }

    @Override
    public void onMediaCheck(Source source, MediaCheck check) {
        if (takes()) {
            recorder.check(check);
            recorder.closed(source);
        }
    }

    @Override
    public void onEndpointFile(Source source, EndpointFile file) {
        recorder.file(file);
        passed(source);
    }

    @Override
    public void onSipTrace(Source source, SipTrace trace) {
        if (takes()) {
            recorder.message(trace, source.sequence());
            recorder.closed(source);
        }
    }

    @Override
    public void onLoadChange(Source source, LoadChange change) {
        passed(source);
    }

    @Override
    public void onEngineReport(Source source, EngineReport report) {
        passed(source);
    }

    @Override
    public void onWorkerReport(Source source, WorkerReport report) {
        passed(source);
    }

    @Override
    public void onHostFacts(Source source, Map<String, String> facts) {
        passed(source);
    }

    @Override
    public void onRunState(Source source, RunState state) {
        if (state.status() != null && !state.status().isTerminal()) {
            live.status(state.status().name());
            deferred.run("run " + id + " is " + state.status(), () -> runs.status(id, state.status().name()));
        }
        passed(source);
    }

    @Override
    public void onRunEnd(Source source, RunEnd end) {
        passed(source);
    }

    private void passed(Source source) {
        if (takes()) {
            recorder.closed(source);
        }
    }

    @Override
    public void onResult(RunResult result) {
        String status = RunStatus.valueOf(result.run().status()).isTerminal() ? result.run().status() : RunStatus.COMPLETED.name();
        try {
            boolean whole = store.drain(DRAIN_MS) && !overflowed;
            liveRuns.end(id, status);
            runs.end(id, status, whole ? null : "not all records could be stored", result.run().exitCode(), ResultJson.tree(result).toString());
            if (!whole) {
                LOG.warn("the database did not take all records of this run; the result itself is complete");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (JdbiException e) {
            LOG.warn("the result is not in the database: {}", FaultLine.of(e));
        }
    }
}
