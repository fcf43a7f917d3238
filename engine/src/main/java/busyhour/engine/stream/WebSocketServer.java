package busyhour.engine.stream;

import busyhour.sip.message.SipLimits;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.util.List;

/**
 * Agrees to a WebSocket for SIP: at its path, with the subprotocol {@code sip} among those asked for (RFC 7118 4.2), and says what
 * is wrong otherwise. The loop's thread.
 */
final class WebSocketServer extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final String SIP = "sip";
    private static final WebSocketDecoderConfig CONFIG = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(SipLimits.MAX_MESSAGE_LENGTH)
            .expectMaskedFrames(true)
            .allowExtensions(false)
            .build();

    private final StreamConnection connection;

    WebSocketServer(final StreamConnection connection) {
        this.connection = connection;
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final FullHttpRequest request) {
        final HttpResponseStatus fault = fault(request);
        if (fault != null) {
            refuse(context, fault);
            return;
        }
        final WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(null, SIP, CONFIG).newHandshaker(request);
        handshaker.handshake(context.channel(), request).addListener(done -> {
            if (done.isSuccess()) {
                StreamPipeline.frames(context, connection);
            } else {
                connection.fail(done.cause());
            }
        });
    }

    private HttpResponseStatus fault(final FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return HttpResponseStatus.BAD_REQUEST;
        }
        final String path = request.uri().split("[?#]", 2)[0];
        if (!path.equals(connection.point().options().path())) {
            return HttpResponseStatus.NOT_FOUND;
        }
        if (!HttpMethod.GET.equals(request.method())) {
            return HttpResponseStatus.METHOD_NOT_ALLOWED;
        }
        if (!request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !WebSocketVersion.V13.toHttpHeaderValue().equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return HttpResponseStatus.UPGRADE_REQUIRED;
        }
        return asksForSip(request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL))
                && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY) ? null : HttpResponseStatus.BAD_REQUEST;
    }

    private static boolean asksForSip(final List<String> headers) {
        for (final String header : headers) {
            for (final String protocol : header.split(",")) {
                if (SIP.equalsIgnoreCase(protocol.strip())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void refuse(final ChannelHandlerContext context, final HttpResponseStatus status) {
        final DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0).set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                    .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, WebSocketVersion.V13.toHttpHeaderValue());
        }
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE).addListener(sent -> connection.fail(
                StreamFault.WEBSOCKET, connection.peer() + " asked for no WebSocket for SIP at this path and was answered " + status));
    }
}
