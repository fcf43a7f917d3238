package busyhour.ipc.link;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Load;
import java.security.SecureRandom;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The platform's side of all links to workers. Polled by one thread, which also calls the handler; where a method says so,
 * any thread may call it.
 */
public final class PlatformLink implements AutoCloseable {
    private static final int COMMANDS_PER_POLL = 1024;

    private final LinkContext context;
    private final CollectorHandler handler;
    private final EmbeddedDriver driver;
    private final PlatformPorts ports;
    private final WorkerSessions sessions;
    private final PlatformFrames frames = new PlatformFrames();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final long platform = new SecureRandom().nextLong();
    private long nextHeartbeatNs;

    /**
     * Starts the media driver and listens.
     *
     * @throws IllegalArgumentException when the context has faults.
     * @throws IllegalStateException when a port is in use or the driver cannot start, in one sentence.
     */
    public PlatformLink(final LinkContext context, final CollectorHandler handler) {
        this.context = context.conclude();
        this.handler = handler;
        this.sessions = new WorkerSessions(context, handler);
        this.driver = LinkDriver.start(context);
        this.ports = LinkDriver.open(driver, () -> new PlatformPorts(context, driver, sessions));
        this.nextHeartbeatNs = context.clock().nanoTime();
    }

    /** UDP port that workers send records to. */
    public int dataPort() {
        return ports.dataPort();
    }

    /** UDP port that workers take commands from. */
    public int controlPort() {
        return ports.controlPort();
    }

    /** Takes what arrived, sends what waits. @return how much there was to do. */
    public int poll() {
        final long nowNs = context.clock().nanoTime();
        sessions.now(nowNs);
        int work = driver.invoke() + runCommands();
        if (handler.isReady()) {
            work += ports.frames().poll();
            sessions.dropSilent();
        } else {
            sessions.excuseSilence(); // what they said waits unread
        }
        work += sessions.send(frames, platform);
        if (nowNs - nextHeartbeatNs >= 0) {
            nextHeartbeatNs = nowNs + context.heartbeatIntervalNs();
            work += sessions.sendHeartbeat(frames, platform);
        }
        return work;
    }

    /**
     * Lets a worker in that was given these keys: what is sealed with them is its own. Any thread; in force when a frame of it can come.
     *
     * @param connection number of the connection, random and never used before.
     */
    public void admit(final String worker, final long connection, final LinkKeys keys) {
        commands.add(() -> sessions.admit(worker, connection, keys));
    }

    /** Ends a worker's link, and what it was granted is good for nothing any more. Any thread. */
    public void dismiss(final String worker, final String reason) {
        commands.add(() -> sessions.dismiss(worker, reason));
    }

    /** Frames that were not taken for a reason. Any thread. */
    public long refused(final FrameRefusal reason) {
        return sessions.refused(reason);
    }

    /** Names of the workers connected now. Any thread. */
    public Set<String> workers() {
        return sessions.names();
    }

    /**
     * Gives a worker its part of a run. Any thread. Whether it was understood shows in the worker's RunState.
     *
     * @return false when the worker is not connected now. It may be lost before all has reached it: then the handler hears of
     *         that, and the worker's heartbeats will not name the run.
     * @throws IllegalArgumentException when the assignment is longer than {@link LinkContext#ASSIGNMENT_LIMIT_BYTES}.
     */
    public boolean startRun(final String worker, final Assignment assignment) {
        final byte[] whole = AssignmentPieces.encode(assignment);
        return command(worker, new WorkerSession.Start(assignment.runId(), whole));
    }

    /**
     * Lets a worker begin its part of a run, once all are prepared. Any thread; harmless when it comes again.
     *
     * @param parts where what the others have answers; so few that they fit into one frame.
     * @return false when the worker is not connected now.
     */
    public boolean beginRun(final String worker, final long runId, final List<PartAddress> parts) {
        return command(worker, new WorkerSession.Begin(runId, List.copyOf(parts)));
    }

    /** Lets a worker start the callers of a group. Any thread; harmless when it comes again. @return false when the worker is not connected now. */
    public boolean releaseGroup(final String worker, final long runId, final int group) {
        return command(worker, new WorkerSession.Release(runId, group));
    }

    /** Ends a run at a worker. Any thread. @return false when the worker is not connected now. */
    public boolean stopRun(final String worker, final long runId, final boolean graceful) {
        return command(worker, new WorkerSession.Stop(runId, graceful));
    }

    /**
     * Changes how much a group of a run in progress calls. Any thread. From when it holds shows in the worker's LoadChange; a group
     * whose arrivals are of another kind ignores it.
     *
     * @param group index of the group in the assignment.
     * @return false when the worker is not connected now.
     */
    public boolean setLoad(final String worker, final long runId, final int group, final Load load) {
        return command(worker, new WorkerSession.SetLoad(runId, group, load));
    }

    /**
     * Has a worker measure what its host carries. Any thread; harmless when it comes again with the same number. What comes of it its
     * heartbeats say, see {@link CalibrationReport}; a worker of an earlier version says nothing.
     *
     * @param calibration its number, above 0.
     * @return false when the worker is not connected now.
     */
    public boolean calibrate(final String worker, final long calibration) {
        return command(worker, new WorkerSession.Calibrate(calibration));
    }

    /** Does something on the polling thread, between records. Any thread. */
    public void execute(final Runnable work) {
        commands.add(work);
    }

    /** Says that everything up to this sequence is stored: the worker forgets it. Any thread; lower ones than before are ignored. */
    public void acknowledge(final String worker, final long runId, final long sequence) {
        commands.add(() -> sessions.acknowledge(worker, runId, sequence));
    }

    /** Says that a run's result is stored: nothing of it will be asked for again, and the worker forgets what it was told is stored. Any thread. */
    public void release(final String worker, final long runId) {
        commands.add(() -> sessions.release(worker, runId));
    }

    /**
     * Has a worker send a run's records from where {@link CollectorHandler#position} now says: for a platform that begins, or ceases, to
     * count a run whose records it takes already. Any thread; a worker that did not ask to go on yet is told when it does.
     */
    public void replay(final String worker, final long runId) {
        commands.add(() -> sessions.replay(worker, runId));
    }

    /** Records that were dropped as duplicates after a replay. Polling thread. */
    public long duplicates() {
        return sessions.duplicates();
    }

    /** Frames that were dropped: not of this protocol, from nobody known, or out of sequence. Polling thread. */
    public long refusals() {
        return sessions.refusals();
    }

    /** Ends the driver and deletes its directory. By the polling thread, or when that has ended. */
    @Override
    public void close() {
        ports.close();
        driver.close();
    }

    private boolean command(final String worker, final WorkerSession.Command command) {
        if (!sessions.names().contains(worker)) {
            return false;
        }
        commands.add(() -> sessions.command(worker, command));
        return true;
    }

    private int runCommands() {
        int work = 0;
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
            if (++work == COMMANDS_PER_POLL) {
                break;
            }
        }
        return work;
    }
}
