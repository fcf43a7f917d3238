/**
 * Video streams: encoded frames sent at their times and again where they were lost, and what is measured of received ones without
 * decoding them.
 * <pre>
 *   EncodedVideo -> VideoSendStream: schedule, packets, history --write--> shard sends
 *                     ^ PLI, FIR: key frame   ^ NACK: packet again          (rtcp.FeedbackListener)
 *
 *   datagram -> VideoReceiveStream -> receive.PacketReception: sequence, jitter, playout
 *                     |            -> FrameAssembler: whole frames, key frames, sizes -> FrameFigures, FreezeDetector
 *                     +-- missing packets, key frames, rates --> RtcpSession           (rtcp.FeedbackSource)
 * </pre>
 * {@link busyhour.rtp.video.AvSync} tells how far a call's sound and picture are apart.
 * Thread rule: one shard's thread, nothing synchronised, nothing allocated after construction. Standards: RFC 4585 (NACK, PLI,
 * SLI), RFC 5104 (FIR), RFC 4588 (RTX), RFC 8285 (header extensions), RFC 6184 and RFC 7741 (payloads), drafts
 * holmer-rmcat-transport-wide-cc-extensions-01 and alvestrand-rmcat-remb-03.
 */
package busyhour.rtp.video;
