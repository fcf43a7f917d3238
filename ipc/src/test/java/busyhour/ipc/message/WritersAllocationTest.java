package busyhour.ipc.message;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.Allocation;
import busyhour.ipc.histogram.BucketHistogram;
import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.Load;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.run.SampleScope;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A shard's writing, with the ring drained and with the ring full. */
class WritersAllocationTest {
    private final ShardRing ring = ShardRing.offHeap(1 << 18);
    private final SampleWriter samples = new SampleWriter();
    private final TextWriter texts = new TextWriter();
    private final StateWriter states = new StateWriter();
    private final CallEventWriter calls = new CallEventWriter();
    private final SipTraceWriter traces = new SipTraceWriter();
    private final EngineReportWriter reports = new EngineReportWriter();
    private final ActionResultWriter actions = new ActionResultWriter();
    private final LoadChangeWriter loads = new LoadChangeWriter();
    private final Load load = Load.rate(10, 1_000);
    private final CallMediaWriter callMedia = new CallMediaWriter();
    private final WorkerReportWriter workers = new WorkerReportWriter();
    private final BucketHistogram lateness = new BucketHistogram();
    private final UnsafeBuffer sip = new UnsafeBuffer(new byte[SipTraceWriter.LIMIT_BYTES + 1]);
    private final Slot codec = MetricCatalogue.instance().require("audio_codec", Media.AUDIO, Direction.RECV);
    private final int slots = MetricCatalogue.instance().slotCount();
    private long messages;
    private final MessageHandler drained = (type, buffer, index, length) -> messages++;
    private boolean wrote = true;

    @Test
    void shouldWriteWithoutAllocating() {
        assertThat(Allocation.bytes(this::writeAllAndDrain)).isZero();
        assertThat(wrote).isTrue();
        assertThat(messages).isEqualTo(1_200 * 10);
    }

    @Test
    void shouldBeRefusedWithoutAllocating() {
        while (traces.begin(1, 2, 3, 4, 5, 0).local(1, 6, 7, 8).peer(9, 10, 11).tryWrite(ring, sip, 0, 1_000) || writeSample()) {
            continue;
        }
        final long before = ring.refusals();
        assertThat(Allocation.bytes(this::writeSample)).isZero();
        assertThat(ring.refusals()).isEqualTo(before + 1_200);
    }

    private void writeAllAndDrain() {
        wrote &= writeSample();
        wrote &= texts.tryWrite(ring, 1, 2, 3, codec, "PCMU");
        wrote &= states.tryWrite(ring, 1, 2, 3, EndpointPhase.CLOSED, EndpointOutcome.OSERROR, 0, "connection refused");
        wrote &= calls.tryWrite(ring, 2, 1, 3, 4, CallEventKind.ENDED, true, true, CallResult.BUSY, 486);
        wrote &= traces.begin(1, 2, 3, 4, 5, SipTrace.SENT).peer(9, 10, 11).tryWrite(ring, sip, 0, sip.capacity());
        lateness.reset();
        lateness.record(messages % 900);
        lateness.record(40_000);
        wrote &= reports.begin(0, 1, 2).time(1, 2, 3, 4).packets(1, 2, 3, 4).skipped(5).sip(1, 2).sipFaults(3, 4).faults(1, 2).load(1, 2)
                .tryWrite(ring, lateness);
        wrote &= actions.tryWrite(ring, 1, 2, 3, 4, 5, ActionSpec.Kind.HOLD, 488, "refused");
        wrote &= workers.shard(1, 2).shard(-1, 3).tryWrite(ring, 1, 2, 3, 4, 5, 6, 7);
        wrote &= callMedia.begin().speech(0.5, 100).security("sdes AES_CM_128_HMAC_SHA1_80", "none").tryWrite(ring, 1, 2, 3, true);
        wrote &= loads.tryWrite(ring, 1, 2, load);
        ring.drain(drained, 100);
    }

    private boolean writeSample() {
        samples.begin(1, 2, SampleScope.SECOND);
        for (int slot = 0; slot < slots; slot += 4) {
            samples.set(slot, slot * 0.5);
        }
        return samples.tryWrite(ring);
    }
}
