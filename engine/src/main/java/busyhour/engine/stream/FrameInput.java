package busyhour.engine.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.agrona.concurrent.UnsafeBuffer;

/** WebSocket: one message, text or binary, is one SIP message (RFC 7118 5). The loop's thread. */
final class FrameInput implements MessageInput {

    private final StreamConnection connection;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    /** Messages that the shard has not taken. */
    private final ArrayDeque<WebSocketFrame> kept = new ArrayDeque<>(0);
    private boolean over;

    FrameInput(final StreamConnection connection) {
        this.connection = connection;
    }

    @Override
    public boolean onRead(final Object read) {
        if (over || !(read instanceof WebSocketFrame frame)) {
            ReferenceCountUtil.release(read);
            return true;
        }
        if (!kept.isEmpty()) {
            kept.add(frame);
            return false;
        }
        if (!take(frame)) {
            kept.add(frame);
            return false;
        }
        return true;
    }

    @Override
    public boolean resume() {
        for (WebSocketFrame frame = kept.poll(); frame != null; frame = kept.poll()) {
            if (!take(frame)) {
                kept.addFirst(frame);
                return false;
            }
        }
        return true;
    }

    /** @return false when the shard has no room: then the frame is still the caller's. */
    private boolean take(final WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame) {
            connection.counters().add(StreamCounters.PINGS_ANSWERED, 1);
            connection.answerPing(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof PongWebSocketFrame) {
            connection.onPong();
        } else if (frame instanceof CloseWebSocketFrame close) {
            over = true;
            connection.onFarewell(close.retainedDuplicate());
        } else if (!takeMessage(frame.content())) {
            return false;
        }
        frame.release();
        return true;
    }

    private boolean takeMessage(final ByteBuf content) {
        if (isBlank(content)) {
            // RFC 7118 has ping frames for this, and yet clients send what they send over TCP
            if (content.readableBytes() >= 4) {
                connection.counters().add(StreamCounters.PINGS_ANSWERED, 1);
                connection.answerPing(new TextWebSocketFrame("\r\n"));
            }
            return true;
        }
        if (content.nioBufferCount() != 1) { // the parts of a fragmented message
            final ByteBuf whole = Unpooled.copiedBuffer(content);
            final boolean taken = takeMessage(whole);
            whole.release();
            return taken;
        }
        final ByteBuffer nio = content.internalNioBuffer(content.readerIndex(), content.readableBytes());
        view.wrap(nio, nio.position(), nio.remaining());
        return connection.onMessage(view, 0, view.capacity());
    }

    private static boolean isBlank(final ByteBuf content) {
        for (int i = content.readerIndex(), end = content.writerIndex(); i < end; i++) {
            final byte c = content.getByte(i);
            if (c != '\r' && c != '\n') {
                return false;
            }
        }
        return true;
    }

    /** Text when it is text, as everybody expects; else it must be binary (RFC 7118 5). */
    @Override
    public Object frame(final ByteBuf message) {
        return ByteBufUtil.isText(message, StandardCharsets.UTF_8) ? new TextWebSocketFrame(message) : new BinaryWebSocketFrame(message);
    }

    @Override
    public Object ping() {
        return new PingWebSocketFrame();
    }

    @Override
    public boolean pongIsSure() {
        return true;
    }

    @Override
    public Object farewell() {
        return new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE);
    }

    @Override
    public void release() {
        over = true;
        kept.forEach(ReferenceCountUtil::release);
        kept.clear();
    }
}
