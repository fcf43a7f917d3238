package busyhour.ipc.link;

import busyhour.ipc.histogram.BucketHistogram;
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
import busyhour.ipc.message.ShardShare;
import busyhour.ipc.message.SipTrace;
import busyhour.ipc.message.WorkerReport;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.Load;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.DropReason;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.run.RunStatus;
import busyhour.ipc.run.SignallingTransport;
import busyhour.ipc.sbe.ActionResultDecoder;
import busyhour.ipc.sbe.CallEventDecoder;
import busyhour.ipc.sbe.EndpointFileDecoder;
import busyhour.ipc.sbe.CallMediaDecoder;
import busyhour.ipc.sbe.EndpointSampleDecoder;
import busyhour.ipc.sbe.EndpointStateDecoder;
import busyhour.ipc.sbe.EndpointTextDecoder;
import busyhour.ipc.sbe.EngineReportDecoder;
import busyhour.ipc.sbe.GroupStateDecoder;
import busyhour.ipc.sbe.HostFactsDecoder;
import busyhour.ipc.sbe.LoadChangeDecoder;
import busyhour.ipc.sbe.MediaCheckDecoder;
import busyhour.ipc.sbe.MessageHeaderDecoder;
import busyhour.ipc.sbe.RunEndDecoder;
import busyhour.ipc.sbe.RunStateDecoder;
import busyhour.ipc.sbe.SipTraceDecoder;
import busyhour.ipc.sbe.WorkerReportDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/** Decodes the message behind a Record and hands it to the platform's handler. Single-threaded; samples allocate nothing. */
final class RecordDispatch {
    private final CollectorHandler handler;
    private final MetricCatalogue catalogue = MetricCatalogue.instance();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SampleView sample = new SampleView();
    private final EndpointTextDecoder text = new EndpointTextDecoder();
    private final EndpointStateDecoder state = new EndpointStateDecoder();
    private final CallEventDecoder callEvent = new CallEventDecoder();
    private final SipTraceDecoder sipTrace = new SipTraceDecoder();
    private final EngineReportDecoder engineReport = new EngineReportDecoder();
    private final WorkerReportDecoder workerReport = new WorkerReportDecoder();
    private final HostFactsDecoder hostFacts = new HostFactsDecoder();
    private final RunStateDecoder runState = new RunStateDecoder();
    private final RunEndDecoder runEnd = new RunEndDecoder();
    private final ActionResultDecoder actionResult = new ActionResultDecoder();
    private final MediaCheckDecoder mediaCheck = new MediaCheckDecoder();
    private final EndpointFileDecoder endpointFile = new EndpointFileDecoder();

    private final CallMediaDecoder callMedia = new CallMediaDecoder();
    private final LoadChangeDecoder loadChange = new LoadChangeDecoder();

    private final GroupStateDecoder groupState = new GroupStateDecoder();

    RecordDispatch(final CollectorHandler handler) {
        this.handler = handler;
    }

