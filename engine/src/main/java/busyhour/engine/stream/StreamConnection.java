package busyhour.engine.stream;

import busyhour.sip.TransportAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * One connection, whoever opened it: what waits to be sent, what was read, how it ends.
 *
 * <pre>
 *   OPENING --all handshakes done--> READY --close, fault, peer--> ENDED
 *      messages wait, up to a limit     messages go out, up to a limit unread
 * </pre>
 *
 * The loop's thread.
 */
@ChannelHandler.Sharable // a second attempt to connect takes it into another pipeline
final class StreamConnection extends ChannelInboundHandlerAdapter {

    private static final int ANSWER_LIMIT_MS = 1_000;

    private enum State { OPENING, READY, ENDED }

    private final StreamPoint point;
    private final TransportAddress peer;
    private final boolean ours;
    private final MessageInput input;
    private final StreamOutput output;
    private final ConnectionReports reports;
    private final Liveness liveness;
    private State state = State.OPENING;
    private Channel channel;
    private Future<?> openingLimit;
    private boolean closing;
    private boolean dirty;
    private boolean stalled;

    StreamConnection(final StreamPoint point, final TransportAddress peer, final boolean ours) {
        this.point = point;
        this.peer = peer;
        this.ours = ours;
        input = point.isWebSocket() ? new FrameInput(this) : new ByteInput(this);
        output = new StreamOutput(input, point.options().maxQueuedBytes());
        reports = new ConnectionReports(point.lane(), point.socket(), peer);
        liveness = new Liveness(this, point.options(), ours, input.pongIsSure());
    }

    /** It goes on with a channel from another port when its own is taken, one after the other. */
    @Override
    public boolean isSharable() {
        return true;
    }

    TransportAddress peer() {
        return peer;
    }

    StreamPoint point() {
        return point;
    }

    StreamCounters counters() {
        return point.lane().counters();
    }

    /** The channel exists; handshakes come. */
    void begin(final Channel opened) {
        channel = opened;
        if (openingLimit == null) {
            openingLimit = channel.eventLoop().schedule(
                    this::onOpeningLimit, point.options().connectTimeoutMs(), TimeUnit.MILLISECONDS);
        }
    }

    private void onOpeningLimit() {
        if (state == State.OPENING) {
            fail(StreamFault.TIMEOUT, (channel.isActive() ? "the handshake with " : "no answer from ") + peer
                    + (channel.isActive() ? " was not done" : "") + " within " + point.options().connectTimeoutMs() + " ms");
        }
    }

    /** All handshakes are done. */
    void ready() {
        if (state != State.OPENING) {
            return;
        }
        state = State.READY;
        stopOpeningLimit();
        counters().add(ours ? StreamCounters.CONNECTED : StreamCounters.ACCEPTED, 1);
        counters().add(StreamCounters.OPEN, 1);
        reports.ready();
        if (!reports.tellReady()) {
            stall();
        }
        for (ByteBuf message = output.pollWaiting(); message != null; message = output.pollWaiting()) {
            write(message);
        }
        flush();
        if (state != State.READY) {
            return; // too much had waited for what the peer reads
        }
        liveness.begin(channel.eventLoop());
        if (closing) {
            closeNow();
        }
    }

    private void stopOpeningLimit() {
        if (openingLimit != null) {
            openingLimit.cancel(false);
        }
    }

    // --- out ---

    void send(final DirectBuffer buffer, final int offset, final int length) {
        if (closing || state == State.ENDED) {
            counters().add(StreamCounters.DROPPED, 1);
            return;
        }
        if (state == State.OPENING && !output.hasRoom(length)) {
            fail(StreamFault.PEER_NOT_READING, "more than " + point.options().maxQueuedBytes() + " bytes wait for the connection with " + peer);
            return;
        }
        final ByteBuf message = StreamOutput.copy(channel, buffer, offset, length);
        if (state == State.READY) {
            write(message);
            flushLater();
        } else {
            output.await(message);
        }
    }

    private void write(final ByteBuf message) {
        counters().add(StreamCounters.MESSAGES_OUT, 1);
        liveness.onWritten();
        if (!output.write(channel, message)) {
            fail(StreamFault.PEER_NOT_READING, peer + " does not read: more than " + point.options().maxQueuedBytes() + " bytes wait for it");
        }
    }

    private void flushLater() {
        if (!dirty) {
            dirty = true;
            point.lane().flushLater(this);
        }
    }

    void flush() {
        dirty = false;
        if (state == State.READY) {
            channel.flush();
        }
    }

    void answerPing(final Object pong) {
        output.writeControl(channel, pong, state == State.READY);
    }

    void ping() {
        output.writeControl(channel, input.ping(), state == State.READY);
    }

