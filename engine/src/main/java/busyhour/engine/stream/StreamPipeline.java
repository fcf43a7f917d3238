package busyhour.engine.stream;

import busyhour.sip.TransportKind;
import busyhour.sip.message.SipLimits;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * What stands between a channel and its {@link StreamConnection}, by kind.
 *
 * <pre>
 *   TCP   connection                       WS    http -> handshake -> (frames) -> connection
 *   TLS   tls -> handshake -> connection   WSS   tls -> http -> handshake -> (frames) -> connection
 * </pre>
 */
final class StreamPipeline {

    private static final int MAX_HTTP_BODY = 8_192;

    private StreamPipeline() {
    }

    static void client(final ChannelPipeline pipeline, final StreamConnection connection, final SslContext tls) {
        final StreamPoint point = connection.point();
        if (tls != null) {
            final String name = point.options().tls().serverName();
            final String host = name == null ? StreamAddress.host(connection.peer()) : name;
            final SSLEngine engine = tls.newEngine(pipeline.channel().alloc(), host, connection.peer().port());
            final SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(point.options().tls().verify() ? "HTTPS" : null);
            parameters.setServerNames(TlsContexts.serverNames(name));
            engine.setSSLParameters(parameters);
            addTls(pipeline, connection, engine);
        }
        if (point.isWebSocket()) {
            pipeline.addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_HTTP_BODY), new WebSocketClient(connection));
        }
        pipeline.addLast(connection);
    }

    static void server(final ChannelPipeline pipeline, final StreamConnection connection, final SslContext tls) {
        if (tls != null) {
            addTls(pipeline, connection, tls.newEngine(pipeline.channel().alloc()));
        }
        if (connection.point().isWebSocket()) {
            pipeline.addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_HTTP_BODY), new WebSocketServer(connection));
        }
        pipeline.addLast(connection);
        if (connection.point().kind() == TransportKind.TCP) {
            connection.ready();
        }
    }

    private static void addTls(final ChannelPipeline pipeline, final StreamConnection connection, final SSLEngine engine) {
        final SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0); // the connection has one limit for all that comes before it is ready
        pipeline.addLast(handler, new TlsHandshake(connection));
    }

    /** Our connection is there, without TLS and WebSocket yet. */
    static void onConnected(final ChannelPipeline pipeline, final StreamConnection connection) {
        switch (connection.point().kind()) {
            case TransportKind.TCP -> connection.ready();
            case TransportKind.WS -> pipeline.get(WebSocketClient.class).begin(pipeline.channel());
            default -> { } // TLS begins by itself
        }
    }

    /** The handshake of the WebSocket is done: frames from now on. */
    static void frames(final ChannelHandlerContext handshake, final StreamConnection connection) {
        final ChannelPipeline pipeline = handshake.pipeline();
        pipeline.addBefore(handshake.name(), null, new Utf8FrameValidator());
        pipeline.addBefore(handshake.name(), null, new WebSocketFrameAggregator(SipLimits.MAX_MESSAGE_LENGTH));
        pipeline.remove(handshake.handler());
        connection.ready();
    }

    private static final class TlsHandshake extends ChannelInboundHandlerAdapter {
        private final StreamConnection connection;

        TlsHandshake(final StreamConnection connection) {
            this.connection = connection;
        }

        @Override
        public void userEventTriggered(final ChannelHandlerContext context, final Object event) throws Exception {
            if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
                context.fireUserEventTriggered(event);
                return;
            }
            if (!handshake.isSuccess()) {
                connection.fail(handshake.cause());
                return;
            }
            final WebSocketClient webSocket = context.pipeline().get(WebSocketClient.class);
            context.pipeline().remove(this);
            if (webSocket != null) {
                webSocket.begin(context.channel());
            } else if (!connection.point().isWebSocket()) {
                connection.ready();
            }
        }
    }
}
