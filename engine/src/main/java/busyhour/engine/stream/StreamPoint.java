package busyhour.engine.stream;

import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A listening point and its connections. Opened by whoever sets the shard up, then the loop's thread; the accessors of what never
 * changes are for both.
 */
final class StreamPoint {

    private static final int BACKLOG = 4_096;
    private static final long OPEN_LIMIT_MS = 5_000;

    private final int socket;
    private final byte kind;
    private final TransportAddress local;
    private final StreamOptions options;
    private final Lane lane;
    private final Map<TransportAddress, StreamConnection> connections = new HashMap<>(4);
    private SslContext clientTls;
    private SslContext serverTls;
    private Channel listener;
    /** Holds the port of a point that does not listen until the first connection takes it. */
    private SocketChannel spare;
    private boolean closed;

    StreamPoint(final int socket, final byte kind, final TransportAddress local, final StreamOptions options, final Lane lane) {
        if (kind == TransportKind.UDP) {
            throw new IllegalArgumentException("UDP is no stream");
        }
        this.socket = socket;
        this.kind = kind;
        this.local = new TransportAddress().copyFrom(local);
        this.options = options;
        this.lane = lane;
    }

    void open() throws StreamFaultException {
        if (TransportKind.isSecure(kind)) {
            clientTls = lane.transports().tls().client(options.tls());
            serverTls = options.listens() ? lane.transports().tls().server(options.tls(), local) : null;
        }
        final InetSocketAddress address = StreamAddress.toSocket(local);
        final Channel bound = options.listens() ? listen(address) : reserve(address);
        local.port(((InetSocketAddress) bound.localAddress()).getPort());
        lane.group().submit(() -> lane.add(this)).syncUninterruptibly();
    }

    private Channel listen(final InetSocketAddress address) throws StreamFaultException {
        final ChannelFuture bind = new ServerBootstrap()
                .group(lane.group())
                .channel(ChannelKinds.server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .handler(new AcceptFailures())
                .childHandler(new Accept())
                .bind(address);
        listener = bind.channel();
        check(bind, "listen at");
        return listener;
    }

    private Channel reserve(final InetSocketAddress address) throws StreamFaultException {
        try {
            spare = client();
        } catch (final RuntimeException e) {
            throw new StreamFaultException("cannot open a socket at " + local + " (" + TransportKind.name(kind) + "): "
                    + StreamFailure.ofOpening(e));
        }
        check(lane.register(spare), "open a socket at");
        check(spare.bind(address), "leave from");
        return spare;
    }

    private void check(final ChannelFuture future, final String what) throws StreamFaultException {
        if (!future.awaitUninterruptibly(OPEN_LIMIT_MS) || !future.isSuccess()) {
            if (future.channel().isRegistered()) { // without a file there is no channel to speak of
                future.channel().close();
            }
            throw new StreamFaultException("cannot " + what + " " + local + " (" + TransportKind.name(kind) + "): "
                    + (future.cause() == null ? "no answer from the event loop" : StreamFailure.ofOpening(future.cause())));
        }
    }

    private static SocketChannel client() {
        final SocketChannel channel = ChannelKinds.client();
        channel.config().setTcpNoDelay(true).setReuseAddress(true).setConnectTimeoutMillis(0);
        return channel;
    }

    int socket() {
        return socket;
    }

    byte kind() {
        return kind;
    }

    TransportAddress local() {
        return local;
    }

    StreamOptions options() {
        return options;
    }

    Lane lane() {
        return lane;
    }

    boolean isWebSocket() {
        return kind == TransportKind.WS || kind == TransportKind.WSS;
    }

    // --- the loop's thread ---

    /** The connection with this peer, opened when there is none; null when the point is closed. */
    StreamConnection connection(final TransportAddress peer) {
        StreamConnection connection = connections.get(peer);
        if (connection == null && !closed) {
            connection = new StreamConnection(this, new TransportAddress().copyFrom(peer), true);
            connections.put(connection.peer(), connection);
            connect(connection, true);
        }
        return connection;
    }

    private void connect(final StreamConnection connection, final boolean fromOwnPort) {
        final SocketChannel channel;
        InetSocketAddress from = null;
        if (spare != null) {
            channel = spare;
            spare = null;
        } else {
            try {
                channel = client();
            } catch (final RuntimeException e) { // no more files
                connection.fail(e);
                return;
            }
            lane.register(channel);
            from = StreamAddress.toSocket(local, fromOwnPort && !options.listens() ? local.port() : 0);
        }
        connection.begin(channel);
        StreamPipeline.client(channel.pipeline(), connection, clientTls);
        final boolean canRetry = fromOwnPort && !options.listens();
        channel.connect(StreamAddress.toSocket(connection.peer()), from).addListener(connected -> {
            if (connection.isEnded()) {
                channel.close();
            } else if (connected.isSuccess()) {
                StreamPipeline.onConnected(channel.pipeline(), connection);
            } else if (canRetry && StreamFailure.isLocalPortTaken(connected.cause())) {
                channel.pipeline().remove(connection);
                channel.close();
                connect(connection, false);
            } else {
                connection.fail(connected.cause());
            }
        });
    }

    void forget(final StreamConnection connection) {
        connections.remove(connection.peer(), connection);
    }

    boolean hasConnections() {
        return !connections.isEmpty();
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (listener != null) {
            listener.close();
        }
        if (spare != null) {
            spare.close();
            spare = null;
        }
        for (final StreamConnection connection : List.copyOf(connections.values())) {
            connection.closeWhenSent();
        }
    }

    /** Ends what did not end by itself. */
    void abort() {
        for (final StreamConnection connection : List.copyOf(connections.values())) {
            connection.fail(StreamFault.CLOSED, "closed with messages for " + connection.peer() + " still to be sent");
        }
    }

    /** A peer has connected. */
    private final class Accept extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(final SocketChannel channel) {
            final InetSocketAddress from = channel.remoteAddress();
            if (from == null || closed) { // gone already
                channel.close();
                return;
            }
            final StreamConnection connection = new StreamConnection(StreamPoint.this, StreamAddress.of(from), false);
            connections.put(connection.peer(), connection);
            connection.begin(channel);
            StreamPipeline.server(channel.pipeline(), connection, serverTls);
        }
    }

    /** The listener goes on after a second (Netty's), and the peer's connection waits in the backlog. */
    private final class AcceptFailures extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) throws Exception {
            lane.counters().add(StreamCounters.ACCEPT_FAILURES, 1);
            context.fireExceptionCaught(cause);
        }
    }
}
