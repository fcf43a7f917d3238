package busyhour.web.store;

import java.util.HashMap;
import java.util.Map;

import busyhour.ipc.message.ActionResult;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.EndpointState;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.message.SampleView;
import busyhour.ipc.message.SipTrace;
import busyhour.ipc.metric.Kind;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.SampleScope;
import busyhour.web.store.SampleColumns.Side;

/**
 * Records on their way to the database, as rows in COPY format already, together with the last sequence of each journal that they
 * came from: one transaction. Filled by one thread, then written by another, then cleared and filled again.
 */
final class Batch {

    private static final int INITIAL_BYTES = 64 << 10;
    private static final int KEY_FIELDS = SampleColumns.KEY_COLUMNS.size();
    private static final double ABSENT = Double.NaN;
    private static final String REASON_PHRASE = "final_reason_phrase";

    private final SampleColumns columns;
    private final double[] valueBySlot;
    private final CopyRows[] samples = new CopyRows[Side.values().length];
    final CopyRows texts = new CopyRows(INITIAL_BYTES);
    final CopyRows calls = new CopyRows(INITIAL_BYTES);
    final CopyRows messages = new CopyRows(INITIAL_BYTES);
    final CopyRows actions = new CopyRows(INITIAL_BYTES);
    final Map<EndpointKey, EndpointDelta> endpoints = new HashMap<>();
    private boolean saidHere;
    final Map<Journal, Long> firstSequences = new HashMap<>();
    final Map<Journal, Long> lastSequences = new HashMap<>();
    private final SummarySlots summary;
    final StreamSeconds streams = new StreamSeconds(MetricCatalogue.instance());

