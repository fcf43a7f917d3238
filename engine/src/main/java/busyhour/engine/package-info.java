/**
 * The worker: plays what the platform assigns. The only place with threads and sockets.
 *
 * <pre>
 *   WorkerMain (a process)
 *     +- worker thread      WorkerAgent (runs), PublisherAgent (journal, Aeron)       run, busyhour.ipc
 *     +- shard threads      Shard.doWork: sockets, SIP, media, samples                shard
 *     |                       +- endpoint   what endpoints do with what happens to them
 *     |                       +- media      sockets, send and receive cores, RTCP of each call
 *     |                       +- io         datagram sockets by the FFM API
 *     +- calibrate          busyhour calibrate as a child, when the platform asks what the host carries
 *     +- decoder thread     decodes a share of what came in, compares it with what was sent      decode
 *     +- virtual threads    DTLS handshakes                                                       dtls
 *     +- event loops        TCP, TLS, WebSocket                                                   stream
 *     +- registrar thread   the built-in registrar, when a plan has one
 * </pre>
 *
 * A packet in: kernel, {@code io}, {@code shard}, {@code media}, {@code busyhour.rtp}. A SIP message in: the same way to
 * {@code busyhour.sip.ua}, whose reports {@code endpoint} turns into phases, media and records. A sample out: {@code endpoint}
 * into the shard's ring.
 *
 * <p>Thread rule: a shard's objects belong to its thread; between threads go commands by a queue, counts by ordered stores,
 * and records by a ring.
 */
package busyhour.engine;
