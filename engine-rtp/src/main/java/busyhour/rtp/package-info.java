/**
 * Sans-IO media: what RTP streams share (RFC 3550, RFC 5761). Knows no socket, no thread, no clock; one thread for each
 * shard, nothing is synchronised.
 *
 * <pre>
 *   datagram -> receive.RtpReceiveStream -> playout.PlayoutBuffer -> quality.StreamQuality -> accessors, once a second
 *   pacer    -> send.RtpSendStream       -> datagram
 *   both     -> speech.Conversation: who speaks when
 *   rtcp     -> reports both ways
 * </pre>
 */
package busyhour.rtp;
