/**
 * Worker and platform over Aeron. The worker connects outwards only: it publishes to the platform's data port and
 * subscribes to the platform's control port (dynamic multi-destination-cast); both sides embed a media driver.
 *
 * <pre>
 *   worker                                                  platform
 *   WorkerLink --- Hello, Heartbeat, Resume, Record ------> data port, one for all workers
 *              &lt;-- Welcome, Resumed, Ack, StartRun, StopRun - control port     PlatformLink -> CollectorHandler
 *
 *   Hello until Welcome; Heartbeat both ways; each journal asks with Resume where to go on, and sends Records from there.
 *   Calibrate is answered by what every Heartbeat says from then on.
 *   A Record counts when it has the expected sequence: a lower one is a duplicate, a higher one makes the platform ask again.
 * </pre>
 *
 * Between machines every frame is sealed: {@link busyhour.ipc.link.LinkAgreement} makes the keys of one connection (X25519 and the
 * worker's token), {@code Seal} seals and opens, {@code LinkConnections} knows whose connection a frame is of. The platform's words go to
 * all workers by the one control stream, and each opens what is sealed for it. A worker whose connection is lost asks its
 * {@link busyhour.ipc.link.LinkSource} for another grant. A local run's link goes unsealed over loopback.
 *
 * <p>A link belongs to the agent that polls it, unless a method says otherwise. {@code FramePort} is the one place where bytes
 * enter and leave Aeron. Bytes that do not parse, or that come from nobody known, are counted and dropped.
 */
package busyhour.ipc.link;
