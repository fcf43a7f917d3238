package busyhour.ipc.link;

import busyhour.ipc.RunId;
import busyhour.ipc.run.RefusalCode;
import busyhour.ipc.sbe.HeartbeatDecoder;
import busyhour.ipc.sbe.HelloDecoder;
import busyhour.ipc.sbe.MessageHeaderDecoder;
import busyhour.ipc.sbe.RecordDecoder;
import busyhour.ipc.sbe.ResumeDecoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers connected now, what they send, and how far each run is. Polling thread only, but for the names. */
final class WorkerSessions {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerSessions.class);
    private static final int RECORD_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH + RecordDecoder.BLOCK_LENGTH;
    private static final int REFUSALS_WAITING = 64;
    /** A record that its handler can never take must not stop the run; a handler that must wait says so by isReady. */
    private static final int ATTEMPTS = 20;

    private record Refused(long instance, RefusalCode code, String reason) {
    }

    private final LinkContext context;
    private final CollectorHandler handler;
    private final RecordDispatch dispatch;
    private final Int2ObjectHashMap<WorkerSession> bySession = new Int2ObjectHashMap<>();
    private final Map<String, WorkerSession> byName = new HashMap<>();
    private final Map<String, WorkerRuns> runsByName = new HashMap<>();
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final Deque<Refused> refused = new ArrayDeque<>();

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final HelloDecoder hello = new HelloDecoder();
    private final HeartbeatDecoder heartbeat = new HeartbeatDecoder();
    private final ResumeDecoder resume = new ResumeDecoder();
    private final RecordDecoder record = new RecordDecoder();
    private final Source source = new Source();
    private long nowNs;
    private long duplicates;
    private long refusals;

    WorkerSessions(final LinkContext context, final CollectorHandler handler) {
        this.context = context;
        this.handler = handler;
        this.dispatch = new RecordDispatch(handler);
    }

    void now(final long time) {
        nowNs = time;
    }

    Set<String> names() {
        return names;
    }

    long duplicates() {
        return duplicates;
    }

    long refusals() {
        return refusals;
    }

    void onFrame(final int sessionId, final DirectBuffer buffer, final int offset, final int length) {
        try {
            onMessage(sessionId, buffer, offset, length);
        } catch (final IndexOutOfBoundsException e) {
            refusals++; // a length in it leads beyond it
        }
    }

    private void onMessage(final int sessionId, final DirectBuffer buffer, final int offset, final int length) {
        if (!Frames.isOurs(header, buffer, offset, length)) {
            refusals++;
            return;
        }
        final WorkerSession session = bySession.get(sessionId);
        if (session != null) {
            session.heard(nowNs);
        }
        switch (header.templateId()) {
            case RecordDecoder.TEMPLATE_ID -> onRecord(session, buffer, offset, length);
            case HelloDecoder.TEMPLATE_ID -> onHello(sessionId, hello.wrapAndApplyHeader(buffer, offset, header));
            case HeartbeatDecoder.TEMPLATE_ID -> onHeartbeat(session, heartbeat.wrapAndApplyHeader(buffer, offset, header));
            case ResumeDecoder.TEMPLATE_ID -> onResume(session, resume.wrapAndApplyHeader(buffer, offset, header));
            default -> refusals++;
        }
    }

    private void onRecord(final WorkerSession session, final DirectBuffer buffer, final int offset, final int length) {
        record.wrapAndApplyHeader(buffer, offset, header);
        final RunCursor cursor = session == null ? null : session.runs.cursor(record.runId());
        if (cursor == null || length < RECORD_LENGTH) {
            refusals++; // before Hello and Resume; the worker will come to that
            return;
        }
        final long sequence = record.sequence();
        if (sequence < cursor.next()) {
            duplicates++;
        } else if (sequence > cursor.next()) {
            refusals++;
            cursor.complain();
        } else if (handle(session, cursor, buffer, offset, length)) {
            cursor.received();
        } else {
            cursor.complain();
        }
    }

    private boolean handle(
            final WorkerSession session, final RunCursor cursor, final DirectBuffer buffer, final int offset, final int length) {
        try {
            source.set(session.worker, cursor.runId, cursor.next());
            final int recordLength = MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength();
            if (!dispatch.dispatch(source, buffer, offset + recordLength, length - recordLength)) {
                refusals++; // a newer worker's message: passed over
            }
            return true;
        } catch (final RuntimeException e) {
            final int failures = cursor.failed();
            if (failures == 1) {
                LOG.warn("record {} of run {} from {} was not taken and will come again",
                        cursor.next(), RunId.text(cursor.runId), session.worker, e);
            } else if (failures == ATTEMPTS) {
                LOG.error("record {} of run {} from {} was not taken {} times and is passed over: {}",
                        cursor.next(), RunId.text(cursor.runId), session.worker, failures, e.toString());
                refusals++;
                return true;
            }
            return false;
        }
    }

    private void onHello(final int sessionId, final HelloDecoder message) {
        final long instance = message.instance();
        final int protocol = message.protocol();
        final String worker = message.worker();
        final String ticket = message.ticket();
        final String host = message.host();
        final WorkerSession known = byName.get(worker);
        if (protocol != LinkContext.PROTOCOL) {
            refuse(instance, RefusalCode.PROTOCOL, "worker speaks version " + protocol + ", expected " + LinkContext.PROTOCOL);
        } else if (known != null && known.instance == instance) {
            known.helloAgain();
        } else if (known != null && known.sessionId != sessionId && known.silenceNs(nowNs) < context.lostAfterNs()) {
            refuse(instance, RefusalCode.NAME_IN_USE, "another worker is connected as " + worker + ", from " + known.host);
        } else if (worker.isEmpty() || !handler.admits(worker, ticket, host)) {
            refuse(instance, RefusalCode.TICKET, "the platform does not admit this worker");
        } else {
            if (known != null) {
                drop(known, "it connected anew");
            }
            connect(new WorkerSession(worker, host, instance, sessionId,
                    runsByName.computeIfAbsent(worker, name -> new WorkerRuns()), nowNs));
        }
    }

    private void connect(final WorkerSession session) {
        bySession.put(session.sessionId, session);
        byName.put(session.worker, session);
        names.add(session.worker);
        handler.onWorkerConnected(session.worker, session.host);
    }

    private void onHeartbeat(final WorkerSession session, final HeartbeatDecoder message) {
        if (session == null || session.instance != message.instance()) {
            refuse(message.instance(), RefusalCode.UNKNOWN, "the platform does not know this connection");
        } else {
            handler.onHeartbeat(Heartbeats.of(session.worker, message));
        }
    }

    private void onResume(final WorkerSession session, final ResumeDecoder message) {
        if (session == null) {
            refusals++;
            return;
        }
        RunCursor cursor = session.runs.cursor(message.runId());
        if (cursor == null) {
            cursor = new RunCursor(message.runId(), handler.position(session.worker, message.runId()));
            session.runs.add(cursor);
        }
        cursor.onResume(message.first());
    }

    private void refuse(final long instance, final RefusalCode code, final String reason) {
        refusals++;
        if (refused.size() < REFUSALS_WAITING) {
            refused.add(new Refused(instance, code, reason));
        }
    }

    void acknowledge(final String worker, final long runId, final long sequence) {
        final WorkerRuns runs = runsByName.get(worker);
        final RunCursor cursor = runs == null ? null : runs.cursor(runId);
        if (cursor != null) {
            cursor.acknowledge(sequence);
        }
    }

    void release(final String worker, final long runId) {
        final WorkerRuns runs = runsByName.get(worker);
        final RunCursor cursor = runs == null ? null : runs.cursor(runId);
        if (cursor != null) {
            cursor.release();
        }
    }

    void replay(final String worker, final long runId) {
        final WorkerRuns runs = runsByName.get(worker);
        final RunCursor cursor = runs == null ? null : runs.cursor(runId);
        if (cursor != null) {
            cursor.replay(handler.position(worker, runId));
        }
    }

    void command(final String worker, final WorkerSession.Command command) {
        final WorkerSession session = byName.get(worker);
        if (session != null) {
            session.commands.add(command);
        }
    }

    /** The media driver no longer hears a publication. */
    void onGone(final int sessionId) {
        final WorkerSession session = bySession.get(sessionId);
        if (session != null) {
            drop(session, "its connection ended");
        }
    }

    void dropSilent() {
        WorkerSession silent = null;
        for (final WorkerSession session : byName.values()) {
            if (session.silenceNs(nowNs) > context.lostAfterNs()) {
                silent = session;
            }
        }
        if (silent != null) {
            drop(silent, "it was silent for " + silent.silenceNs(nowNs) / 1_000_000 + " ms");
        }
    }

    void excuseSilence() {
        for (final WorkerSession session : byName.values()) {
            session.heard(nowNs);
        }
    }

    int send(final PlatformFrames frames, final FramePort port, final long platform) {
        int work = 0;
        for (Refused next = refused.peek(); next != null; next = refused.peek()) {
            if (!frames.refusal(next.instance, next.code, next.reason).tryOffer(port)) {
                break;
            }
            refused.remove();
            work++;
        }
        for (final WorkerSession session : byName.values()) {
            work += session.send(frames, port, platform, nowNs, context.heartbeatIntervalNs());
        }
        return work;
    }

    private void drop(final WorkerSession session, final String reason) {
        bySession.remove(session.sessionId);
        byName.remove(session.worker);
        names.remove(session.worker);
        handler.onWorkerLost(session.worker, reason);
    }
}
