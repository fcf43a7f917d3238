package busyhour.ipc.link;

import busyhour.ipc.RunId;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Load;
import busyhour.ipc.run.RefusalCode;
import busyhour.ipc.run.RunStatus;
import busyhour.ipc.sbe.AckDecoder;
import busyhour.ipc.sbe.BeginRunDecoder;
import busyhour.ipc.sbe.CalibrateDecoder;
import busyhour.ipc.sbe.MessageHeaderDecoder;
import busyhour.ipc.sbe.PlatformHeartbeatDecoder;
import busyhour.ipc.sbe.RefusalDecoder;
import busyhour.ipc.sbe.ReleaseGroupDecoder;
import busyhour.ipc.sbe.ResumedDecoder;
import busyhour.ipc.sbe.SetLoadDecoder;
import busyhour.ipc.sbe.StartRunDecoder;
import busyhour.ipc.sbe.StopRunDecoder;
import busyhour.ipc.sbe.WelcomeDecoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's side of the link to its platform. The worker needs no port open: it connects outwards only.
 *
 * <pre>
 *  SEEKING  -- Welcome --> CONNECTED         Hello each heartbeat interval
 *  CONNECTED -- silence, other platform, Refusal --> SEEKING
 * </pre>
 *
 * While it seeks, a {@link LinkSource} is asked every few seconds for another grant: where the link is now, and keys.
 *
 * Polled by one thread, in a worker the publisher agent's; where a method says so, any thread may call it.
 */
