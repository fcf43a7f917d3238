package busyhour.engine.shard;

import busyhour.engine.endpoint.EndpointCalls;
import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.KernelClock;
import busyhour.engine.io.Readiness;
import busyhour.engine.io.ShardCore;
import busyhour.engine.io.ThreadScheduling;
import busyhour.engine.io.ThreadTimes;
import busyhour.engine.media.MediaCycle;
import busyhour.engine.media.MediaStreams;
import busyhour.engine.stream.StreamHandler;
import busyhour.sip.TransportAddress;
import busyhour.sip.ua.UserAgents;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.jctools.queues.SpscArrayQueue;

/**
 * One thread with its own sockets, timers, SIP and RTP state: nothing shared, no locks.
 *
 * <pre>
 *   run -- ShardCommand --> [queue] --> Shard.doWork --> sockets
 *                                          |
 *                                          +--> ShardRing --> publisher
 * </pre>
 *
 * A cycle reads the clock once and runs its steps in a fixed order, each with a budget, so that none starves the pacing: packets
 * in and out first; all other steps when there were none, after a SIP message, and every 50 us at the latest.
 *
 * <p>{@link #command}, {@link #readiness}, {@link #warnings} and {@link #thread} are for the run's thread, all else for the shard's.
 */
public final class Shard implements Agent, IdleStrategy, DatagramHandler, StreamHandler {

    /** Tag of signalling sockets; media sockets have tags from 0 up. */
    public static final int SIGNALLING_TAG = -1;

    private static final int RECEIVE_BUDGET = 64;
    private static final int STREAM_BUDGET = 64;
    private static final int HANDSHAKE_BUDGET = 16;
    private static final int SEND_BUDGET = 64;
    private static final int TIMER_BUDGET = 64;
    private static final int CALL_BUDGET = 32;
    private static final int RTCP_BUDGET = 16;
    private static final int SAMPLE_BUDGET = 8;
    private static final int COMMANDS = 1024;
    private static final long LONGEST_IDLE_NS = 10_000_000L;
    /** Backing off, what is due within this time is gathered, as the bare C pacer does. */
    private static final long GATHER_NS = 250_000L;
    /** While packets flow, what is not packets waits for so long at most. */
    private static final long RARE_INTERVAL_NS = 50_000L;
    private static final long TIMER_SLACK_NS = 1_000L;

    private final SpscArrayQueue<ShardCommand> commands = new SpscArrayQueue<>(COMMANDS);
    private final String name;
    private final ShardCore core;
    private final NanoClock clock;
    private final KernelClock kernelClock;
    private final DatagramIo io;
    private final SignallingSockets sockets;
    private final UserAgents userAgents;
    private final EndpointCalls calls;
    private final MediaCycle media;
    private final ShardHealth health;
    private volatile List<String> warnings = List.of();
    private volatile ShardThread thread;
    private long nowNs;
    private long rareStepsNs;
    private long wokenNs;
    private boolean signalled;

    public Shard(
            final String name,
            final ShardCore core,
            final NanoClock clock,
            final KernelClock kernelClock,
            final DatagramIo io,
            final SignallingSockets sockets,
            final UserAgents userAgents,
            final EndpointCalls calls,
            final MediaStreams streams,
            final ShardHealth health) {
        this.name = name;
        this.core = core;
        this.clock = clock;
        this.kernelClock = kernelClock;
        this.io = io;
        this.sockets = sockets;
        this.userAgents = userAgents;
        this.calls = calls;
        this.media = streams.cycle();
        this.health = health;
    }

    @Override
    public void onStart() {
        ThreadScheduling.timerSlackNs(TIMER_SLACK_NS);
        final ShardCore.Taken taken = core.take();
        warnings = taken.warnings();
        thread = new ShardThread(taken.core(), ThreadTimes.ofCallingThread());
        health.begin(taken.core(), clock.nanoTime());
    }

    @Override
    public int doWork() {
        nowNs = clock.nanoTime();
        health.onCycle(nowNs);
        kernelClock.refresh(nowNs);
        media.now(nowNs);
        int work = io.poll(this, RECEIVE_BUDGET) + media.send(nowNs, SEND_BUDGET);
        if (work == 0 || signalled || nowNs - rareStepsNs >= RARE_INTERVAL_NS) {
            work += rareSteps();
        }
        if (work > 0) {
            health.onWork();
        }
        return work;
    }

