/**
 * SIP over TCP, TLS, WebSocket and secure WebSocket, as client and as server, on event loops of their own.
 *
 * <pre>
 *   shard thread                     ring of bytes                 event loop (Netty, epoll)
 *   StreamSockets.send  ----------------------------------------->  Lane -> StreamConnection -> TCP | TLS | WS
 *   StreamSockets.poll  &lt;-----------------------------------------  Lane &lt;- StreamConnection &lt;- framing
 *        |
 *        +-> {@link busyhour.engine.stream.StreamHandler}: whole messages, connections that came, failed or ended
 * </pre>
 *
 * A socket is a listening point: a transport kind, a local address and, when it listens, a listener. A connection is found by
 * (listening point, remote address), whoever opened it, so that answers and requests go back the way that the peer came.
 * RFC 3261 18 (streams, Content-Length), RFC 5626 3.5.1 (CRLF keep-alive), RFC 7118 (WebSocket), RFC 5922 (names in certificates).
 *
 * <p>Thread rule: a {@link busyhour.engine.stream.StreamSockets} belongs to its shard's thread; everything behind the rings belongs to
 * one event loop. The shard's side allocates nothing once its listening points are open.
 */
package busyhour.engine.stream;
