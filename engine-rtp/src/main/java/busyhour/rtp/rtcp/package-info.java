/**
 * RTCP of one media stream: when a report is due, what it says, and what the peer's reports say.
 * <pre>
 *   RtpSendStream ----SenderReportSource-----> RtcpSession --writeReport--> SR|RR + SDES (+ BYE) --> shard sends
 *   RtpReceiveStream --ReceptionReportSource-/      ^
 *                                                   +--onCompound-- RtcpCompoundReader <-- datagram
 * </pre>
 * Thread rule: one shard's thread, nothing synchronised, nothing allocated after construction. Malformed RTCP is
 * a code and a counter. Standards: RFC 3550 6 and A.2, A.3, A.7; RFC 5506 (reduced size, on reading), RFC 5761.
 */
package busyhour.rtp.rtcp;
