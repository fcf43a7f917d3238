package busyhour.engine.run;

import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.message.SampleView;
import busyhour.ipc.metric.Kind;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.DropReason;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.run.SampleScope;
import busyhour.ipc.sbe.ActionResultDecoder;
import busyhour.ipc.sbe.CallEventDecoder;
import busyhour.ipc.sbe.CallMediaDecoder;
import busyhour.ipc.sbe.EndpointFileDecoder;
import busyhour.ipc.sbe.EndpointSampleDecoder;
import busyhour.ipc.sbe.EndpointStateDecoder;
import busyhour.ipc.sbe.EndpointTextDecoder;
import busyhour.ipc.sbe.EngineReportDecoder;
import busyhour.ipc.sbe.MediaCheckDecoder;
import busyhour.ipc.sbe.MessageHeaderDecoder;
import busyhour.ipc.sbe.SipTraceDecoder;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;

/** Plays an assignment in this JVM, without platform and link, and keeps what its shards recorded. */
final class RecordedRun implements MessageHandler {

    private static final long LIMIT_NS = 300_000_000_000L;

    final Map<Integer, EndpointOutcome> outcomes = new TreeMap<>();
    final Map<Integer, EndpointPhase> phases = new TreeMap<>();
    final Map<Integer, String> details = new TreeMap<>();
    final Map<CallEventKind, Integer> countedCalls = new EnumMap<>(CallEventKind.class);
    /** When counted calls were intended, in the order in which they were offered, nanoseconds of the run. */
    final List<Long> intendedNs = new ArrayList<>();
    /** When counted callers sent their INVITEs, nanoseconds of the run. */
    final List<Long> startedNs = new ArrayList<>();
    final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
    final Map<Integer, Integer> statusCodes = new TreeMap<>();
    /** Final status codes of the calls that are over, by endpoint. */
    final Map<Integer, List<Integer>> finalCodes = new TreeMap<>();
    final Map<String, List<Double>> gauges = new HashMap<>();
    final Map<String, List<Double>> oneShots = new HashMap<>();
    /** Gauges of each second, by endpoint. */
    final Map<String, Map<Integer, List<Double>>> endpointGauges = new HashMap<>();
    /** Gauges over the call, by endpoint: the last call's. */
    final Map<String, Map<Integer, Double>> callGauges = new HashMap<>();
    final Map<String, Map<Integer, Double>> counters = new HashMap<>();
    /** Of each endpoint: the last call's. */
    final Map<Integer, Spoken> callMedia = new TreeMap<>();
    final Map<String, Map<String, Integer>> texts = new HashMap<>();
    /** Of each endpoint: what became of its steps, "action.step kind" and why it failed. */
    final Map<Integer, List<String>> actions = new TreeMap<>();
    final List<String> messages = new ArrayList<>();
    /** Of each endpoint: its traced messages in the order in which they came. */
    final Map<Integer, List<Traced>> traces = new TreeMap<>();
    final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
    /** Bytes that shard threads allocated, by second. */
    final Map<Integer, Long> allocatedBytes = new TreeMap<>();
    /** Of the last call of each endpoint: what it received compared with what its peer's group sends. */
    final Map<Integer, MediaCheck> checks = new TreeMap<>();
    /** Recordings, by name. */
    final Map<String, ByteArrayOutputStream> files = new TreeMap<>();
    long packetsSent;
    long packetsReceived;
    int ringRefusals;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SampleView sample = new SampleView();

    /** What a call's record says of its voices. */
    record Spoken(double talkRatio, double timeToGreetingMs) {
    }

    /** What a trace says of a message. */
    record Traced(int number, int transport, int localPort, long epochNs) {
    }

    static RecordedRun play(final Assignment assignment, final EngineSettings settings) throws RunFaultException {
        return play(assignment, settings, Long.MAX_VALUE);
    }

    /** @param stopAfterMs when the run is stopped as by Ctrl-C. */
    static RecordedRun play(final Assignment assignment, final EngineSettings settings, final long stopAfterMs) throws RunFaultException {
        final long startNs = System.nanoTime();
        return play(assignment, settings, () -> (System.nanoTime() - startNs) / 1_000_000L >= stopAfterMs);
    }

