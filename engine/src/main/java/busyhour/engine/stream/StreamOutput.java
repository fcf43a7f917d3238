package busyhour.engine.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;

/**
 * What goes out over one connection: it waits until the connection is ready, up to a limit, and then in the channel until the peer
 * reads, up to the same limit. The loop's thread.
 */
final class StreamOutput {

    private final MessageInput framing;
    private final int maxQueuedBytes;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(0);
    private int waitingBytes;

    StreamOutput(final MessageInput framing, final int maxQueuedBytes) {
        this.framing = framing;
        this.maxQueuedBytes = maxQueuedBytes;
    }

    /** Copies a message out of the ring. */
    static ByteBuf copy(final Channel channel, final DirectBuffer buffer, final int offset, final int length) {
        final ByteBuf message = channel.alloc().directBuffer(length);
        buffer.getBytes(offset, message.internalNioBuffer(0, length), length);
        return message.writerIndex(length);
    }

    /** Whether a message of this length may wait besides those that do. */
    boolean hasRoom(final int length) {
        return waitingBytes + length <= maxQueuedBytes;
    }

    void await(final ByteBuf message) {
        waitingBytes += message.readableBytes();
        waiting.add(message);
    }

    /** The next message that waited, or null. */
    ByteBuf pollWaiting() {
        return waiting.poll();
    }

    /** @return false when the peer is behind by more than the limit. */
    boolean write(final Channel channel, final ByteBuf message) {
        channel.write(framing.frame(message), channel.voidPromise());
        return queuedBytes(channel) <= maxQueuedBytes;
    }

    /** Pings and answers to them: not for a peer that does not read. */
    void writeControl(final Channel channel, final Object control, final boolean ready) {
        if (ready && queuedBytes(channel) <= maxQueuedBytes) {
            channel.writeAndFlush(control, channel.voidPromise());
        } else {
            ReferenceCountUtil.release(control);
        }
    }

    static long queuedBytes(final Channel channel) {
        final ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    void release() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
