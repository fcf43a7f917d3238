package busyhour.engine.stream;

import busyhour.sip.TransportKind;
import busyhour.sip.message.SipLimits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;

/** Asks for a WebSocket with the subprotocol {@code sip} (RFC 7118 4.1) and takes no other answer. The loop's thread. */
final class WebSocketClient extends SimpleChannelInboundHandler<FullHttpResponse> {

    private final StreamConnection connection;
    private final WebSocketClientHandshaker handshaker;

    WebSocketClient(final StreamConnection connection) {
        this.connection = connection;
        final StreamPoint point = connection.point();
        final String name = point.options().tls().serverName();
        final String host = name == null ? connection.peer().toString() : name + ":" + connection.peer().port();
        final String scheme = TransportKind.isSecure(point.kind()) ? "wss://" : "ws://";
        handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                URI.create(scheme + host + point.options().path()), WebSocketVersion.V13, "sip", false, EmptyHttpHeaders.INSTANCE,
                SipLimits.MAX_MESSAGE_LENGTH);
    }

    void begin(final Channel channel) {
        handshaker.handshake(channel);
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final FullHttpResponse response) {
        final String server = connection.peer().toString();
        if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            connection.fail(StreamFault.WEBSOCKET, server + " answered the request for a WebSocket at "
                    + connection.point().options().path() + " with " + response.status());
            return;
        }
        try {
            handshaker.finishHandshake(context.channel(), response);
        } catch (final WebSocketHandshakeException e) {
            connection.fail(StreamFault.WEBSOCKET, server + " did not agree to a WebSocket for SIP: " + e.getMessage());
            return;
        }
        StreamPipeline.frames(context, connection);
    }
}
