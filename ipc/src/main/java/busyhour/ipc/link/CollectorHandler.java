package busyhour.ipc.link;

import busyhour.ipc.message.ActionResult;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.EndpointFile;
import busyhour.ipc.message.CallMedia;
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
import java.util.Map;

/**
 * What a platform does with what arrives. Called by the thread that polls the {@link PlatformLink}; each record of a run and
 * worker exactly once and in sequence. When a record is stored for good, say so by {@link PlatformLink#acknowledge}: the
 * worker keeps it until then, and sends again what was not acknowledged when the platform has been away.
 *
 * <p>A record whose handler throws counts as not received and comes again, 20 times at most; then it is passed over. A handler
 * that has to wait (a database that does not answer) says so by {@link #isReady} instead: while a call of it blocks, workers
 * hear no sign of life.
 */
public interface CollectorHandler {
    /**
     * Whether records are wanted now. While not, they wait at the workers; nothing is lost and no worker is.
     */
    default boolean isReady() {
        return true;
    }

    /** Whether a worker with this ticket may connect. */
    default boolean admits(final String worker, final String ticket, final String host) {
        return true;
    }

    /**
     * Asked when a worker's run is seen for the first time since this platform started.
     *
     * @return the last sequence that is stored; 0 = none.
     */
    default long storedSequence(final String worker, final long runId) {
        return 0;
    }

    /** The same with more to say, what a link asks: by default the worker sends what is not stored, and keeps nothing that is. */
    default RunPosition position(final String worker, final long runId) {
        final long stored = storedSequence(worker, runId);
        return new RunPosition(stored, stored, false);
    }

    /** A worker is there, or there again. */
    void onWorkerConnected(String worker, String host);

    /** A worker has not been heard of for too long, or was replaced. Its runs may go on and come back. */
    void onWorkerLost(String worker, String reason);

    /**
     * A frame was not taken.
     *
     * @param worker in whose connection it claimed to be, null when nobody knows.
     * @param source the address that it came from.
     */
    default void onRefusedFrame(final String worker, final FrameRefusal reason, final String source) {
    }

    /** A worker lives; about once a second. */
    default void onHeartbeat(final WorkerHeartbeat heartbeat) {
    }

    /** Numbers of an endpoint; the view is good only during the call. */
    void onSample(Source source, SampleView sample);

    /** A metric of kind string. */
    void onText(Source source, EndpointText text);

    /** An endpoint's phase or outcome. */
    void onState(Source source, EndpointState state);

    /** A step in the life of a call. */
    void onCallEvent(Source source, CallEvent event);

    /** A SIP message. */
    void onSipTrace(Source source, SipTrace trace);

    /** A step of a scenario action came to its end. */
    default void onAction(final Source source, final ActionResult action) {
    }

    /** Received media of a call was compared with what was sent. */
    default void onMediaCheck(final Source source, final MediaCheck check) {
    }

    /** A piece of a file about a call; pieces come in order. */
    default void onEndpointFile(final Source source, final EndpointFile file) {
    }

    /** What the media of a call is or came to. */
    default void onCallMedia(final Source source, final CallMedia media) {
    }

    /** The load of a group was changed, by {@link PlatformLink#setLoad}. */
    default void onLoadChange(final Source source, final LoadChange change) {
    }

    /** How far a worker is with its part of a group, in a run on several workers. */
    default void onGroupState(final Source source, final GroupState state) {
    }

    /** What a shard did in one second. */
    void onEngineReport(Source source, EngineReport report);

    /** What a worker's process did in one second. */
    void onWorkerReport(Source source, WorkerReport report);

    /** What produced the result. */
    void onHostFacts(Source source, Map<String, String> facts);

    /** How the run stands at a worker. */
    void onRunState(Source source, RunState state);

    /** Nothing more comes from this worker for this run. */
    void onRunEnd(Source source, RunEnd end);
}
