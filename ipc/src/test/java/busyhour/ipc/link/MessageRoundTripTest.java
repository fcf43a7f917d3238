package busyhour.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.histogram.BucketHistogram;
import busyhour.ipc.message.ActionResult;
import busyhour.ipc.message.ActionResultWriter;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.CallEventWriter;
import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.CallMediaWriter;
import busyhour.ipc.message.EndpointFile;
import busyhour.ipc.message.EndpointFileWriter;
import busyhour.ipc.message.EndpointState;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.EngineReportWriter;
import busyhour.ipc.message.LoadChange;
import busyhour.ipc.message.LoadChangeWriter;
import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.message.MediaCheckWriter;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.message.RunState;
import busyhour.ipc.message.RunStateWriter;
import busyhour.ipc.message.SampleView;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.message.ShardShare;
import busyhour.ipc.message.SipTrace;
import busyhour.ipc.message.SipTraceWriter;
import busyhour.ipc.message.StateWriter;
import busyhour.ipc.message.TextWriter;
import busyhour.ipc.message.WorkerReport;
import busyhour.ipc.message.WorkerReportWriter;
import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.Load;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.DropReason;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.run.RunStatus;
import busyhour.ipc.run.SampleScope;
import busyhour.ipc.run.SignallingTransport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message through its writer, a ring, a copy at some offset, and the platform's decoding. */
class MessageRoundTripTest implements CollectorHandler {
    private final ShardRing ring = ShardRing.offHeap(1 << 20);
    private final List<Object> received = new ArrayList<>();
    private final MetricCatalogue catalogue = MetricCatalogue.instance();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 8, 13})
    void shouldBringSamplesOver(final int offset) {
        final Random random = new Random(offset);
        final Map<Slot, Double> expected = new HashMap<>();
        final SampleWriter writer = new SampleWriter().begin(4711, 12, SampleScope.CALL, 3);
        for (final Slot slot : catalogue.slots()) {
            final double value = random.nextInt(3) == 0 ? Double.NaN : random.nextGaussian();
            writer.set(slot, value);
            if (!Double.isNaN(value)) {
                expected.put(slot, value);
            }
        }
        assertThat(writer.size()).isEqualTo(expected.size());
        assertThat(writer.tryWrite(ring)).isTrue();
        pass(offset);
        assertThat(received).containsExactly(List.of(4711, 12, 3, SampleScope.CALL, expected));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void shouldBringRareMessagesOver(final int offset) {
        final Slot codec = catalogue.require("audio_codec", Media.AUDIO, Direction.SEND);
        new TextWriter().tryWrite(ring, 1, 2, 3, codec, "PCMU");
        new StateWriter().tryWrite(ring, 5L, 1, 0, EndpointPhase.INCALL, null, 200, null);
        new StateWriter().tryWrite(ring, 6L, 1, 0, EndpointPhase.CLOSED, EndpointOutcome.TIMEOUT, 408, "no answer");
        new CallEventWriter().tryWrite(ring, 9L, 8L, 1, 0, CallEventKind.ANSWERED, true, true, null, 200);
        new CallEventWriter().tryWrite(ring, 10L, 8L, 1, 0, CallEventKind.ENDED, false, false, CallResult.ANSWERED, 0);
        new WorkerReportWriter().tryWrite(ring, 7, 1L, 2L, 3L, 4L, 5L, 6L);
        new WorkerReportWriter().shard(17, 0).shard(-1, 18).tryWrite(ring, 8, 1L, 2L, 3L, 4L, 5L, 6L);
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kernel", "6.18");
        facts.put("host", "büro");
        new RunStateWriter().tryWrite(ring, facts);
        new RunStateWriter().tryWrite(ring, 11L, 12L, RunStatus.FAILED, "port 5060 is in use");
        new ActionResultWriter().tryWrite(ring, 13L, 1, 2, 29, 300, ActionSpec.Kind.HANG_UP, 0, null);
        new MediaCheckWriter().tryWrite(ring, new MediaCheck(15, 1, 2, 98.5, 99.25, -3, 4, 120, 60));
        final byte[] content = new byte[EndpointFileWriter.PIECE_BYTES + 3];
        final EndpointFileWriter files = new EndpointFileWriter();
        final int first = files.tryWrite(ring, 1, 2, "1-2.wav", content, 0);
        files.tryWrite(ring, 1, 2, "1-2.wav", content, first);
        new ActionResultWriter().tryWrite(ring, 14L, 1, 2, 0, 1, ActionSpec.Kind.RE_INVITE, 488, "the peer refused the offer");
        new CallMediaWriter().begin().speech(0.5, 250).security("sdes AES_CM_128_HMAC_SHA1_80", null).tryWrite(ring, 15L, 1, 2, true);
        new CallMediaWriter().begin().tryWrite(ring, 16L, 1, 3, false);
        new CallEventWriter().tryWrite(ring, 20L, 19L, -1, 0, CallEventKind.DROPPED, true, true, null, 0, 3, DropReason.NO_FREE_CALLER);
        new LoadChangeWriter().tryWrite(ring, 21L, 3, Load.rate(7, 3_000));
        pass(offset);
        assertThat(received).containsExactly(
                new EndpointText(1, 2, 3, codec, "PCMU"),
                new EndpointState(5, 1, 0, EndpointPhase.INCALL, null, 200, ""),
                new EndpointState(6, 1, 0, EndpointPhase.CLOSED, EndpointOutcome.TIMEOUT, 408, "no answer"),
                new CallEvent(9, 8, 1, 0, CallEventKind.ANSWERED, true, true, null, 200),
                new CallEvent(10, 8, 1, 0, CallEventKind.ENDED, false, false, CallResult.ANSWERED, 0),
                new WorkerReport(7, 1, 2, 3, 4, 5, 6, List.of()),
                new WorkerReport(8, 1, 2, 3, 4, 5, 6, List.of(new ShardShare(0, 17, 0), new ShardShare(1, ShardShare.UNKNOWN, 18))),
                facts,
                new RunState(11, 12, RunStatus.FAILED, "port 5060 is in use"),
                new ActionResult(13, 1, 2, 29, 300, ActionSpec.Kind.HANG_UP, true, 0, ""),
                new MediaCheck(15, 1, 2, 98.5, 99.25, -3, 4, 120, 60),
                List.of(1, 2, "1-2.wav", content.length, 0, EndpointFileWriter.PIECE_BYTES),
                List.of(1, 2, "1-2.wav", content.length, EndpointFileWriter.PIECE_BYTES, 3),
                new ActionResult(14, 1, 2, 0, 1, ActionSpec.Kind.RE_INVITE, false, 488, "the peer refused the offer"),
                new CallMedia(15, 1, 2, true, 0.5, 250, "sdes AES_CM_128_HMAC_SHA1_80", ""),
                new CallMedia(16, 1, 3, false, Double.NaN, Double.NaN, "", ""),
                new CallEvent(20, 19, -1, 0, CallEventKind.DROPPED, true, true, null, 0, 3, DropReason.NO_FREE_CALLER),
                new LoadChange(21, 3, Load.rate(7, 3_000)));
    }

    @Test
    void shouldCutALongTraceAndSaySo() {
        final byte[] message = new byte[SipTraceWriter.LIMIT_BYTES + 100];
        new Random(9).nextBytes(message);
        final SipTraceWriter writer = new SipTraceWriter();
        final UnsafeBuffer buffer = new UnsafeBuffer(message);
        assertThat(writer.begin(1, 1_700_000_000_000_000_001L, 2, 0, 17, SipTrace.SENT | SipTrace.MALFORMED)
                .local(SignallingTransport.TLS.code(), 0, 0xFFFF_0A00_0001L, 5061).peer(0, 0xFFFF_0A00_0005L, 5060).tryWrite(ring, buffer, 7, 50)).isTrue();
        assertThat(writer.begin(2, 3, 2, 0, 18, SipTrace.RETRANSMISSION).peer(0x20010DB8L << 32, 5, 5061).tryWrite(ring, buffer, 0, message.length)).isTrue();
        pass(3);
        final SipTrace whole = (SipTrace) received.get(0);
        assertThat(whole.peer()).isEqualTo("10.0.0.5:5060");
        assertThat(whole.local()).isEqualTo("10.0.0.1:5061");
        assertThat(whole.transport()).isEqualTo(SignallingTransport.TLS);
        assertThat(whole.epochNs()).isEqualTo(1_700_000_000_000_000_001L);
        assertThat(whole.number()).isEqualTo(17);
        assertThat(whole.flags()).isEqualTo(SipTrace.SENT | SipTrace.MALFORMED);
        assertThat(whole.isSent()).isTrue();
        assertThat(whole.isTruncated()).isFalse();
        assertThat(whole.message()).isEqualTo(java.util.Arrays.copyOfRange(message, 7, 57));
        final SipTrace cut = (SipTrace) received.get(1);
        assertThat(cut.peer()).isEqualTo("[2001:db8:0:0:0:0:0:5]:5061");
        assertThat(cut.local()).as("was not said").isNull();
        assertThat(cut.transport()).isNull();
        assertThat(cut.isRetransmission()).isTrue();
        assertThat(cut.isSent()).isFalse();
        assertThat(cut.isTruncated()).isTrue();
        assertThat(cut.fullLength()).isEqualTo(message.length);
        assertThat(cut.message()).isEqualTo(java.util.Arrays.copyOf(message, SipTraceWriter.LIMIT_BYTES));
    }

    @Test
    void shouldBringAnEngineReportOverWithItsHistogram() {
        final BucketHistogram lateness = new BucketHistogram();
        for (int i = 0; i < 5_000; i++) {
            lateness.record(i * 37L);
        }
        new EngineReportWriter().begin(2, 30, -1).time(1, 2, 3, 4).packets(5, 6, 7, 8).skipped(17).sip(9, 10).sipFaults(15, 16).faults(11, 12).load(13, 14)
                .tryWrite(ring, lateness);
        pass(1);
        final EngineReport report = (EngineReport) received.get(0);
        assertThat(report).usingRecursiveComparison().ignoringFields("sendLatenessNs")
                .isEqualTo(new EngineReport(2, 30, -1, 1, 2, 3, 4, 11, 5, 6, 7, 8, 9, 10, 15, 16, 12, 17, 13, 14, null));
        assertThat(report.sendLatenessNs().count()).isEqualTo(5_000);
        assertThat(report.sendLatenessNs().max()).isEqualTo(4_999 * 37L);
        assertThat(report.sendLatenessNs().percentile(99)).isEqualTo(lateness.percentile(99));
    }

    @Test
    void shouldCutUtf8BeforeTheCharacterThatDoesNotFit() {
        final Slot reason = catalogue.require("final_reason_phrase", Media.ANY, Direction.CALL);
        final byte[] text = "é".repeat(TextWriter.LIMIT_BYTES).getBytes(StandardCharsets.UTF_8);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[text.length + 1]);
        buffer.putByte(0, (byte) 'x');
        buffer.putBytes(1, text);
        new TextWriter().tryWrite(ring, 0, 0, 0, reason, buffer, 0, buffer.capacity());
        pass(0);
        assertThat(((EndpointText) received.get(0)).value()).isEqualTo("x" + "é".repeat(127));
    }

    @Test
    void shouldWriteNothingForASampleWithoutValues() {
        final SampleWriter writer = new SampleWriter().begin(1, 1, SampleScope.SECOND).set(3, 1.0);
        assertThat(writer.begin(1, 2, SampleScope.SECOND).set(0, Double.NaN).tryWrite(ring)).isTrue();
        assertThat(ring.sizeBytes()).isZero();
    }

    @Test
    void shouldKeepTheValuesOfARefusedSample() {
        final SampleWriter writer = new SampleWriter();
        int written = 0;
        while (writer.begin(written, 0, SampleScope.SECOND).set(0, written).tryWrite(ring)) {
            written++;
        }
        ring.drain((type, buffer, index, length) -> { }, 10);
        assertThat(writer.tryWrite(ring)).isTrue();
        pass(0);
        assertThat(received).hasSize(written - 10 + 1);
        assertThat(((List<?>) received.get(written - 10)).get(0)).isEqualTo(written);
    }

    /** Copies each message to an offset in another buffer and decodes it there. */
    private void pass(final int offset) {
        final RecordDispatch dispatch = new RecordDispatch(this);
        int drained;
        do {
            drained = ring.drain((type, buffer, index, length) -> {
                final UnsafeBuffer copy = new UnsafeBuffer(new byte[offset + length]);
                copy.putBytes(offset, buffer, index, length);
                assertThat(dispatch.dispatch(new Source(), copy, offset, length)).isTrue();
            }, Integer.MAX_VALUE);
        } while (drained > 0);
    }

    @Override
    public void onWorkerConnected(final String worker, final String host) {
        received.add(worker);
    }

    @Override
    public void onWorkerLost(final String worker, final String reason) {
        received.add(worker);
    }

    @Override
    public void onSample(final Source source, final SampleView sample) {
        final Map<Slot, Double> values = new HashMap<>();
        while (sample.next()) {
            values.put(sample.slot(), sample.value());
        }
        received.add(List.of(sample.endpoint(), sample.second(), sample.call(), sample.scope(), values));
        sample.rewind();
        assertThat(sample.next()).isEqualTo(!values.isEmpty());
    }

    @Override
    public void onText(final Source source, final EndpointText text) {
        received.add(text);
    }

    @Override
    public void onState(final Source source, final EndpointState state) {
        received.add(state);
    }

    @Override
    public void onCallEvent(final Source source, final CallEvent event) {
        received.add(event);
    }

    @Override
    public void onMediaCheck(final Source source, final MediaCheck check) {
        received.add(check);
    }

    @Override
    public void onEndpointFile(final Source source, final EndpointFile file) {
        received.add(List.of(file.endpoint(), file.call(), file.name(), file.totalLength(), file.position(), file.piece().length));
    }

    @Override
    public void onLoadChange(final Source source, final LoadChange change) {
        received.add(change);
    }

    @Override
    public void onCallMedia(final Source source, final CallMedia media) {
        received.add(media);
    }

    @Override
    public void onAction(final Source source, final ActionResult action) {
        received.add(action);
    }

    @Override
    public void onSipTrace(final Source source, final SipTrace trace) {
        received.add(trace);
    }

    @Override
    public void onEngineReport(final Source source, final EngineReport report) {
        received.add(report);
    }

    @Override
    public void onWorkerReport(final Source source, final WorkerReport report) {
        received.add(report);
    }

    @Override
    public void onHostFacts(final Source source, final Map<String, String> facts) {
        received.add(facts);
    }

    @Override
    public void onRunState(final Source source, final RunState state) {
        received.add(state);
    }

    @Override
    public void onRunEnd(final Source source, final RunEnd end) {
        received.add(end);
    }
}
