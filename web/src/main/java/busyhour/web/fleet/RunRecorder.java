package busyhour.web.fleet;

import java.util.List;

import busyhour.ipc.link.Source;
import busyhour.ipc.message.ActionResult;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.EndpointFile;
import busyhour.ipc.message.EndpointState;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.message.SampleView;
import busyhour.ipc.message.SipTrace;
import busyhour.web.plan.Plan;
import busyhour.web.recording.RecordingWriter;
import busyhour.web.store.RunKey;
import busyhour.web.store.Runs;
import busyhour.web.store.SampleStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the records of one run to the store. The collector's thread. */
public final class RunRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(RunRecorder.class);

    private final RunKey run;
    private final SampleStore store;
    private final RecordingWriter files;
    private boolean faultTold;

    /** @param files takes what the run leaves besides. */
    public RunRecorder(RunKey run, SampleStore store, RecordingWriter files) {
        this.run = run;
        this.store = store;
        this.files = files;
    }

    public static RunKey key(Runs.Run run, Plan plan) {
        return new RunKey(run.id(), run.day().toEpochDay(), plan == null ? List.of() : plan.groups().stream()
                .map(group -> new RunKey.Group(group.name(), group.firstEndpoint(), group.endpoints())).toList());
    }

    public void sample(SampleView sample) {
        store.onSample(run, sample);
    }

    public void text(EndpointText text) {
        store.onText(run, text);
    }

    public void state(EndpointState state) {
        store.onState(run, state);
    }

    /** What the platform itself says of an endpoint, whose worker cannot any more. */
    public void lost(EndpointState state) {
        store.onLostEndpoint(run, state);
    }

    public void call(CallEvent event, long sequence) {
        store.onCall(run, event, sequence);
    }

    public void message(SipTrace trace, long sequence) {
        store.onMessage(run, trace, sequence);
    }

    public void action(ActionResult result, long sequence) {
        store.onAction(run, result, sequence);
    }

    public void media(CallMedia media) {
        store.onMedia(run, media);
    }

    public void check(MediaCheck check) {
        store.onCheck(run, check);
    }

    public void file(EndpointFile piece) {
        files.write(piece);
        if (files.fault() != null && !faultTold) {
            faultTold = true;
            LOG.warn("a recording was not kept: {}", files.fault());
        }
    }

    /** Closes a record, also one of a kind that is not stored: its sequence is. */
    public void closed(Source source) {
        store.onStoredBehind(run, source.worker(), source.sequence());
    }
}
