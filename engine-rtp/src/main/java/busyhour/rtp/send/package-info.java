/**
 * The send side of media: when a packet is due, and what is in it.
 * <pre>
 *   shard --poll(nowNs)--> PacketPacer --onDue(stream, intendedNs)--> shard
 *                           tick wheel                                  |  RtpSendStream.write(buffer)
 *                                                                       v  send; accepted: onSent
 *   RtpSendStream --steady-----> TrackSender: the track's next frame; counted in SendTally
 *                 \--otherwise-> SendContent: silence, comfort noise | a track played once (Interlude)
 *                                             | digits as events or tones (DigitSender)
 * </pre>
 * Media is paced by phases of the packet time, never by timers: each stream sends at t0 + n x packet time, and
 * the streams' phases spread evenly over the packet time, so that thousands of streams never burst together;
 * one that is added beside another gets a phase near that one's.
 * <p>
 * Thousands of streams take turns, so that a packet finds in the caches next to nothing of its stream. What an ordinary one needs
 * lies close together: {@link busyhour.rtp.send.RtpSendStream} begins with the fields of SendTally and TrackSender, PacedStreams
 * keeps a schedule in two short stretches; all else is not looked at unless a flag says that there is something. What the packets
 * due need is read before the first is sent ({@link busyhour.rtp.send.PacingTarget#fetch}): between two system calls no read runs ahead.
 * <p>
 * Thread rule: everything here belongs to one shard's thread; nothing is synchronised, nothing on the way of a
 * packet allocates. Standards: RFC 3550 5 and 8, RFC 3551 4.1,
 * RFC 3389 (comfort noise), RFC 4733 2.5.1 (digits), RFC 7160 4.2 (clocks that change).
 */
package busyhour.rtp.send;
