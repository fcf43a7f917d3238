/**
 * The media of a shard's endpoints: sockets, pacing, receiving, RTCP; terms that change in mid-call, digits, files played. A
 * {@link busyhour.engine.media.MediaStream} is what all streams have, an {@link busyhour.engine.media.AudioStream} adds its cores.
 *
 * <pre>
 *   commands --> MediaStreams --+--> MediaSender (PacketPacer) --> MediaStream.sendRtp --> PeerSocket
 *   datagrams ------------------+--> MediaReceiver --> MediaStream.onRtp --heard--> MediaEvents
 *                               +--> MediaReports (RtcpSession)
 * </pre>
 *
 * <p>One shard's thread; {@link busyhour.engine.media.TrackStore} at set-up. RFC 3550, RFC 4961 (symmetric RTP), RFC 5761,
 * RFC 4733.
 */
package busyhour.engine.media;