public final class WorkerLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLink.class);
    /** Hello is tried so long where a grant said, until another grant is asked for. */
    private static final long GRANT_PATIENCE_NS = TimeUnit.SECONDS.toNanos(3);
    private static final int REFUSED_PATIENCE = 6; // heartbeat intervals until the next Hello after a refusal

    private final LinkContext context;
    private final WorkerListener listener;
    private final EmbeddedDriver driver;
    private final GrantSeeker seeker;
    private final String hostName = localHostName();
    private final SecureRandom random = new SecureRandom();
    private final WorkerFrames frames = new WorkerFrames();
    private final AssignmentPieces pieces = new AssignmentPieces();
    private final Long2ObjectHashMap<RecordSource> sources = new Long2ObjectHashMap<>();

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final WelcomeDecoder welcome = new WelcomeDecoder();
    private final RefusalDecoder refusal = new RefusalDecoder();
    private final PlatformHeartbeatDecoder heartbeat = new PlatformHeartbeatDecoder();
    private final ResumedDecoder resumed = new ResumedDecoder();
    private final AckDecoder ack = new AckDecoder();
    private final StartRunDecoder startRun = new StartRunDecoder();
    private final StopRunDecoder stopRun = new StopRunDecoder();
    private final SetLoadDecoder setLoad = new SetLoadDecoder();

    private final BeginRunDecoder beginRun = new BeginRunDecoder();
    private final ReleaseGroupDecoder releaseGroup = new ReleaseGroupDecoder();
    private final CalibrateDecoder calibrate = new CalibrateDecoder();

    private FramePort port;
    private Seal seal;
    private FrameOutlet outlet;
    private UnsafeBuffer opened;
    private long instance;
    private long platform;
    private long connection;
    private long nextSignNs;
    private long lastHeardNs;
    private long nowNs;
    private volatile long journalBytes;
    private volatile long publisherLagNs;
    private volatile boolean connected;
    /** By run, in the order in which they were taken; replaced as a whole. */
    private volatile Map<Long, PlayedPart> runs = Map.of();
    private volatile HostLoad host = HostLoad.NONE;
    private volatile CalibrationReport calibration = CalibrationReport.none(null);
    private volatile long refusedFrames;

    /**
     * Starts the media driver and begins to look for the platform, which need not be there yet.
     *
     * @throws IllegalArgumentException when the context has faults.
     * @throws IllegalStateException when the driver cannot start, in one sentence.
     */
    public WorkerLink(final LinkContext context, final WorkerListener listener) {
        this.context = context.conclude();
        if (context.workerName().isEmpty()) {
            throw new IllegalArgumentException("workerName must be set");
        }
        this.listener = listener;
        this.driver = LinkDriver.start(context);
        LinkDriver.open(driver, this::open);
        this.nextSignNs = context.clock().nanoTime();
        this.seeker = context.source() == null ? null : new GrantSeeker(context.source(), nextSignNs + GRANT_PATIENCE_NS);
    }

    /** Opens the streams to where the context says. */
    private FramePort open() {
        port = new FramePort(
                driver.aeron().addExclusivePublication(Channels.workerData(context), Channels.DATA_STREAM),
                driver.aeron().addSubscription(Channels.workerControl(context), Channels.CONTROL_STREAM), this::onFrame);
        seal = context.isSealed() ? new Seal(context.connection(), context.keys(), context.ciphers()) : null;
        outlet = seal == null ? port : new SealedOutlet(port, seal);
        opened = seal == null ? null : new UnsafeBuffer(new byte[port.maxFrameLength()]);
        instance = random.nextLong();
        return port;
    }

    /** While the platform is away: somebody may know where it is, or another one. */
    private int seek() {
        final LinkGrant grant = seeker.poll(nowNs, listener);
        if (grant == null || connected) {
            return 0;
        }
        seeker.notBefore(nowNs + GRANT_PATIENCE_NS);
        nextSignNs = nowNs;
        port.close();
        context.grant(grant).conclude();
        open();
        listener.onGranted(grant);
        return 1;
    }

    /** Takes what arrived, sends what is due. @return how much there was to do. */
    public int poll() {
        nowNs = context.clock().nanoTime();
        int work = driver.invoke() + port.poll() + (seeker == null || connected ? 0 : seek());
        if (connected && nowNs - lastHeardNs > context.lostAfterNs()) {
            disconnect("platform was silent for " + (nowNs - lastHeardNs) / 1_000_000 + " ms");
        }
        if (nowNs - nextSignNs >= 0 && (connected || port.isConnected())) { // a Welcome to a Hello before that would be lost
            nextSignNs = nowNs + context.heartbeatIntervalNs();
            final WorkerFrames sign = connected
                    ? frames.heartbeat(instance, runs, journalBytes, publisherLagNs, refusedFrames, host, calibration)
                    : frames.hello(instance, RunId.NONE, context, hostName);
            work += sign.tryOffer(outlet) ? 1 : 0;
        }
        return work;
    }

    /** Where the platform's link is. */
    public String platformHost() {
        return context.host();
    }

    /** Whether the platform is there. Any thread. */
    public boolean isConnected() {
        return connected;
    }

    /**
     * What heartbeats say of a run in progress, of which there may be several; null when it is none any more. Any thread.
     *
     * @param endpoints that it holds here.
     */
    public synchronized void run(final long runId, final int endpoints, final RunStatus status) {
        final Map<Long, PlayedPart> changed = new LinkedHashMap<>(runs);
        if (status == null) {
            changed.remove(runId);
        } else {
            changed.put(runId, new PlayedPart(endpoints, status));
        }
        runs = changed;
    }

    /** What heartbeats say: by run, in the order in which they were taken. Any thread; not to be changed. */
    public Map<Long, PlayedPart> runs() {
        return runs;
    }

    /** What heartbeats say of the host. Any thread. */
    public void host(final HostLoad load) {
        host = load;
    }

    /** What heartbeats say of measuring the host. Any thread. */
    public void calibration(final CalibrationReport report) {
        calibration = report;
    }

    /** What heartbeats say of measuring the host. Any thread. */
    public CalibrationReport calibration() {
        return calibration;
    }

    /** Frames that were not the platform's: forged, altered, or there before. Any thread. */
    public long refusedFrames() {
        return refusedFrames;
    }

    /** What was said last of the journals: bytes not acknowledged. Any thread. */
    public long journalBytes() {
        return journalBytes;
    }

    /** What was said last of the journals: age of the oldest record not sent. Any thread. */
    public long publisherLagNs() {
        return publisherLagNs;
    }

    /** What this worker plays of a run: so many endpoints. */
    public record PlayedPart(int endpoints, RunStatus status) {
    }

    /** Counts up with each connection; 0 while there is none. A source that sees another number asks with {@link #tryResume}. */
    public long connection() {
        return connected ? connection : 0;
    }

    /** What heartbeats say of the journals: bytes not acknowledged, and the age of the oldest record not sent. */
    public void journals(final long unacknowledgedBytes, final long lagNs) {
        journalBytes = unacknowledgedBytes;
        publisherLagNs = lagNs;
    }

    /** Tells a source from now on how far the platform is. */
    public void attach(final RecordSource source) {
        sources.put(source.runId(), source);
    }

    /** Tells it no longer. */
    public void detach(final RecordSource source) {
        sources.remove(source.runId());
    }

    /** Asks the platform where a source shall go on. @return false when it could not be sent now. */
    public boolean tryResume(final long runId, final long first) {
        return connected && frames.resume(runId, first).tryOffer(outlet);
    }

    /** Sends a Record with the message behind it. @return false when it could not be sent now. */
    public boolean tryRecord(final DirectBuffer buffer, final int offset, final int length) {
        return connected && outlet.tryOffer(buffer, offset, length);
    }

    /** Longest frame. */
    public int maxFrameLength() {
        return outlet.maxFrameLength();
    }

    /** Ends the driver and deletes its directory. By the polling thread, or when that has ended. */
    @Override
    public void close() {
        connected = false;
        port.close();
        driver.close();
    }

    private void onFrame(final int sessionId, final DirectBuffer buffer, final int offset, final int length) {
        try {
            if (seal == null) {
                onMessage(buffer, offset, length);
            } else {
                onSealed(buffer, offset, length);
            }
        } catch (final IndexOutOfBoundsException e) {
            LOG.debug("a frame of {} bytes leads beyond itself", length);
        }
    }

    private void onSealed(final DirectBuffer buffer, final int offset, final int length) {
        if (length < Seal.OVERHEAD || length - Seal.OVERHEAD > opened.capacity()) {
            refusedFrames++;
        } else if (Seal.connection(buffer, offset) == seal.connection()) { // what other workers are told comes here too
            if (seal.open(buffer, offset, length, opened) == null) {
                onMessage(opened, 0, length - Seal.OVERHEAD);
            } else {
                refusedFrames++;
            }
        }
    }

    private void onMessage(final DirectBuffer buffer, final int offset, final int length) {
        if (!Frames.isOurs(header, buffer, offset, length)) {
            return;
        }
        switch (header.templateId()) {
            case PlatformHeartbeatDecoder.TEMPLATE_ID -> onHeartbeat(heartbeat.wrapAndApplyHeader(buffer, offset, header));
            case WelcomeDecoder.TEMPLATE_ID -> onWelcome(welcome.wrapAndApplyHeader(buffer, offset, header));
            case RefusalDecoder.TEMPLATE_ID -> onRefusal(refusal.wrapAndApplyHeader(buffer, offset, header));
            case ResumedDecoder.TEMPLATE_ID -> onResumed(resumed.wrapAndApplyHeader(buffer, offset, header));
            case AckDecoder.TEMPLATE_ID -> onAck(ack.wrapAndApplyHeader(buffer, offset, header));
            case StartRunDecoder.TEMPLATE_ID -> onStartRun(startRun.wrapAndApplyHeader(buffer, offset, header));
            case StopRunDecoder.TEMPLATE_ID -> onStopRun(stopRun.wrapAndApplyHeader(buffer, offset, header));
            case BeginRunDecoder.TEMPLATE_ID -> onBeginRun(beginRun.wrapAndApplyHeader(buffer, offset, header));
            case ReleaseGroupDecoder.TEMPLATE_ID -> onReleaseGroup(releaseGroup.wrapAndApplyHeader(buffer, offset, header));
            case SetLoadDecoder.TEMPLATE_ID -> onSetLoad(setLoad.wrapAndApplyHeader(buffer, offset, header));
            case CalibrateDecoder.TEMPLATE_ID -> onCalibrate(calibrate.wrapAndApplyHeader(buffer, offset, header));
            default -> LOG.debug("template {} is not for a worker", header.templateId());
        }
    }

    private void onHeartbeat(final PlatformHeartbeatDecoder message) {
        if (connected && message.platform() == platform) {
            lastHeardNs = nowNs;
        } else if (connected) {
            disconnect("platform has started anew");
        }
    }

    private void onWelcome(final WelcomeDecoder message) {
        if (message.instance() == instance && !connected) {
            platform = message.platform();
            lastHeardNs = nowNs;
            connection++;
            connected = true;
            listener.onConnected();
        }
    }

    private void onRefusal(final RefusalDecoder message) {
        if (message.instance() != instance) {
            return;
        }
        final RefusalCode code = RefusalCode.of(message.code());
        final String reason = message.reason();
        if (code == RefusalCode.UNKNOWN) {
            disconnect(reason);
        } else {
            if (connected) {
                disconnect(reason);
            }
            nextSignNs = nowNs + REFUSED_PATIENCE * context.heartbeatIntervalNs();
            listener.onRefused(code, reason);
        }
    }

    private void onResumed(final ResumedDecoder message) {
        final RecordSource source = message.instance() == instance ? sources.get(message.runId()) : null;
        if (source != null) {
            source.onResumed(message.next());
        }
    }

    private void onAck(final AckDecoder message) {
        final RecordSource source = message.instance() == instance ? sources.get(message.runId()) : null;
        if (source != null) {
            source.onAcknowledged(message.sequence(), message.released() == 1);
        }
    }

    private void onStartRun(final StartRunDecoder message) {
        if (message.instance() != instance) {
            return;
        }
        final long runId = message.runId();
        final byte[] whole = pieces.add(message);
        if (whole != null) {
            final Assignment assignment;
            try {
                assignment = AssignmentPieces.decode(whole);
            } catch (final IOException e) {
                listener.onFaultyStartRun(runId, e.getMessage());
                return;
            }
            listener.onStartRun(assignment);
        }
    }

    private void onStopRun(final StopRunDecoder message) {
        if (message.instance() == instance) {
            listener.onStopRun(message.runId(), message.graceful() != 0);
        }
    }

    private void onBeginRun(final BeginRunDecoder message) {
        if (message.instance() != instance) {
            return;
        }
        final long runId = message.runId();
        final List<PartAddress> parts = new ArrayList<>();
        for (final BeginRunDecoder.PartsDecoder part : message.parts()) {
            parts.add(new PartAddress(part.group(), part.first(), part.endpoints(), part.address()));
        }
        listener.onBeginRun(runId, List.copyOf(parts));
    }

    private void onReleaseGroup(final ReleaseGroupDecoder message) {
        if (message.instance() == instance) {
            listener.onReleaseGroup(message.runId(), message.group());
        }
    }

    private void onSetLoad(final SetLoadDecoder message) {
        final Load load = Loads.of(message.kind(), message.amount(), message.perMs());
        if (message.instance() == instance && load != null) {
            listener.onSetLoad(message.runId(), message.group(), load);
        }
    }

    private void onCalibrate(final CalibrateDecoder message) {
        if (message.instance() == instance) {
            listener.onCalibrate(message.calibration());
        }
    }

    private void disconnect(final String reason) {
        instance = random.nextLong();
        nextSignNs = nowNs;
        if (seeker != null) {
            seeker.notBefore(nowNs);
        }
        if (connected) {
            connected = false;
            listener.onDisconnected(reason);
        }
    }

    private static String localHostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (final UnknownHostException e) {
            return "unknown";
        }
    }
}
