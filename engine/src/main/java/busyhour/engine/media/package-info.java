/**
 * The media of a shard's endpoints: sockets, pacing, receiving, RTCP.
 *
 * <p>One shard's thread; {@link busyhour.engine.media.TrackStore} at set-up. RFC 3550, RFC 4961 (symmetric RTP), RFC 5761.
 */
package busyhour.engine.media;
