package busyhour.ipc.link;

import busyhour.ipc.RunId;
import busyhour.ipc.link.LinkConnections.LinkConnection;
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
import java.util.concurrent.atomic.AtomicLongArray;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers connected now, what they send, and how far each run is. Polling thread only, but for the names. */
final class WorkerSessions {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerSessions.class);
    private static final int RECORD_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH + RecordDecoder.BLOCK_LENGTH;
    private static final int REFUSALS_WAITING = 64;
    /** The longest frame of a worker: an eighth of its term buffer, which has 1 MiB. */
    private static final int OPENED_BYTES = 256 << 10;
    /** A record that its handler can never take must not stop the run; a handler that must wait says so by isReady. */
    private static final int ATTEMPTS = 20;

    private record Refused(long instance, RefusalCode code, String reason, FrameOutlet outlet) {
    }

    private final LinkContext context;
    private final CollectorHandler handler;
    private final RecordDispatch dispatch;
    /** By connection where the link is sealed, so that whoever sends a frame on from another place wins nothing; else by publication. */
    private final Long2ObjectHashMap<WorkerSession> bySession = new Long2ObjectHashMap<>();
    /** Null where frames go as they are. */
    private final LinkConnections connections;
    private final UnsafeBuffer opened;
    private final AtomicLongArray refusedFrames = new AtomicLongArray(FrameRefusal.values().length);
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
    private FramePort port;
    private long nowNs;
    private long duplicates;
    private long refusals;

    WorkerSessions(final LinkContext context, final CollectorHandler handler) {
        this.context = context;
        this.handler = handler;
        this.dispatch = new RecordDispatch(handler);
        this.connections = context.isSealed() ? new LinkConnections(context.ciphers()) : null;
        this.opened = context.isSealed() ? new UnsafeBuffer(new byte[OPENED_BYTES]) : null;
    }

    /** Where answers leave; set before anything arrives. */
    void port(final FramePort itsPort) {
        port = itsPort;
    }

    void admit(final String worker, final long connection, final LinkKeys keys) {
        connections.add(worker, connection, keys, port);
    }

    void dismiss(final String worker, final String reason) {
        final WorkerSession session = byName.get(worker);
        if (session != null) {
            refuse(session.instance, RefusalCode.TICKET, reason, session.outlet);
            drop(session, reason);
        }
        if (connections != null) {
            connections.forget(worker);
        }
    }

    long refused(final FrameRefusal reason) {
        return refusedFrames.get(reason.ordinal());
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
        LinkConnection connection = null;
        try {
            if (connections == null) {
                onMessage(sessionId, null, sessionId, buffer, offset, length);
                return;
            }
            if (length < Seal.OVERHEAD || length - Seal.OVERHEAD > opened.capacity()) {
                refused(null, FrameRefusal.MALFORMED, sessionId);
                return;
            }
            connection = connections.get(Seal.connection(buffer, offset));
            final FrameRefusal refusal = connection == null ? FrameRefusal.UNKNOWN : connection.seal.open(buffer, offset, length, opened);
            if (refusal == null) {
                onMessage(connection.seal.connection(), connection, sessionId, opened, 0, length - Seal.OVERHEAD);
            } else {
                refused(connection, refusal, sessionId);
            }
        } catch (final IndexOutOfBoundsException e) {
            refused(connection, FrameRefusal.MALFORMED, sessionId); // a length in it leads beyond it
        }
    }

    private void refused(final LinkConnection connection, final FrameRefusal reason, final int sessionId) {
        refusals++;
        refusedFrames.incrementAndGet(reason.ordinal());
        handler.onRefusedFrame(connection == null ? null : connection.worker, reason, port == null ? "unknown" : port.source(sessionId));
    }

    private void onMessage(
            final long key, final LinkConnection connection, final int sessionId, final DirectBuffer buffer, final int offset, final int length) {
        if (!Frames.isOurs(header, buffer, offset, length)) {
            refused(connection, FrameRefusal.MALFORMED, sessionId);
            return;
        }
        final FrameOutlet outlet = connection == null ? port : connection.outlet;
        final WorkerSession session = bySession.get(key);
        if (session != null) {
            session.heard(nowNs);
        }
        switch (header.templateId()) {
            case RecordDecoder.TEMPLATE_ID -> onRecord(session, buffer, offset, length);
            case HelloDecoder.TEMPLATE_ID -> onHello(key, connection, sessionId, outlet, hello.wrapAndApplyHeader(buffer, offset, header));
            case HeartbeatDecoder.TEMPLATE_ID -> onHeartbeat(session, outlet, heartbeat.wrapAndApplyHeader(buffer, offset, header));
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

    private void onHello(
            final long key, final LinkConnection connection, final int sessionId, final FrameOutlet outlet, final HelloDecoder message) {
        final long instance = message.instance();
        final int protocol = message.protocol();
        final String said = message.worker();
        final String ticket = message.ticket();
        final String host = message.host();
        final String worker = connection == null ? said : connection.worker; // the seal says who it is
        final WorkerSession known = byName.get(worker);
        if (protocol != LinkContext.PROTOCOL) {
            refuse(instance, RefusalCode.PROTOCOL, "worker speaks version " + protocol + ", expected " + LinkContext.PROTOCOL, outlet);
        } else if (known != null && known.instance == instance) {
            known.helloAgain();
        } else if (known != null && known.key != key && known.silenceNs(nowNs) < context.lostAfterNs()) {
            refuse(instance, RefusalCode.NAME_IN_USE, "another worker is connected as " + worker + ", from " + known.host, outlet);
        } else if (worker.isEmpty() || !handler.admits(worker, ticket, host)) {
            refuse(instance, RefusalCode.TICKET, "the platform does not admit this worker", outlet);
        } else {
            if (known != null) {
                drop(known, "it connected anew");
            }
            if (connection != null) {
                connections.settle(connection);
            }
            connect(new WorkerSession(worker, host, instance, key, sessionId, outlet,
                    runsByName.computeIfAbsent(worker, name -> new WorkerRuns()), nowNs));
        }
    }

    private void connect(final WorkerSession session) {
        bySession.put(session.key, session);
        byName.put(session.worker, session);
        names.add(session.worker);
        handler.onWorkerConnected(session.worker, session.host);
    }

    private void onHeartbeat(final WorkerSession session, final FrameOutlet outlet, final HeartbeatDecoder message) {
        if (session == null || session.instance != message.instance()) {
            refuse(message.instance(), RefusalCode.UNKNOWN, "the platform does not know this connection", outlet);
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

    private void refuse(final long instance, final RefusalCode code, final String reason, final FrameOutlet outlet) {
        refusals++;
        if (refused.size() < REFUSALS_WAITING) {
            refused.add(new Refused(instance, code, reason, outlet));
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
        WorkerSession gone = null;
        for (final WorkerSession session : byName.values()) {
            if (session.sessionId == sessionId) {
                gone = session;
            }
        }
        if (gone != null) {
            drop(gone, "its connection ended");
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

    int send(final PlatformFrames frames, final long platform) {
        int work = 0;
        for (Refused next = refused.peek(); next != null; next = refused.peek()) {
            if (!frames.refusal(next.instance, next.code, next.reason).tryOffer(next.outlet)) {
                break;
            }
            refused.remove();
            work++;
        }
        for (final WorkerSession session : byName.values()) {
            work += session.send(frames, platform, nowNs, context.heartbeatIntervalNs());
        }
        return work;
    }

    /** One for all where frames go as they are, else one for each connection. */
    int sendHeartbeat(final PlatformFrames frames, final long platform) {
        frames.heartbeat(platform);
        if (connections == null) {
            return frames.tryOffer(port) ? 1 : 0;
        }
        int work = 0;
        for (final WorkerSession session : byName.values()) {
            work += frames.tryOffer(session.outlet) ? 1 : 0;
        }
        return work;
    }

    private void drop(final WorkerSession session, final String reason) {
        bySession.remove(session.key);
        byName.remove(session.worker);
        names.remove(session.worker);
        handler.onWorkerLost(session.worker, reason);
    }
}