    /** @return false when this build does not know the message: it was passed over. */
    boolean dispatch(final Source source, final DirectBuffer buffer, final int offset, final int length) {
        if (!Frames.isOurs(header, buffer, offset, length)) {
            return false;
        }
        switch (header.templateId()) {
            case EndpointSampleDecoder.TEMPLATE_ID -> handler.onSample(source, sample.wrap(buffer, offset, header));
            case EndpointTextDecoder.TEMPLATE_ID -> onText(source, text.wrapAndApplyHeader(buffer, offset, header));
            case EndpointStateDecoder.TEMPLATE_ID ->
                    handler.onState(source, state(state.wrapAndApplyHeader(buffer, offset, header)));
            case CallEventDecoder.TEMPLATE_ID ->
                    handler.onCallEvent(source, callEvent(callEvent.wrapAndApplyHeader(buffer, offset, header)));
            case SipTraceDecoder.TEMPLATE_ID ->
                    handler.onSipTrace(source, sipTrace(sipTrace.wrapAndApplyHeader(buffer, offset, header)));
            case EngineReportDecoder.TEMPLATE_ID ->
                    handler.onEngineReport(source, engineReport(engineReport.wrapAndApplyHeader(buffer, offset, header)));
            case WorkerReportDecoder.TEMPLATE_ID ->
                    handler.onWorkerReport(source, workerReport(workerReport.wrapAndApplyHeader(buffer, offset, header)));
            case HostFactsDecoder.TEMPLATE_ID ->
                    handler.onHostFacts(source, facts(hostFacts.wrapAndApplyHeader(buffer, offset, header)));
            case RunStateDecoder.TEMPLATE_ID ->
                    handler.onRunState(source, runState(runState.wrapAndApplyHeader(buffer, offset, header)));
            case RunEndDecoder.TEMPLATE_ID -> {
                runEnd.wrapAndApplyHeader(buffer, offset, header);
                handler.onRunEnd(source, new RunEnd(runEnd.complete() != 0, runEnd.recordsRefused()));
            }
            case ActionResultDecoder.TEMPLATE_ID ->
                    handler.onAction(source, action(actionResult.wrapAndApplyHeader(buffer, offset, header)));
            case MediaCheckDecoder.TEMPLATE_ID ->
                    handler.onMediaCheck(source, check(mediaCheck.wrapAndApplyHeader(buffer, offset, header)));
            case EndpointFileDecoder.TEMPLATE_ID ->
                    handler.onEndpointFile(source, file(endpointFile.wrapAndApplyHeader(buffer, offset, header)));
            case CallMediaDecoder.TEMPLATE_ID ->
                    handler.onCallMedia(source, callMedia(callMedia.wrapAndApplyHeader(buffer, offset, header)));
            case LoadChangeDecoder.TEMPLATE_ID -> onLoadChange(source, loadChange.wrapAndApplyHeader(buffer, offset, header));
            case GroupStateDecoder.TEMPLATE_ID ->
                    handler.onGroupState(source, groupState(groupState.wrapAndApplyHeader(buffer, offset, header)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void onText(final Source source, final EndpointTextDecoder message) {
        final Slot slot = catalogue.slot(message.slot());
        if (slot != null) { // a newer worker's metric is passed over
            handler.onText(source, new EndpointText(message.endpoint(), message.second(), message.call(), slot, message.value()));
        }
    }

    private void onLoadChange(final Source source, final LoadChangeDecoder message) {
        final Load load = Loads.of(message.kind(), message.amount(), message.perMs());
        if (load != null) {
            handler.onLoadChange(source, new LoadChange(message.timeNs(), message.group(), load));
        }
    }

    private static EndpointState state(final EndpointStateDecoder message) {
        return new EndpointState(message.timeNs(), message.endpoint(), message.call(), EndpointPhase.of(message.phase()),
                EndpointOutcome.of(message.outcome()), message.statusCode(), message.detail());
    }

    private static CallEvent callEvent(final CallEventDecoder message) {
        return new CallEvent(message.timeNs(), message.intendedNs(), message.endpoint(), message.call(),
                CallEventKind.of(message.kind()), message.role() == 0, message.counted() != 0,
                CallResult.of(message.result()), message.statusCode(),
                message.group() == CallEventDecoder.groupNullValue() ? -1 : message.group(), DropReason.of(message.dropReason()));
    }

    private static SipTrace sipTrace(final SipTraceDecoder message) {
        final String peer = PeerText.of(message.peerHi(), message.peerLo(), message.peerPort());
        final boolean localKnown = message.localPort() != SipTraceDecoder.localPortNullValue() && message.localPort() != 0;
        final String local = localKnown ? PeerText.of(message.localHi(), message.localLo(), message.localPort()) : null;
        final byte[] bytes = new byte[message.messageLength()];
        message.getMessage(bytes, 0, bytes.length);
        return new SipTrace(message.timeNs(), message.epochNs(), message.endpoint(), message.call(), message.number(), message.flags(),
                SignallingTransport.of(message.transport()), local, peer, message.fullLength(), bytes);
    }

    private static EngineReport engineReport(final EngineReportDecoder message) {
        final BucketHistogram lateness = new BucketHistogram();
        for (final EngineReportDecoder.SendLatenessDecoder bucket : message.sendLateness()) {
            lateness.add(bucket.bucket(), bucket.events());
        }
        lateness.max(message.sendLatenessMaxNs());
        return new EngineReport(message.shard(), message.second(), message.cpu(), message.wallNs(), message.busyNs(),
                message.cpuNs(), message.dutyCycleMaxNs(), message.allocatedBytes(), message.packetsSent(),
                message.packetsReceived(), message.sendErrors(), message.kernelDrops(), message.sipMessagesSent(),
                message.sipMessagesReceived(), known(message.sipMalformed()), known(message.sipForbidden()), message.ringRefusals(),
                known(message.packetsSkipped()), message.endpoints(), message.calls(), lateness);
    }

    /** 0 for what an older worker does not say. */
    private static long known(final long count) {
        return count == EngineReportDecoder.sipMalformedNullValue() ? 0 : count;
    }

    private static WorkerReport workerReport(final WorkerReportDecoder message) {
        final List<ShardShare> shards = new ArrayList<>();
        for (final WorkerReportDecoder.ShardsDecoder shard : message.shards()) {
            shards.add(new ShardShare(shard.shard(), orUnknown(shard.stealNs()), orUnknown(shard.waitNs())));
        }
        return new WorkerReport(message.second(), message.cpuNs(), message.gcPauseMaxNs(), message.heapUsedBytes(),
                message.publisherLagNs(), message.journalBytes(), message.recordsRefused(), List.copyOf(shards));
    }

    private static long orUnknown(final long ns) {
        return ns == WorkerReportDecoder.ShardsDecoder.stealNsNullValue() ? ShardShare.UNKNOWN : ns;
    }

    private static Map<String, String> facts(final HostFactsDecoder message) {
        final Map<String, String> facts = new LinkedHashMap<>();
        for (final HostFactsDecoder.FactsDecoder fact : message.facts()) {
            final String name = fact.name();
            facts.put(name, fact.value());
        }
        return facts;
    }

    private static RunState runState(final RunStateDecoder message) {
        return new RunState(message.timeNs(), message.startEpochNs(), RunStatus.of(message.status()), message.detail());
    }

    private static GroupState groupState(final GroupStateDecoder message) {
        return new GroupState(message.timeNs(), message.group(), GroupState.Step.of(message.step()), message.address());
    }

    private static ActionResult action(final ActionResultDecoder message) {
        return new ActionResult(message.timeNs(), message.endpoint(), message.call(), message.action(), message.step(),
                ActionSpec.Kind.of(message.kind()), message.ok() == 1, message.statusCode(), message.reason());
    }

    private static MediaCheck check(final MediaCheckDecoder message) {
        return new MediaCheck(message.timeNs(), message.endpoint(), message.call(), message.score(), message.presence(), message.levelDb(),
                message.dropouts(), message.dropoutMs(), message.firstWordClippedMs());
    }

    private static EndpointFile file(final EndpointFileDecoder message) {
        final String name = message.name();
        final byte[] piece = new byte[message.pieceLength()];
        message.getPiece(piece, 0, piece.length);
        return new EndpointFile(message.endpoint(), message.call(), name, message.totalLength(), message.position(), piece);
    }

    private static CallMedia callMedia(final CallMediaDecoder message) {
        return new CallMedia(message.timeNs(), message.endpoint(), message.call(), message.ended() == 1,
                message.talkRatio(), message.timeToGreetingMs(), message.audioSecurity(), message.videoSecurity());
    }
}
