package busyhour.engine.endpoint;

import busyhour.engine.media.MediaStreams;
import busyhour.ipc.message.ActionResultWriter;
import busyhour.ipc.message.CallEventWriter;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.message.StateWriter;
import busyhour.ipc.message.TextWriter;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.DropReason;
import busyhour.ipc.run.SampleScope;
import org.agrona.DirectBuffer;

/**
 * What a shard's endpoints report, written straight into the shard's ring. A message that the full ring refuses is counted
 * there and lost: the shard never waits.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
public final class EndpointRecords {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int NO_ENDPOINT = -1;

    private final ShardRing ring;
    private final MediaStreams media;
    private final long runStartNs;
    private final StreamSamples streams;
    private final CallSampler calls = new CallSampler();
    private final SampleWriter samples = new SampleWriter();
    private final StateWriter states = new StateWriter();
    private final TextWriter texts = new TextWriter();
    private final CallEventWriter events = new CallEventWriter();
    private final ActionResultWriter actions = new ActionResultWriter();
    private final CallMediaRecords callMedia;
    private final EndpointTraces traces;

    /**
     * @param runStartNs when the run began, monotonic: second 0 starts here.
     * @param startEpochNs the same by the wall clock.
     * @param endpoints  endpoints of the shard.
     */
    public EndpointRecords(
            final ShardRing ring, final MediaStreams media, final long runStartNs, final long startEpochNs, final int endpoints) {
        this.ring = ring;
        this.media = media;
        this.runStartNs = runStartNs;
        streams = new StreamSamples(media, endpoints);
        callMedia = new CallMediaRecords(ring, media, runStartNs, endpoints);
        traces = new EndpointTraces(ring, runStartNs, startEpochNs, endpoints);
    }

    private int second(final long nowNs) {
        return (int) ((nowNs - runStartNs) / SECOND_NS);
    }

    void state(final Endpoint endpoint, final CharSequence detail, final long nowNs) {
        states.tryWrite(ring, nowNs - runStartNs, endpoint.id(), endpoint.currentCall(), endpoint.phase, endpoint.outcome,
                endpoint.lastStatusCode, detail);
    }

    void call(final Endpoint endpoint, final CallEventKind kind, final CallResult result, final long nowNs) {
        final Group group = endpoint.group();
        events.tryWrite(ring, nowNs - runStartNs, endpoint.times.intendedNs - runStartNs, endpoint.id(), endpoint.callNumber,
                kind, group.isCaller(), group.countsCalls(), result, endpoint.lastStatusCode, group.number(), null);
    }

    /** A call was due at a caller and could not be started. */
    void dropped(final Endpoint endpoint, final DropReason reason, final long nowNs) {
        final Group group = endpoint.group();
        events.tryWrite(ring, nowNs - runStartNs, endpoint.times.intendedNs - runStartNs, endpoint.id(), endpoint.callNumber,
                CallEventKind.DROPPED, group.isCaller(), group.countsCalls(), null, endpoint.lastStatusCode, group.number(), reason);
    }

    /** A call was due and found no caller. */
    void droppedArrival(final Group group, final long intendedNs, final DropReason reason, final long nowNs) {
        final long timeNs = nowNs - runStartNs;
        final long dueNs = intendedNs - runStartNs;
        events.tryWrite(ring, timeNs, dueNs, NO_ENDPOINT, 0, CallEventKind.OFFERED, true, group.countsCalls(), null, 0, group.number(), null);
        events.tryWrite(ring, timeNs, dueNs, NO_ENDPOINT, 0, CallEventKind.DROPPED, true, group.countsCalls(), null, 0, group.number(), reason);
    }

    /** A step of a scenario action is over. @param reason why it failed, null when it did not. */
    void action(final Endpoint endpoint, final int action, final int step, final String reason, final int statusCode, final long nowNs) {
        actions.tryWrite(ring, nowNs - runStartNs, endpoint.id(), endpoint.callNumber, action, step,
                endpoint.group().spec().actions().get(action).steps().get(step).kind(), statusCode, reason);
    }

    /** An INVITE for which no endpoint was free. */
    void refusedCall(final Group group, final int statusCode, final CallResult result, final long nowNs) {
        final long timeNs = nowNs - runStartNs;
        events.tryWrite(ring, timeNs, timeNs, NO_ENDPOINT, 0, CallEventKind.OFFERED, false, group.countsCalls(), null, 0,
                group.number(), null);
        events.tryWrite(ring, timeNs, timeNs, NO_ENDPOINT, 0, CallEventKind.STARTED, false, group.countsCalls(), null, 0,
                group.number(), null);
        events.tryWrite(ring, timeNs, timeNs, NO_ENDPOINT, 0, CallEventKind.ENDED, false, group.countsCalls(), result, statusCode,
                group.number(), null);
    }

    void registered(final Endpoint endpoint, final long nowNs) {
        registration(endpoint, (nowNs - endpoint.registerNs) / 1e6, nowNs);
    }

    void registrationFailed(final Endpoint endpoint, final long nowNs) {
        registration(endpoint, Double.NaN, nowNs);
    }

    private void registration(final Endpoint endpoint, final double timeMs, final long nowNs) {
        samples.begin(endpoint.id(), second(nowNs), SampleScope.CALL);
        calls.registration(endpoint, timeMs, samples, nowNs);
        samples.tryWrite(ring);
    }

    void audioCodec(final Endpoint endpoint, final String codec, final long nowNs) {
        text(endpoint, CallSampler.RECEIVED_AUDIO_CODEC, codec, nowNs);
        text(endpoint, CallSampler.SENT_AUDIO_CODEC, codec, nowNs);
    }

    void videoCodec(final Endpoint endpoint, final String codec, final long nowNs) {
        text(endpoint, CallSampler.RECEIVED_VIDEO_CODEC, codec, nowNs);
        text(endpoint, CallSampler.SENT_VIDEO_CODEC, codec, nowNs);
    }

    private void text(final Endpoint endpoint, final Slot slot, final CharSequence value, final long nowNs) {
        texts.tryWrite(ring, endpoint.id(), second(nowNs), endpoint.currentCall(), slot, value);
    }

    private void digitMethod(final Endpoint endpoint, final Slot slot, final String method, final long nowNs) {
        if (method != null) {
            text(endpoint, slot, method, nowNs);
        }
    }

    /** The final response's reason phrase, while its message is at hand. */
    void reasonPhrase(final Endpoint endpoint, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        texts.tryWrite(ring, endpoint.id(), second(nowNs), endpoint.currentCall(), CallSampler.FINAL_REASON_PHRASE, buffer, offset, length);
    }

    /** A second of the endpoint's stream is over. */
    void second(final Endpoint endpoint, final long nowNs) {
        samples.begin(endpoint.id(), second(nowNs), SampleScope.SECOND, endpoint.callNumber);
        streams.sample(endpoint.local(), samples, false);
        calls.counters(endpoint, samples, nowNs);
        samples.tryWrite(ring);
        callMedia.second(endpoint, nowNs);
    }

    /** A call is over: its one-shots, and the counters as they stand. */
    void callOver(final Endpoint endpoint, final CallResult result, final long nowNs) {
        samples.begin(endpoint.id(), second(nowNs), SampleScope.CALL, endpoint.callNumber);
        calls.oneShots(endpoint, samples);
        calls.counters(endpoint, samples, nowNs);
        if (media.audio(endpoint.local()).hasRun()) {
            media.onSecond(endpoint.local(), nowNs); // the counters of the part of a second since the last sample
            streams.sample(endpoint.local(), samples, true);
        }
        samples.tryWrite(ring);
        if (media.audio(endpoint.local()).hasRun()) {
            callMedia.over(endpoint, nowNs);
        }
        digitMethod(endpoint, CallSampler.RECEIVED_DTMF_METHOD, media.audio(endpoint.local()).digits().methodReceived(), nowNs);
        digitMethod(endpoint, CallSampler.SENT_DTMF_METHOD, media.audio(endpoint.local()).digits().methodSent(), nowNs);
        if (endpoint.group().isCaller()) {
            text(endpoint, CallSampler.CALL_RESULT, result.word(), nowNs);
        }
        call(endpoint, CallEventKind.ENDED, result, nowNs);
    }

    /** The endpoint is closed: its state, and the SIP counters as they stand. */
    void endpointOver(final Endpoint endpoint, final long nowNs) {
        samples.begin(endpoint.id(), second(nowNs), SampleScope.CALL);
        calls.counters(endpoint, samples, nowNs);
        samples.tryWrite(ring);
        state(endpoint, null, nowNs);
        traces.onClosed(endpoint);
    }

    /** The SIP messages. */
    EndpointTraces traces() {
        return traces;
    }
}
