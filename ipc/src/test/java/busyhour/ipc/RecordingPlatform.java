package busyhour.ipc;

import busyhour.ipc.link.CollectorHandler;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.PlatformLink;
import busyhour.ipc.link.RunPosition;
import busyhour.ipc.link.Source;
import busyhour.ipc.link.WorkerHeartbeat;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.EndpointState;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.message.RunState;
import busyhour.ipc.message.SampleView;
import busyhour.ipc.message.SipTrace;
import busyhour.ipc.message.WorkerReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A platform on a thread of its own that keeps what arrives and checks that it is without gap and duplicate. */
final class RecordingPlatform implements CollectorHandler, AutoCloseable {
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<Object> messages = new CopyOnWriteArrayList<>();
    final List<String> faults = new CopyOnWriteArrayList<>();
    final Map<String, Long> stored;
    final List<Integer> sampleSeconds = new ArrayList<>();
    /** By endpoint. */
    final Map<Integer, List<Integer>> secondsOf = new ConcurrentHashMap<>();
    volatile long samples;
    volatile long values;
    volatile boolean ready = true;
    volatile boolean acknowledges = true;
    volatile boolean kept;
    volatile RunPosition replayed;
    volatile int failuresToThrow;
    volatile WorkerHeartbeat heartbeat;
    volatile RunEnd end;
    private final Map<String, Long> lastSeen = new HashMap<>();
    private final PlatformLink link;
    private final Thread thread;
    private volatile boolean running = true;

    RecordingPlatform(final int dataPort, final int controlPort, final Map<String, Long> storedBefore) {
        this("127.0.0.1", dataPort, controlPort, storedBefore);
    }

    RecordingPlatform(final String host, final int dataPort, final int controlPort, final Map<String, Long> storedBefore) {
        this(new LinkContext().host(host).dataPort(dataPort).controlPort(controlPort), storedBefore);
    }

    RecordingPlatform(final LinkContext context, final Map<String, Long> storedBefore) {
        stored = storedBefore;
        link = new PlatformLink(context, this);
        thread = Thread.ofPlatform().name("platform").start(this::run);
    }

    PlatformLink link() {
        return link;
    }

    private void run() {
        while (running) {
            if (link.poll() == 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        link.close();
    }

    private void take(final Source source, final Object message) {
        if (failuresToThrow > 0) {
            failuresToThrow--;
            throw new IllegalStateException("not now");
        }
        final String key = source.worker() + "/" + source.runId();
        final long expected = stored.getOrDefault(key, 0L) + 1;
        if (source.sequence() != expected) {
            faults.add(key + ": sequence " + source.sequence() + ", expected " + expected);
        }
        stored.put(key, source.sequence());
        if (message != null) {
            messages.add(message);
        }
        if (acknowledges) {
            link.acknowledge(source.worker(), source.runId(), source.sequence());
        }
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public long storedSequence(final String worker, final long runId) {
        return stored.getOrDefault(worker + "/" + runId, 0L);
    }

    @Override
    public RunPosition position(final String worker, final long runId) {
        if (replayed != null) {
            return replayed;
        }
        final long sequence = storedSequence(worker, runId);
        return new RunPosition(sequence, sequence, kept);
    }

    @Override
    public void onWorkerConnected(final String worker, final String host) {
        events.add("connected " + worker);
    }

    @Override
    public void onWorkerLost(final String worker, final String reason) {
        events.add("lost " + worker + ": " + reason);
    }

    @Override
    public void onHeartbeat(final WorkerHeartbeat sign) {
        heartbeat = sign;
    }

    @Override
    public void onSample(final Source source, final SampleView sample) {
        take(source, null);
        sampleSeconds.add(sample.second());
        secondsOf.computeIfAbsent(sample.endpoint(), endpoint -> new ArrayList<>()).add(sample.second());
        long read = 0;
        while (sample.next()) {
            read++;
        }
        values += read;
        samples++;
    }

    @Override
    public void onText(final Source source, final EndpointText text) {
        take(source, text);
    }

    @Override
    public void onState(final Source source, final EndpointState state) {
        take(source, state);
    }

    @Override
    public void onCallEvent(final Source source, final CallEvent event) {
        take(source, event);
    }

    @Override
    public void onSipTrace(final Source source, final SipTrace trace) {
        take(source, trace);
    }

    @Override
    public void onEngineReport(final Source source, final EngineReport report) {
        take(source, report);
    }

    @Override
    public void onWorkerReport(final Source source, final WorkerReport report) {
        take(source, report);
    }

    @Override
    public void onHostFacts(final Source source, final Map<String, String> facts) {
        take(source, facts);
    }

    @Override
    public void onRunState(final Source source, final RunState state) {
        take(source, state);
    }

    @Override
    public void onRunEnd(final Source source, final RunEnd runEnd) {
        take(source, runEnd);
        end = runEnd;
    }

    @Override
    public void close() {
        running = false;
        try {
            if (!thread.join(Duration.ofSeconds(20))) {
                throw new IllegalStateException(thread.getName() + " does not end");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