    /** All but packets. */
    private int rareSteps() {
        rareStepsNs = nowNs;
        signalled = false;
        return pollCommands()
                + sockets.pollStreams(this, STREAM_BUDGET)
                + media.pollHandshakes(nowNs, HANDSHAKE_BUDGET)
                + userAgents.pollTimers(nowNs, TIMER_BUDGET)
                + calls.poll(nowNs, CALL_BUDGET)
                + media.pollRtcp(nowNs, RTCP_BUDGET)
                + media.pollDecoded()
                + calls.pollSeconds(nowNs, SAMPLE_BUDGET)
                + report();
    }

    private int pollCommands() {
        final ShardCommand command = commands.poll();
        if (command == null) {
            return 0;
        }
        switch (command.kind()) {
            case REGISTER -> calls.register();
            case START_CALLS -> calls.startCalls(command.group(), command.atNs(), nowNs);
            case SET_LOAD -> calls.setLoad(command.group(), command.load(), command.atNs(), nowNs);
            case STOP -> calls.stop(nowNs);
        }
        return 1;
    }

    private int report() {
        if (!health.isDue(nowNs)) {
            return 0;
        }
        report(nowNs);
        return 1;
    }

    private void report(final long atNs) {
        health.report(calls.openEndpoints(), calls.callsUp(), calls.sipMessagesSent(), calls.sipMessagesReceived(),
                calls.sipMalformed(), sockets.forbidden(), atNs);
    }

    @Override
    public void onDatagram(
            final int socket,
            final TransportAddress source,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long arrivalEpochNs,
            final int tos) {
        if (io.tag(socket) == SIGNALLING_TAG) {
            signalled = true;
            userAgents.onMessage(socket, source, buffer, offset, length, nowNs);
        } else {
            media.onDatagram(socket, source, buffer, offset, length, arrivalEpochNs, tos);
        }
    }

    @Override
    public boolean onPeerDatagram(
            final int socket, final DirectBuffer buffer, final int offset, final int length, final long arrivalNs, final int tos) {
        return io.tag(socket) != SIGNALLING_TAG && media.onPeerDatagram(socket, buffer, offset, length, arrivalNs, tos);
    }

    @Override
    public void onMessage(
            final int socket,
            final TransportAddress source,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long arrivalNs) {
        userAgents.onMessage(socket, source, buffer, offset, length, nowNs);
    }

    @Override
    public void onFailed(
            final int socket,
            final TransportAddress to,
            final int reason,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long failedNs) {
        calls.transportFailing(buffer, offset, length);
        userAgents.onTransportFailed(socket, to, nowNs);
        calls.transportFailed();
    }

    /**
     * Backing off: waits in the kernel until a datagram or the next deadline comes. Where packets are due more often than every
     * {@link #GATHER_NS} it waits that long for more of them, deaf to datagrams: the kernel keeps them, and when they came.
     */
    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            return;
        }
        final long packetNs = media.nextPacketNs();
        final long deadlineNs = Math.min(
                Math.min(Math.min(packetNs, media.nextReportNs()), userAgents.nextDeadlineNs()),
                Math.min(calls.nextDeadlineNs(), health.nextDeadlineNs()));
        if (deadlineNs == Long.MIN_VALUE || !sockets.mayIdle()) {
            return;
        }
        final long idleNs = clock.nanoTime();
        final long gatheredNs = wokenNs + GATHER_NS;
        if (packetNs < gatheredNs && idleNs < gatheredNs) {
            io.rest(gatheredNs - idleNs);
        } else if (deadlineNs > idleNs) {
            io.awaitReadable(Math.min(deadlineNs - idleNs, LONGEST_IDLE_NS));
        }
        wokenNs = clock.nanoTime();
    }

    @Override
    public void idle() {
        idle(0);
    }

    @Override
    public void reset() {
    }

    /** Gives the shard something to do. @return false when its queue is full. */
    public boolean command(final ShardCommand command) {
        final boolean offered = commands.offer(command);
        io.wakeUp();
        return offered;
    }

    /** How its sockets are heard. */
    public Readiness readiness() {
        return io.readiness();
    }

    /** Why the shard's thread does not run as asked; empty when it does, or has not started. */
    public List<String> warnings() {
        return warnings;
    }

    /** The thread that it runs on, null before it has started. */
    public ShardThread thread() {
        return thread;
    }

    @Override
    public void onClose() {
        final long endNs = clock.nanoTime();
        calls.closeAll(endNs);
        report(endNs);
        media.close();
        sockets.close();
        io.close();
    }

    @Override
    public String roleName() {
        return name;
    }
}
