package busyhour.engine.stream;

import busyhour.sip.message.SipLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** TCP and TLS: messages one after the other, their ends by {@link StreamFramer}. The loop's thread. */
final class ByteInput implements MessageInput {

    private static final ByteBuf CRLF = Unpooled.unreleasableBuffer(Unpooled.directBuffer(2).writeByte('\r').writeByte('\n')).asReadOnly();
    private static final ByteBuf PING = Unpooled.unreleasableBuffer(Unpooled.directBuffer(4).writeInt(0x0D0A0D0A)).asReadOnly();

    private final StreamConnection connection;
    private final StreamFramer framer = new StreamFramer();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    /** Octets of a message whose end has not come, or that the shard has not taken; null = none. */
    private ByteBuf kept;
    private boolean over;

    ByteInput(final StreamConnection connection) {
        this.connection = connection;
    }

    @Override
    public boolean onRead(final Object read) {
        final ByteBuf bytes = (ByteBuf) read;
        if (over) {
            bytes.release();
            return true;
        }
        if (kept == null) {
            kept = bytes;
        } else {
            append(bytes);
        }
        return resume();
    }

    private void append(final ByteBuf bytes) {
        if (kept.refCnt() > 1 || kept.isReadOnly() || kept.maxCapacity() - kept.writerIndex() < bytes.readableBytes()) {
            kept = copy(kept, kept.readableBytes() + bytes.readableBytes());
        }
        kept.discardReadBytes();
        kept.writeBytes(bytes);
        bytes.release();
    }

    private static ByteBuf copy(final ByteBuf bytes, final int capacity) {
        final ByteBuf own = ByteBufAllocator.DEFAULT.directBuffer(capacity, Integer.MAX_VALUE);
        own.writeBytes(bytes);
        bytes.release();
        return own;
    }

    @Override
    public boolean resume() {
        if (kept == null) {
            return true;
        }
        wrap();
        final int limit = view.capacity();
        int at = 0;
        for (int result = framer.next(view, at, limit); result != StreamFramer.MORE; result = framer.next(view, at, limit)) {
            final boolean taken = on(result, at);
            if (over) {
                return true;
            }
            if (!taken) {
                kept.skipBytes(at);
                return false; // the framer finds the same message again
            }
            at += framer.length();
        }
        kept.skipBytes(at);
        shrink();
        return true;
    }

    private void wrap() {
        if (kept.nioBufferCount() != 1) {
            kept = copy(kept, kept.readableBytes());
        }
        if (kept.hasMemoryAddress()) {
            view.wrap(kept.memoryAddress() + kept.readerIndex(), kept.readableBytes());
        } else {
            final ByteBuffer nio = kept.internalNioBuffer(kept.readerIndex(), kept.readableBytes());
            view.wrap(nio, nio.position(), nio.remaining());
        }
    }

    /** A buffer of the reader's, or one that was large once, is not held for the few octets at its end. */
    private void shrink() {
        if (!kept.isReadable()) {
            kept.release();
            kept = null;
        } else if (kept.readerIndex() > 0 && kept.readableBytes() <= SipLimits.MAX_MESSAGE_LENGTH) {
            kept = copy(kept, kept.readableBytes());
        }
    }

    private boolean on(final int result, final int at) {
        final StreamCounters counters = connection.counters();
        switch (result) {
            case StreamFramer.MESSAGE -> {
                if (!connection.onMessage(view, at, framer.length())) {
                    return false;
                }
                counters.add(StreamCounters.LENGTH_MISSING, framer.lengthMissing() ? 1 : 0);
            }
            case StreamFramer.BAD_LENGTH -> {
                if (!connection.onMessage(view, at, framer.length())) {
                    return false;
                }
                release();
                connection.closeAfterAnswer("the peer sent a message with a Content-Length that says nothing or two things");
            }
            case StreamFramer.TOO_LONG -> {
                release();
                connection.cutOff(StreamFault.TOO_LONG, "the peer sent a header, a message or octets between messages beyond the limits of "
                        + SipLimits.MAX_LINE_LENGTH + " and " + SipLimits.MAX_MESSAGE_LENGTH + " octets");
            }
            case StreamFramer.CRLF -> {
                if (connection.onPong()) {
                    framer.endOfPong();
                }
            }
            case StreamFramer.PING -> {
                if (connection.awaitsPong()) {
                    connection.onPong();
                } else {
                    counters.add(StreamCounters.PINGS_ANSWERED, 1);
                    connection.answerPing(CRLF.duplicate());
                }
            }
            default -> counters.add(StreamCounters.GARBAGE_OCTETS, framer.length());
        }
        return true;
    }

    @Override
    public Object frame(final ByteBuf message) {
        return message;
    }

    @Override
    public Object ping() {
        return PING.duplicate();
    }

    @Override
    public boolean pongIsSure() {
        return false;
    }

    @Override
    public Object farewell() {
        return null;
    }

    @Override
    public void release() {
        over = true;
        if (kept != null) {
            kept.release();
            kept = null;
        }
    }
}
