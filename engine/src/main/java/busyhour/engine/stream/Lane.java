package busyhour.engine.stream;

import busyhour.sip.TransportAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.IoHandler;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * One event loop with the two rings between it and its shard, and all connections of that shard.
 *
 * <p>The loop's thread, but for what is said to be the shard's.
 */
final class Lane implements MessageHandler {

    private static final int RING_BYTES = 4 << 20;
    private static final int DRAIN_LIMIT = 256;
    private static final long DRAIN_ON_CLOSE_MS = 2_000;
    private static final long DRAIN_POLL_NS = 1_000_000L;
    private static final long SHUTDOWN_MS = 3_000;

    private final OneToOneRingBuffer toLoop = ring();
    private final OneToOneRingBuffer toShard = ring();
    private final WakeUp loopWaits = new WakeUp();
    private final WakeUp shardWaits = new WakeUp();
    private final Runnable wakeShard;
    private final StreamCounters counters;
    private final NettyStreamTransports transports;
    private final MultiThreadIoEventLoopGroup group;
    private final List<StreamPoint> points = new ArrayList<>();
    private final ArrayList<StreamConnection> dirty = new ArrayList<>();
    private final ArrayDeque<StreamConnection> stalled = new ArrayDeque<>();
    private final TransportAddress peer = new TransportAddress();
    private volatile boolean anyStalled;
    private volatile boolean closed;
    private IoHandler io;

    Lane(final int shard, final NettyStreamTransports transports, final Runnable wakeShard, final StreamCounters counters) {
        this.transports = transports;
        this.wakeShard = wakeShard;
        this.counters = counters;
        StreamFailure.prepare();
        group = new MultiThreadIoEventLoopGroup(1, transports.threads(shard), executor -> {
            io = new LoopIo(ChannelKinds.ioHandlers().newHandler(executor), this);
            return io;
        });
    }

    private static OneToOneRingBuffer ring() {
        return new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
    }

    // --- the shard's side ---

    OneToOneRingBuffer toLoop() {
        return toLoop;
    }

    OneToOneRingBuffer toShard() {
        return toShard;
    }

    WakeUp shardWaits() {
        return shardWaits;
    }

    void wakeUpLoop() {
        if (loopWaits.isDue()) {
            io.wakeup();
        }
    }

    /** The shard has taken something out of its ring. */
    void onRoomForShard() {
        if (anyStalled) {
            wakeUpLoop();
        }
    }

    /** Lets connections send what they were given, then ends the loop. */
    void close() {
        if (closed) {
            return;
        }
        group.submit(this::closePoints).awaitUninterruptibly(DRAIN_ON_CLOSE_MS);
        final long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_ON_CLOSE_MS);
        while (!group.submit(this::isDrained).awaitUninterruptibly().getNow() && System.nanoTime() < endNs) {
            LockSupport.parkNanos(DRAIN_POLL_NS);
        }
        closed = true;
        group.submit(() -> points.forEach(StreamPoint::abort)).awaitUninterruptibly(DRAIN_ON_CLOSE_MS);
        group.shutdownGracefully(0, DRAIN_ON_CLOSE_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(SHUTDOWN_MS);
    }

    // --- the loop's side ---

    void onLoopStart() {
        transports.keepOffShardCores();
    }

    NettyStreamTransports transports() {
        return transports;
    }

    StreamCounters counters() {
        return counters;
    }

    MultiThreadIoEventLoopGroup group() {
        return group;
    }

    ChannelFuture register(final Channel channel) {
        return group.register(channel);
    }

    void add(final StreamPoint point) {
        points.add(point);
    }

    private void closePoints() {
        while (toLoop.read(this, DRAIN_LIMIT) > 0) {
            flush();
        }
        points.forEach(StreamPoint::close);
    }

    private boolean isDrained() {
        for (final StreamPoint point : points) {
            if (point.hasConnections()) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is nothing to do until something comes; from now on the shard wakes the loop. */
    boolean loopMayIdle() {
        loopWaits.prepare();
        final boolean idle = toLoop.consumerPosition() == toLoop.producerPosition()
                && (stalled.isEmpty() || closed || toShard.size() > toShard.capacity() / 2);
        if (!idle) {
            loopWaits.cancel();
        }
        return idle;
    }

    /** Sends what the shard has put into its ring, and goes on with connections that waited for room in the other. */
    int drain() {
        loopWaits.cancel();
        final int count = toLoop.read(this, DRAIN_LIMIT);
        flush();
        return count + resume();
    }

    @Override
    public void onMessage(final int type, final MutableDirectBuffer buffer, final int at, final int length) {
        final StreamPoint point = points.get(StreamRecord.socket(buffer, at) - StreamSockets.FIRST);
        if (type == StreamRecord.CLOSE) {
            point.close();
            return;
        }
        StreamRecord.peer(buffer, at, peer);
        final StreamConnection connection = point.connection(peer);
        if (connection == null) {
            counters.add(StreamCounters.DROPPED, 1);
        } else {
            connection.send(buffer, at + StreamRecord.PAYLOAD_OFFSET, length - StreamRecord.PAYLOAD_OFFSET);
        }
    }

    /** This connection has written something: it is flushed with all others when the ring is empty. */
    void flushLater(final StreamConnection connection) {
        dirty.add(connection);
    }

    private void flush() {
        for (int i = 0; i < dirty.size(); i++) {
            dirty.get(i).flush();
        }
        dirty.clear();
    }

    /** This connection has something for the shard, and the ring was full. */
    void stall(final StreamConnection connection) {
        counters.add(StreamCounters.STALLS, 1);
        stalled.add(connection);
        anyStalled = true;
    }

    private int resume() {
        int count = 0;
        while (!stalled.isEmpty() && stalled.peek().resume()) {
            stalled.poll();
            count++;
        }
        if (count > 0 && stalled.isEmpty()) {
            anyStalled = false;
        }
        return count;
    }

    /** @return false when the ring is full. */
    boolean offerMessage(
            final int socket, final TransportAddress from, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        final int at = toShard.tryClaim(StreamRecord.MESSAGE, StreamRecord.PAYLOAD_OFFSET + length);
        if (at < 0) {
            return false;
        }
        StreamRecord.put(toShard.buffer(), at, socket, from, nowNs);
        toShard.buffer().putBytes(at + StreamRecord.PAYLOAD_OFFSET, buffer, offset, length);
        return commit(at);
    }

    /** @return false when the ring is full. */
    boolean offerEvent(final int type, final int socket, final TransportAddress from, final int reason, final byte[] text) {
        final int at = toShard.tryClaim(type, StreamRecord.PAYLOAD_OFFSET + StreamRecord.REASON_LENGTH + text.length);
        if (at < 0) {
            return false;
        }
        StreamRecord.put(toShard.buffer(), at, socket, from, System.nanoTime());
        toShard.buffer().putInt(at + StreamRecord.PAYLOAD_OFFSET, reason);
        toShard.buffer().putBytes(at + StreamRecord.PAYLOAD_OFFSET + StreamRecord.REASON_LENGTH, text);
        return commit(at);
    }

    private boolean commit(final int at) {
        toShard.commit(at);
        if (!closed && shardWaits.isDue()) {
            wakeShard.run();
        }
        return true;
    }
}