    // --- in ---

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object read) {
        liveness.onRead();
        if (stalled || reports.isReadyUntold()) {
            input.onRead(read); // keeps it
        } else if (!input.onRead(read)) {
            stall();
        }
    }

    /** @return false when the shard has no room. */
    boolean onMessage(final DirectBuffer buffer, final int offset, final int length) {
        if (reports.isReadyUntold() || !point.lane().offerMessage(point.socket(), peer, buffer, offset, length, liveness.readNs())) {
            return false;
        }
        counters().add(StreamCounters.MESSAGES_IN, 1);
        return true;
    }

    /** @return whether it answers a ping of ours. */
    boolean onPong() {
        counters().add(StreamCounters.PONGS, 1);
        return liveness.onPong();
    }

    boolean awaitsPong() {
        return liveness.awaitsPong();
    }

    private void stall() {
        if (!stalled) {
            stalled = true;
            channel.config().setAutoRead(false);
            point.lane().stall(this);
        }
    }

    /** Goes on telling the shard. @return false when there is no room yet. */
    boolean resume() {
        if (!reports.tellReady() || !input.resume() || !tellEnd()) {
            return false;
        }
        stalled = false;
        if (state == State.READY) {
            channel.config().setAutoRead(true);
        }
        return true;
    }

    private boolean tellEnd() {
        final boolean told = reports.tellEnd();
        if (told && state == State.ENDED) {
            input.release();
        }
        return told;
    }

    // --- the end ---

    boolean isEnded() {
        return state == State.ENDED;
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable thrown) {
        final StreamFailure failure = StreamFailure.of(thrown, peer.toString(), ours, wasAskedForCertificate());
        final boolean lost = state != State.READY || channel != null && StreamOutput.queuedBytes(channel) > 0 || thrown instanceof ClosedChannelException
                || failure.reason() >= StreamFault.TLS_EXPIRED;
        if (failure.reason() == StreamFault.TOO_LONG || failure.reason() == StreamFault.BAD_FRAMING) {
            counters().add(StreamCounters.CUT_OFF, 1);
        }
        end(lost, failure.reason(), failure.text());
    }

    private boolean wasAskedForCertificate() {
        final SslHandler tls = channel == null ? null : channel.pipeline().get(SslHandler.class);
        return tls != null && OwnIdentity.wasAskedFor(tls.engine());
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        end(state == State.OPENING, closing ? StreamFault.CLOSED : StreamFault.PEER_CLOSED, peer + " closed the connection"
                + (state == State.OPENING ? " before it was ready" : ""));
    }

    void fail(final int reason, final String text) {
        end(true, reason, text);
    }

    void fail(final Throwable cause) {
        exceptionCaught(null, cause);
    }

    void close(final int reason, final String text) {
        end(false, reason, text);
    }

    /** What the peer sends cannot be read on. */
    void cutOff(final int reason, final String text) {
        counters().add(StreamCounters.CUT_OFF, 1);
        close(reason, text);
    }

    /** As {@link #cutOff}, when the last message can still be answered. */
    void closeAfterAnswer(final String text) {
        counters().add(StreamCounters.CUT_OFF, 1);
        channel.eventLoop().schedule(() -> close(StreamFault.BAD_FRAMING, text), ANSWER_LIMIT_MS, TimeUnit.MILLISECONDS);
    }

    /** The peer said good-bye (RFC 6455 5.5.1): it gets the same back. */
    void onFarewell(final Object answer) {
        channel.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    /** Closes it when everything that it was given is sent. */
    void closeWhenSent() {
        closing = true;
        if (state == State.READY) {
            closeNow();
        }
    }

    /**
     * Closes our half and waits for the peer's: a close with octets unread would reset the connection, and take what is on its way
     * with it.
     */
    private void closeNow() {
        final Object farewell = input.farewell();
        channel.writeAndFlush(farewell == null ? channel.alloc().buffer(0) : farewell).addListener(written -> {
            final SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (tls == null) {
                ((DuplexChannel) channel).shutdownOutput();
            } else {
                tls.closeOutbound().addListener(told -> ((DuplexChannel) channel).shutdownOutput());
            }
        });
        channel.eventLoop().schedule(() -> close(StreamFault.CLOSED, "closed"), ANSWER_LIMIT_MS, TimeUnit.MILLISECONDS);
    }

    private void end(final boolean lost, final int reason, final String text) {
        if (state == State.ENDED) {
            return;
        }
        counters().add(lost ? StreamCounters.FAILED : StreamCounters.CLOSED, 1);
        counters().add(StreamCounters.OPEN, state == State.READY ? -1 : 0);
        state = State.ENDED;
        stopOpeningLimit();
        liveness.end();
        point.forget(this);
        output.release();
        reports.end(lost, reason, text);
        if (channel != null) {
            channel.close();
        }
        if (!stalled && !tellEnd()) {
            stalled = true;
            point.lane().stall(this);
        }
    }
}
