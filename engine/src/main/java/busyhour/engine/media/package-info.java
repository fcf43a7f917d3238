/**
 * The media of a shard's endpoints: sockets, pacing, receiving, RTCP; terms that change in mid-call, digits, files played. A
 * {@link busyhour.engine.media.MediaStream} is what all streams have, an {@link busyhour.engine.media.AudioStream} adds its cores.
 *
 * <pre>
 *   commands --> MediaStreams --+--> MediaSender (PacketPacer) --> MediaStream.sendRtp --> PeerSocket
 *   datagrams ------------------+--> MediaReceiver --> MediaStream.onRtp --heard--> MediaEvents
 *                               +--> MediaReports (RtcpSession)
 *   handshakes -----------------> HandshakeEvents --keys--> MediaSecurity of each stream: SRTP between cores and sockets
 * </pre>
 *
 * <p>One shard's thread; {@link busyhour.engine.media.TrackStore} at set-up. RFC 3550, RFC 4961 (symmetric RTP), RFC 5761,
 * RFC 4733; SRTP by RFC 3711, RFC 4568 and RFC 5764.
 */
package busyhour.engine.media;
