/**
 * RTCP of one media stream: when a report is due, what it says, and what the peer's reports say.
 * <pre>
 *   RtpSendStream ----SenderReportSource-----> RtcpSession --writeReport--> SR|RR + SDES (+ XR) (+ BYE) --> shard sends
 *   RtpReceiveStream --ReceptionReportSource-/      ^
 *                    --VoipReportSource------/      |
 *                                                   +--onCompound-- RtcpCompoundReader <-- datagram
 *      SR, RR -> round trip, loss and jitter of the far end, clock drift      XR -> round trip of receivers, its scores of our voice
 *      SDES   -> same host (one-way delay), SSRC collision                    BYE, APP, feedback -> noted, counted, handed on
 *
 *   VideoSendStream <----FeedbackListener----- RtcpSession <----FeedbackSource---- VideoReceiveStream
 *                    NACK, PLI, FIR, SLI, REMB, transport-wide congestion control, both ways
 * </pre>
 * A session has two members, so of RFC 3550 6.3 there apply: the interval of 6.3.1 with its randomisation over 0.5 to 1.5 and
 * its compensation, half of the minimum before the first report (6.2), reconsideration at expiry (6.3.3, 6.3.6) and no RTCP at
 * all from who never sent any before a BYE (6.3.7). Reverse reconsideration (6.3.4), timing members out (6.3.5) and holding a
 * BYE back (6.3.7, from 50 members on) are for groups.
 * <p>
 * Thread rule: one shard's thread, nothing synchronised, nothing allocated after construction. Malformed RTCP is
 * a code and a counter. Standards: RFC 3550 6, 8.2 and A.2, A.3, A.7; RFC 3611 (VoIP metrics, RRT, DLRR); RFC 4585 (feedback,
 * its timing by 3.5); RFC 5104 (FIR); RFC 5506 (reduced size); RFC 5761.
 */
package busyhour.rtp.rtcp;
