/**
 * The media of a shard's endpoints: sockets, pacing, receiving, RTCP; terms that change in mid-call, digits, files played. A
 * {@link busyhour.engine.media.MediaStream} is what all streams have; {@link busyhour.engine.media.AudioStream} and
 * {@link busyhour.engine.media.VideoStream} add their cores. Streams have numbers over the shard: audio 0 to n-1, video n to 2n-1.
 *
 * <pre>
 *   calls ------> MediaStreams --+--> AudioTerms, VideoTerms --> MediaStream: peers, cores, RtcpSession
 *   duty cycle -> MediaCycle ----+--> MediaSender (PacketPacer) --> MediaStream.sendRtp --> PeerSocket
 *                                +--> MediaReceiver --> MediaStream.onRtp --heard--> MediaEvents
 *                                |       | RTCP asks: MediaSender.hurry   packets missing: MediaReports.hurry
 *                                +--> MediaReports --> MediaStream.sendRtcp
 *                                +--> MediaDecoding: what is decoded beside the shard
 *   handshakes --> HandshakeEvents --keys--> MediaSecurity of each stream: SRTP between cores and sockets
 * </pre>
 *
 * An ordinary packet goes a shorter way, past all objects of its stream but what it sends: out over ConnectedSockets where the socket is
 * connected, without SRTP, and what is sent is steady; in to the NoteBook where the socket is connected and the packet is the one
 * expected, by the same way (TOS), in clear and not to be decoded. The stream hears of it when it next looks at its notes.
 *
 * Two streams of a shard that send to each other (LocalPeers) are paced one after the other, so that each finds in the caches
 * what the other's packet has brought there.
 *
 * <p>One shard's thread; {@link busyhour.engine.media.TrackStore} at set-up. RFC 3550, RFC 4961 (symmetric RTP), RFC 5761,
 * RFC 4733; SRTP by RFC 3711, RFC 4568 and RFC 5764.
 */
package busyhour.engine.media;
