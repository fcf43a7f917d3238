package busyhour.engine.stream;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipLimits;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/** The shard's end of the rings. One thread; allocates nothing but in {@link #open}. */
final class ShardStreams implements StreamSockets, MessageHandler {

    private static final long CLOSE_LIMIT_NS = 1_000_000_000L;

    private final int shard;
    private final NettyStreamTransports transports;
    private final Runnable wakeUp;
    private final StreamCounters counters = new StreamCounters();
    private final List<StreamPoint> points = new ArrayList<>();
    private final TransportAddress peer = new TransportAddress();
    private Lane lane;
    private OneToOneRingBuffer toLoop;
    private OneToOneRingBuffer toShard;
    private StreamHandler handler;

    ShardStreams(final int shard, final NettyStreamTransports transports, final Runnable wakeUp) {
        this.shard = shard;
        this.transports = transports;
        this.wakeUp = wakeUp;
    }

    @Override
    public int open(final byte kind, final TransportAddress local, final StreamOptions options) throws StreamFaultException {
        if (lane == null) {
            lane = new Lane(shard, transports, wakeUp, counters);
            toLoop = lane.toLoop();
            toShard = lane.toShard();
        }
        final StreamPoint point = new StreamPoint(FIRST + points.size(), kind, local, options, lane);
        point.open();
        points.add(point);
        return point.socket();
    }

    @Override
    public TransportAddress localAddress(final int socket) {
        return point(socket).local();
    }

    @Override
    public byte kind(final int socket) {
        return point(socket).kind();
    }

    private StreamPoint point(final int socket) {
        return points.get(socket - FIRST);
    }

    @Override
    public boolean send(final int socket, final TransportAddress to, final DirectBuffer buffer, final int offset, final int length) {
        if (length > SipLimits.MAX_MESSAGE_LENGTH) {
            throw new IllegalArgumentException("a message has at most " + SipLimits.MAX_MESSAGE_LENGTH + " octets: " + length);
        }
        final int at = toLoop.tryClaim(StreamRecord.SEND, StreamRecord.PAYLOAD_OFFSET + length);
        if (at < 0) {
            lane.wakeUpLoop();
            return false;
        }
        final AtomicBuffer ring = toLoop.buffer();
        StreamRecord.put(ring, at, socket, to, 0);
        ring.putBytes(at + StreamRecord.PAYLOAD_OFFSET, buffer, offset, length);
        toLoop.commit(at);
        lane.wakeUpLoop();
        return true;
    }

    @Override
    public int poll(final StreamHandler events, final int limit) {
        if (lane == null) {
            return 0;
        }
        lane.shardWaits().cancel();
        handler = events;
        final int count = toShard.read(this, limit);
        if (count > 0) {
            lane.onRoomForShard();
        }
        return count;
    }

    @Override
    public void onMessage(final int type, final MutableDirectBuffer buffer, final int at, final int length) {
        final int socket = StreamRecord.socket(buffer, at);
        final long timeNs = StreamRecord.timeNs(buffer, at);
        final int payload = at + StreamRecord.PAYLOAD_OFFSET;
        final int octets = length - StreamRecord.PAYLOAD_OFFSET;
        StreamRecord.peer(buffer, at, peer);
        switch (type) {
            case StreamRecord.MESSAGE -> handler.onMessage(socket, peer, buffer, payload, octets, timeNs);
            case StreamRecord.CONNECTED -> handler.onConnected(socket, peer, timeNs);
            case StreamRecord.CLOSED -> handler.onClosed(socket, peer, buffer.getInt(payload), timeNs);
            default -> handler.onFailed(socket, peer, buffer.getInt(payload), buffer, payload + StreamRecord.REASON_LENGTH,
                    octets - StreamRecord.REASON_LENGTH, timeNs);
        }
    }

    @Override
    public boolean mayIdle() {
        if (lane == null) {
            return true;
        }
        lane.shardWaits().prepare();
        return toShard.consumerPosition() == toShard.producerPosition();
    }

    @Override
    public StreamCounters counters() {
        return counters;
    }

    @Override
    public void close(final int socket) {
        if (!offerClose(socket)) {
            // messages are in front of it: it comes after them, or the ring stands still and close() does the rest
            final long startNs = System.nanoTime();
            while (!offerClose(socket) && System.nanoTime() - startNs < CLOSE_LIMIT_NS) {
                Thread.onSpinWait();
            }
        }
    }

    private boolean offerClose(final int socket) {
        final int at = toLoop.tryClaim(StreamRecord.CLOSE, StreamRecord.PAYLOAD_OFFSET);
        if (at >= 0) {
            StreamRecord.put(toLoop.buffer(), at, socket, point(socket).local(), 0);
            toLoop.commit(at);
        }
        lane.wakeUpLoop();
        return at >= 0;
    }

    @Override
    public void close() {
        if (lane != null) {
            lane.close();
        }
    }
}