    Batch(SampleColumns columns, SummarySlots summary, int slotCount) {
        this.columns = columns;
        this.summary = summary;
        this.valueBySlot = new double[slotCount];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = new CopyRows(INITIAL_BYTES);
        }
    }

    record EndpointKey(long runId, int endpoint) {
    }

    /** A worker's journal of a run. */
    record Journal(long runId, String worker) implements Comparable<Journal> {

        @Override
        public int compareTo(Journal other) {
            int byRun = Long.compare(runId, other.runId);
            return byRun != 0 ? byRun : worker.compareTo(other.worker);
        }
    }

    CopyRows samples(Side side) {
        return samples[side.ordinal()];
    }

    void sample(RunKey run, SampleView sample) {
        java.util.Arrays.fill(valueBySlot, ABSENT);
        int sides = 0;
        EndpointDelta delta = null;
        while (sample.next()) {
            Slot slot = sample.slot();
            if (slot.metric().isText()) {
                continue;
            }
            streams.value(sample.scope(), slot, sample.value());
            if (sample.scope() == SampleScope.CALL && slot.metric().kind() == Kind.GAUGE) { // a call's score is not one more second's
                if (summary.hasScore(slot)) {
                    delta(run, sample.endpoint()).media.callMos(sample.value());
                }
                continue;
            }
            valueBySlot[slot.index()] = sample.value();
            sides |= 1 << Side.of(slot).ordinal();
            if (summary.has(slot)) {
                delta = delta == null ? delta(run, sample.endpoint()) : delta;
                summary.add(delta, slot, sample.value());
            }
        }
        streams.close(run.id());
        if (sample.scope() == SampleScope.SECOND) {
            delta = delta == null ? delta(run, sample.endpoint()) : delta;
            delta.lastSecond = Math.max(delta.lastSecond, sample.second());
        }
        for (Side side : SIDES) {
            if ((sides & 1 << side.ordinal()) != 0) {
                sampleRow(run, sample, side);
            }
        }
    }

    private static final Side[] SIDES = Side.values();

    private void sampleRow(RunKey run, SampleView sample, Side side) {
        var slots = columns.slots(side);
        CopyRows rows = samples(side);
        rows.row(KEY_FIELDS + slots.size()).date(run.day()).int64(run.id()).int32(sample.endpoint()).int32(sample.second())
                .int32(sample.call()).int16(side.ordinal());
        for (int i = 0; i < slots.size(); i++) {
            rows.float64OrNothing(valueBySlot[slots.get(i).index()]);
        }
    }

    void text(RunKey run, EndpointText text) {
        if (text.slot() == null) {
            return; // a newer worker's metric
        }
        texts.row(7).date(run.day()).int64(run.id()).int32(text.endpoint()).int32(text.second()).int32(text.call())
                .text(text.slot().resultKey()).text(text.value());
        if (text.slot().metric().key().equals(REASON_PHRASE)) {
            delta(run, text.endpoint()).reason = text.value();
        } else if (summary.hasText(text.slot())) {
            summary.addText(delta(run, text.endpoint()), text.slot(), text.value());
        }
    }

    void media(RunKey run, CallMedia media) {
        delta(run, media.endpoint()).media.media(media);
    }

    void check(RunKey run, MediaCheck check) {
        delta(run, check.endpoint()).media.check(check);
    }

    void state(RunKey run, EndpointState state) {
        EndpointDelta delta = delta(run, state.endpoint());
        if (state.phase() != null) {
            delta.phase = state.phase().name();
        }
        if (state.outcome() != null) {
            delta.outcome(state.outcome().name(), state.outcome().severity(), state.detail());
        }
        if (state.statusCode() != 0) {
            delta.finalStatusCode = state.statusCode();
        }
    }

    void call(RunKey run, CallEvent event, long sequence) {
        if (event.kind() == null) {
            return;
        }
        calls.row(11).date(run.day()).int64(run.id()).int32(event.endpoint()).int32(event.call()).int64(event.timeNs())
                .int64(sequence).int64(event.intendedNs()).text(event.kind().name()).bool(event.caller())
                .text(event.result() == null ? null : event.result().word()).int32(event.statusCode());
        if (event.kind() == CallEventKind.STARTED) {
            delta(run, event.endpoint()).calls++;
        } else if (event.kind() == CallEventKind.ENDED) {
            EndpointDelta delta = delta(run, event.endpoint());
            delta.callResult = CallResult.worse(delta.callResult, event.result());
            delta.finalStatusCode = event.statusCode() == 0 ? delta.finalStatusCode : event.statusCode();
        }
    }

    void message(RunKey run, SipTrace trace, long sequence) {
        messages.row(14).date(run.day()).int64(run.id()).int32(trace.endpoint()).int32(trace.call()).int64(trace.timeNs())
                .int64(sequence).int16(trace.flags()).text(trace.peer()).int32(trace.fullLength()).binary(trace.message())
                .int32(trace.number()).int64(trace.epochNs()).text(trace.transport() == null ? "UDP" : trace.transport().name())
                .text(trace.local());
    }

    void action(RunKey run, ActionResult result, long sequence) {
        if (result.kind() == null) {
            return; // a newer worker's
        }
        actions.row(12).date(run.day()).int64(run.id()).int32(result.endpoint()).int32(result.call()).int64(result.timeNs())
                .int64(sequence).int32(result.action()).int32(result.step()).text(result.kind().name()).bool(result.ok())
                .int32(result.statusCode()).text(result.reason());
        EndpointDelta delta = delta(run, result.endpoint());
        delta.stepsDone += result.ok() ? 1 : 0;
        delta.stepsFailed += result.ok() ? 0 : 1;
    }

    /** What is in it is to be written, though no journal has it. */
    void saidHere() {
        saidHere = true;
    }

    void sequence(RunKey run, String worker, long sequence) {
        Journal journal = new Journal(run.id(), worker);
        firstSequences.putIfAbsent(journal, sequence);
        lastSequences.put(journal, sequence);
    }

    private EndpointDelta delta(RunKey run, int endpoint) {
        return endpoints.computeIfAbsent(new EndpointKey(run.id(), endpoint),
                key -> new EndpointDelta(run.id(), endpoint, run.groupOf(endpoint)));
    }

    boolean isEmpty() {
        return lastSequences.isEmpty() && !saidHere;
    }

    /** Of all rows, about. */
    long sizeBytes() {
        long size = (long) texts.lengthBytes() + calls.lengthBytes() + messages.lengthBytes() + actions.lengthBytes();
        for (CopyRows rows : samples) {
            size += rows.lengthBytes();
        }
        return size;
    }

    void clear() {
        saidHere = false;
        texts.clear();
        calls.clear();
        messages.clear();
        actions.clear();
        endpoints.clear();
        firstSequences.clear();
        lastSequences.clear();
        streams.clear();
        for (CopyRows rows : samples) {
            rows.clear();
        }
    }
}
