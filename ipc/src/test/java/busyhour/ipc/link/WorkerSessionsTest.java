package busyhour.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.EndpointState;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.message.RunState;
import busyhour.ipc.message.SampleView;
import busyhour.ipc.message.SipTrace;
import busyhour.ipc.message.WorkerReport;
import busyhour.ipc.sbe.HelloEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import busyhour.ipc.sbe.RecordEncoder;
import busyhour.ipc.sbe.ResumeEncoder;
import busyhour.ipc.sbe.RunEndEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What the platform makes of frames, without a network. */
class WorkerSessionsTest implements CollectorHandler {
    private static final int OFFSET = 3;
    private static final long RUN = 9;

    private final LinkContext context = new LinkContext().conclude();
    private final WorkerSessions sessions = new WorkerSessions(context, this);
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final List<Long> taken = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private long stored;
    private int failures;

    @Test
    void shouldTakeRecordsOnceAndInSequenceOnly() {
        hello(1, 100, "w", LinkContext.PROTOCOL);
        resume(1, 1);
        for (final long sequence : new long[] {1, 2, 2, 1, 3, 5, 6, 4, 5}) {
            record(1, sequence);
        }
        assertThat(taken).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(sessions.duplicates()).isEqualTo(2);
        assertThat(sessions.refusals()).isEqualTo(2);
    }

    @Test
    void shouldGoOnAfterWhatIsStoredAndAfterWhatWasAcknowledgedOnce() {
        stored = 10;
        hello(1, 100, "w", LinkContext.PROTOCOL);
        record(1, 11);
        assertThat(taken).as("before Resume").isEmpty();
        resume(1, 5);
        record(1, 10);
        record(1, 11);
        resume(1, 20); // the worker has no other any more
        record(1, 20);
        assertThat(taken).containsExactly(11L, 20L);
    }

    @Test
    void shouldNotCountARecordThatWasNotTakenUntilItNeverIs() {
        hello(1, 100, "w", LinkContext.PROTOCOL);
        resume(1, 1);
        failures = 3;
        for (int i = 0; i < 5; i++) {
            record(1, 1);
        }
        assertThat(taken).containsExactly(1L);
        failures = 1000;
        for (int i = 0; i < 20; i++) {
            record(1, 2);
        }
        failures = 0;
        record(1, 3);
        assertThat(taken).as("2 is passed over").containsExactly(1L, 3L);
    }

    @Test
    void shouldReplaceAConnectionAndLoseASilentOne() {
        hello(1, 100, "w", LinkContext.PROTOCOL);
        hello(1, 100, "w", LinkContext.PROTOCOL);
        hello(1, 101, "w", LinkContext.PROTOCOL);
        hello(2, 200, "w", LinkContext.PROTOCOL);
        assertThat(events).containsExactly("connected w", "lost w: it connected anew", "connected w");
        sessions.now(context.lostAfterNs() + 1);
        sessions.dropSilent();
        assertThat(sessions.names()).isEmpty();
        hello(2, 200, "w", LinkContext.PROTOCOL);
        sessions.onGone(2);
        assertThat(events).hasSize(6).endsWith("connected w", "lost w: its connection ended");
    }

    @Test
    void shouldRefuseAnotherProtocolAndWhoIsNotAdmitted() {
        hello(1, 100, "w", LinkContext.PROTOCOL + 1);
        hello(1, 100, "", LinkContext.PROTOCOL);
        hello(1, 100, "unwelcome", LinkContext.PROTOCOL);
        record(1, 1);
        assertThat(events).isEmpty();
        assertThat(sessions.refusals()).isEqualTo(4);
    }

    @Test
    void shouldSurviveAnyBytes() {
        final Random random = new Random(17);
        hello(1, 100, "w", LinkContext.PROTOCOL);
        resume(1, 1);
        for (int i = 0; i < 50_000; i++) {
            final int length = random.nextInt(80);
            final byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            final UnsafeBuffer frame = new UnsafeBuffer(bytes);
            if (length > 8) {
                new MessageHeaderEncoder().wrap(frame, 0).blockLength(random.nextInt(60)).templateId(random.nextInt(40))
                        .schemaId(MessageHeaderEncoder.SCHEMA_ID).version(random.nextInt(3));
            }
            sessions.onFrame(1, frame, 0, length);
        }
        hello(1, 101, "w", LinkContext.PROTOCOL);
        resume(1, 1);
        record(1, 1);
        assertThat(taken).endsWith(1L);
    }

    private void hello(final int session, final long instance, final String worker, final int protocol) {
        final HelloEncoder hello = new HelloEncoder().wrapAndApplyHeader(buffer, OFFSET, new MessageHeaderEncoder())
                .instance(instance).runId(1).processId(1).protocol(protocol).worker(worker).ticket("t").host("h");
        sessions.onFrame(session, buffer, OFFSET, MessageHeaderEncoder.ENCODED_LENGTH + hello.encodedLength());
    }

    private void resume(final int session, final long first) {
        new ResumeEncoder().wrapAndApplyHeader(buffer, OFFSET, new MessageHeaderEncoder()).runId(RUN).first(first);
        sessions.onFrame(session, buffer, OFFSET, MessageHeaderEncoder.ENCODED_LENGTH + ResumeEncoder.BLOCK_LENGTH);
    }

    private void record(final int session, final long sequence) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + RecordEncoder.BLOCK_LENGTH;
        new RecordEncoder().wrapAndApplyHeader(buffer, OFFSET, new MessageHeaderEncoder())
                .runId(RUN).sequence(sequence).journaledNs(0);
        new RunEndEncoder().wrapAndApplyHeader(buffer, OFFSET + length, new MessageHeaderEncoder())
                .complete((short) 1).recordsRefused(sequence);
        sessions.onFrame(session, buffer, OFFSET, length + MessageHeaderEncoder.ENCODED_LENGTH + RunEndEncoder.BLOCK_LENGTH);
    }

    @Override
    public boolean admits(final String worker, final String ticket, final String host) {
        return !worker.equals("unwelcome");
    }

    @Override
    public long storedSequence(final String worker, final long runId) {
        return stored;
    }

    @Override
    public void onRunEnd(final Source source, final RunEnd end) {
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("not now");
        }
        assertThat(end.recordsRefused()).isEqualTo(source.sequence());
        taken.add(source.sequence());
    }

    @Override
    public void onWorkerConnected(final String worker, final String host) {
        events.add("connected " + worker);
    }

    @Override
    public void onWorkerLost(final String worker, final String reason) {
        events.add("lost " + worker + ": " + reason.replaceAll("\\d+", "N"));
    }

    @Override
    public void onSample(final Source source, final SampleView sample) {
        events.add("sample");
    }

    @Override
    public void onText(final Source source, final EndpointText text) {
        events.add("text");
    }

    @Override
    public void onState(final Source source, final EndpointState state) {
        events.add("state");
    }

    @Override
    public void onCallEvent(final Source source, final CallEvent event) {
        events.add("call");
    }

    @Override
    public void onSipTrace(final Source source, final SipTrace trace) {
        events.add("trace");
    }

    @Override
    public void onEngineReport(final Source source, final EngineReport report) {
        events.add("engine");
    }

    @Override
    public void onWorkerReport(final Source source, final WorkerReport report) {
        events.add("worker");
    }

    @Override
    public void onHostFacts(final Source source, final Map<String, String> facts) {
        events.add("facts");
    }

    @Override
    public void onRunState(final Source source, final RunState state) {
        events.add("state");
    }
}