    /** @param stop whether the run is to be stopped as by Ctrl-C; asked again and again. */
    static RecordedRun play(final Assignment assignment, final EngineSettings settings, final BooleanSupplier stop) throws RunFaultException {
        final RecordedRun record = new RecordedRun();
        final long startNs = System.nanoTime();
        try (Run run = Run.prepare(assignment, ForkPorts.own(settings), record.faults::add)) {
            run.start();
            while (!run.isOver()) {
                final long nowNs = System.nanoTime();
                run.poll(nowNs);
                if (stop.getAsBoolean()) {
                    run.stop(nowNs);
                }
                int drained = 0;
                for (final ShardRing ring : run.rings()) {
                    drained += ring.drain(record, 1_000);
                }
                if (drained == 0) {
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
                if (nowNs - startNs > LIMIT_NS) {
                    throw new AssertionError("the run did not end: " + record.phases);
                }
            }
            for (final ShardRing ring : run.rings()) {
                while (ring.drain(record, 1_000) > 0) {
                    continue;
                }
                record.ringRefusals += (int) ring.refusals();
            }
        }
        return record;
    }

    @Override
    public void onMessage(final int typeId, final org.agrona.MutableDirectBuffer buffer, final int index, final int length) {
        header.wrap(buffer, index);
        switch (header.templateId()) {
            case EndpointSampleDecoder.TEMPLATE_ID -> onSample(buffer, index);
            case EndpointStateDecoder.TEMPLATE_ID -> onState(buffer, index);
            case CallEventDecoder.TEMPLATE_ID -> onCallEvent(buffer, index);
            case EndpointTextDecoder.TEMPLATE_ID -> onText(buffer, index);
            case SipTraceDecoder.TEMPLATE_ID -> onTrace(buffer, index);
            case EngineReportDecoder.TEMPLATE_ID -> onReport(buffer, index);
            case ActionResultDecoder.TEMPLATE_ID -> onAction(buffer, index);
            case CallMediaDecoder.TEMPLATE_ID -> onCallMedia(buffer, index);
            case MediaCheckDecoder.TEMPLATE_ID -> onCheck(buffer, index);
            case EndpointFileDecoder.TEMPLATE_ID -> onFile(buffer, index);
            default -> throw new AssertionError("message " + header.templateId());
        }
    }

    private void onCheck(final DirectBuffer buffer, final int index) {
        final MediaCheckDecoder check = new MediaCheckDecoder().wrapAndApplyHeader(buffer, index, header);
        checks.put(check.endpoint(), new MediaCheck(check.timeNs(), check.endpoint(), check.call(), check.score(), check.presence(), check.levelDb(),
                check.dropouts(), check.dropoutMs(), check.firstWordClippedMs()));
    }

    private void onFile(final DirectBuffer buffer, final int index) {
        final EndpointFileDecoder file = new EndpointFileDecoder().wrapAndApplyHeader(buffer, index, header);
        final ByteArrayOutputStream out = files.computeIfAbsent(file.name(), name -> new ByteArrayOutputStream());
        final byte[] piece = new byte[file.pieceLength()];
        file.getPiece(piece, 0, piece.length);
        out.writeBytes(piece);
    }

    private void onSample(final DirectBuffer buffer, final int index) {
        sample.wrap(buffer, index, header);
        while (sample.next()) {
            final String key = sample.slot().resultKey();
            final Kind kind = sample.slot().metric().kind();
            if (kind == Kind.COUNTER) {
                counters.computeIfAbsent(key, k -> new TreeMap<>()).put(sample.endpoint(), sample.value());
            } else if (sample.scope() == SampleScope.SECOND) {
                gauges.computeIfAbsent(key, k -> new ArrayList<>()).add(sample.value());
                endpointGauges.computeIfAbsent(key, k -> new TreeMap<>()).computeIfAbsent(sample.endpoint(), k -> new ArrayList<>())
                        .add(sample.value());
            } else {
                oneShots.computeIfAbsent(key, k -> new ArrayList<>()).add(sample.value());
                callGauges.computeIfAbsent(key, k -> new TreeMap<>()).put(sample.endpoint(), sample.value());
            }
        }
    }

    private void onCallMedia(final DirectBuffer buffer, final int index) {
        final CallMediaDecoder media = new CallMediaDecoder().wrapAndApplyHeader(buffer, index, header);
        callMedia.put(media.endpoint(), new Spoken(media.talkRatio(), media.timeToGreetingMs()));
    }

    private void onState(final DirectBuffer buffer, final int index) {
        final EndpointStateDecoder state = new EndpointStateDecoder().wrapAndApplyHeader(buffer, index, header);
        phases.put(state.endpoint(), EndpointPhase.of(state.phase()));
        if (state.outcome() != EndpointStateDecoder.outcomeNullValue()) {
            outcomes.put(state.endpoint(), EndpointOutcome.of(state.outcome()));
        }
        final String detail = state.detail();
        if (!detail.isEmpty()) {
            details.put(state.endpoint(), detail);
        }
    }

    private void onCallEvent(final DirectBuffer buffer, final int index) {
        final CallEventDecoder event = new CallEventDecoder().wrapAndApplyHeader(buffer, index, header);
        if (CallEventKind.of(event.kind()) == CallEventKind.ENDED) {
            finalCodes.computeIfAbsent(event.endpoint(), k -> new ArrayList<>()).add(event.statusCode());
        }
        if (event.counted() == 1) {
            countedCalls.merge(CallEventKind.of(event.kind()), 1, Integer::sum);
            switch (CallEventKind.of(event.kind())) {
                case OFFERED -> intendedNs.add(event.intendedNs());
                case STARTED -> startedNs.add(event.timeNs());
                case DROPPED -> drops.merge(DropReason.of(event.dropReason()), 1, Integer::sum);
                default -> { }
            }
            if (CallEventKind.of(event.kind()) == CallEventKind.ENDED) {
                statusCodes.merge(event.statusCode(), 1, Integer::sum);
            }
        }
    }

    private void onText(final DirectBuffer buffer, final int index) {
        final EndpointTextDecoder text = new EndpointTextDecoder().wrapAndApplyHeader(buffer, index, header);
        final String key = MetricCatalogue.instance().slot(text.slot()).resultKey();
        texts.computeIfAbsent(key, k -> new TreeMap<>()).merge(text.value(), 1, Integer::sum);
    }

    private void onTrace(final DirectBuffer buffer, final int index) {
        final SipTraceDecoder trace = new SipTraceDecoder().wrapAndApplyHeader(buffer, index, header);
        traces.computeIfAbsent(trace.endpoint(), endpoint -> new ArrayList<>()).add(new Traced(trace.number(), trace.transport(), trace.localPort(), trace.epochNs()));
        final byte[] bytes = new byte[trace.messageLength()];
        trace.getMessage(bytes, 0, bytes.length);
        messages.add(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
    }

    private void onAction(final DirectBuffer buffer, final int index) {
        final ActionResultDecoder result = new ActionResultDecoder().wrapAndApplyHeader(buffer, index, header);
        final String failure = result.reason();
        actions.computeIfAbsent(result.endpoint(), endpoint -> new ArrayList<>()).add(result.action() + "." + result.step() + " "
                + ActionSpec.Kind.of(result.kind()).word() + (result.ok() == 1 ? "" : ": " + failure)
                + (result.statusCode() == 0 ? "" : " " + result.statusCode()));
    }

    private void onReport(final DirectBuffer buffer, final int index) {
        final EngineReportDecoder report = new EngineReportDecoder().wrapAndApplyHeader(buffer, index, header);
        allocatedBytes.merge(report.second(), report.allocatedBytes(), Long::sum);
        packetsSent += report.packetsSent();
        packetsReceived += report.packetsReceived();
    }

    double sum(final String counter) {
        return counters.getOrDefault(counter, Map.of()).values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
